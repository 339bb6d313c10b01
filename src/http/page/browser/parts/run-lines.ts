import type { RunSummary } from '../../../../ports.js';
import { asTyped } from '../../../../domain/safe-text.js';
import { formatDuration } from '../../../../domain/shown/duration.js';
import { element, link } from '../elements.js';
import { momentWords } from '../words/moments.js';
import { badge } from './badge.js';

/** Runs, a line each: what was asked, how it ended, when. */
export function runLines(runs: readonly RunSummary[]): HTMLElement {
  return element('ul', { class: 'lines' }, runs.map(runLine));
}

function runLine({
  runId,
  question,
  status,
  beganAt,
  user,
  totalMs,
  text,
}: RunSummary): HTMLElement {
  const facts = [
    momentWords(beganAt, new Date()),
    ...(user === '' ? [] : [user]),
    ...(totalMs === null ? [] : [formatDuration(totalMs)]),
  ];
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'line-head' },
      link(`#/runs/${encodeURIComponent(runId)}`, question, { class: 'line-title' }),
      status !== 'answered' && badge(status),
    ),
    text !== null && text !== '' && element('p', { class: 'line-text soft' }, asTyped(text)),
    element('p', { class: 'soft small' }, facts.join(' · ')),
  );
}
