import type { Status } from '../../../../domain/answer.js';
import { statusWords } from '../../../../domain/shown/status-words.js';
import { element } from '../elements.js';

/** How a run stands, in words and in a colour that says the same. */
export function badge(status: Status | 'running'): HTMLElement {
  return element('span', { class: `badge ${toneOf(status)}` }, wordsOf(status));
}

function wordsOf(status: Status | 'running'): string {
  return status === 'running' ? 'Under way' : statusWords[status];
}

function toneOf(status: Status | 'running'): string {
  if (status === 'answered') return 'good';
  if (status === 'running') return 'busy';
  return status === 'failed' || status === 'unavailable' ? 'bad' : 'doubt';
}
