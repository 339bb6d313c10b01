import type { Answer } from '../../../../domain/answer.js';
import { linkedText } from '../../../../domain/linked-text.js';
import type { Receipt } from '../../../../domain/receipt.js';
import { asTyped } from '../../../../domain/safe-text.js';
import { formatDuration } from '../../../../domain/shown/duration.js';
import { dollars } from '../../../../domain/shown/dollars.js';
import { counted } from '../../../../domain/shown/run-view.js';
import { warehousesRead } from '../../../../domain/shown/warehouses-read.js';
import { button, element } from '../elements.js';
import { json } from '../server/request.js';
import { chart } from './chart.js';
import { dataTable } from './data-table.js';
import { documentLink } from './document-link.js';
import { figurePanel } from './figure-panel.js';
import { ratingBlock } from './rating.js';
import { verifyingBlock } from './verifying.js';

/** The whole answer. `onSuggestion` takes a question that would work instead. */
export function answerBlock(answer: Answer, onSuggestion: (question: string) => void): HTMLElement {
  const path = `/v1/runs/${encodeURIComponent(answer.runId)}/receipt`;
  let receipt: Promise<Receipt> | undefined;
  const readReceipt = () => {
    receipt ??= json<Receipt>(path).catch((error: unknown) => {
      receipt = undefined;
      throw error;
    });
    return receipt;
  };
  const { panel, figureButton } = figurePanel(readReceipt);
  const figures = answer.figures.map((figure) => ({ ...figure, display: asTyped(figure.display) }));
  const byName = new Map(figures.map((figure) => [figure.name, figure]));
  const words = linkedText(asTyped(answer.text), figures).map(({ text, figure: name }) => {
    const figure = name === null ? undefined : byName.get(name);
    return figure === undefined ? text : figureButton(figure, text);
  });
  return element(
    'section',
    { class: 'answer-block', 'aria-labelledby': 'answer-title' },
    element('h2', { id: 'answer-title', class: 'only-heard' }, 'Answer'),
    element('p', { class: 'answer' }, words),
    figures.length > 0 &&
      element(
        'p',
        { class: 'soft small' },
        'Press an underlined figure to see the cells and the SQL behind it.',
      ),
    panel,
    warnings(answer),
    suggestions(answer, onSuggestion),
    chart(answer),
    answer.data !== null &&
      answer.data.columns.length > 0 &&
      dataTable(answer.data, answer.question),
    element(
      'footer',
      { class: 'stack' },
      ratingBlock(answer.runId),
      verifyingBlock(answer),
      element(
        'p',
        { class: 'soft small' },
        provenance(answer),
        ' ',
        documentLink(path, 'Receipt', `receipt-${answer.runId}.html`),
      ),
    ),
  );
}

function warnings({ warnings }: Answer): HTMLElement | null {
  const said = [...new Set(warnings.map(({ message }) => asTyped(message)))];
  if (said.length === 0) return null;
  return element(
    'section',
    { class: 'notice doubt', 'aria-labelledby': 'warnings-title' },
    element('h3', { id: 'warnings-title' }, 'Good to know'),
    element(
      'ul',
      {},
      said.map((message) => element('li', {}, message)),
    ),
  );
}

function suggestions(
  { suggestions }: Answer,
  onSuggestion: (question: string) => void,
): HTMLElement | null {
  if (suggestions.length === 0) return null;
  return element(
    'section',
    { 'aria-labelledby': 'suggestions-title' },
    element('h3', { id: 'suggestions-title' }, 'What would work'),
    element(
      'ul',
      { class: 'suggestions' },
      suggestions.map((words) => {
        const typed = asTyped(words);
        return element(
          'li',
          {},
          button(typed, () => onSuggestion(typed), { class: 'quiet' }),
        );
      }),
    ),
  );
}

/** How far the answer can be trusted and what it took, in one line. */
function provenance(answer: Answer): string {
  const { verification, timing, usage, planner, asOf, timeZone } = answer;
  const read = warehousesRead(answer.steps);
  const { checks, verdict } = verification;
  const passed = checks.filter((check) => check.passed).length;
  const facts = [
    ...(checks.length === 0
      ? []
      : [`${verdict}, ${passed} of ${counted(checks.length, 'check')} passed`]),
    ...(read.length === 0 ? [] : [`read from ${read.join(', ')}`]),
    ...(timing.totalMs === 0 ? [] : [formatDuration(timing.totalMs)]),
    planner === 'offline' ? 'planned offline by fixed rules' : priceWords(usage),
    `as of ${asOf} (${timeZone})`,
  ];
  const line = facts.join(' · ');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)} ·`;
}

function priceWords({ costUsd, claudeCalls }: Answer['usage']): string {
  return `${counted(claudeCalls, 'call')} to Claude, ${dollars(costUsd)}`;
}
