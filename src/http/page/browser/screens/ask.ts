import { element, fill, link } from '../elements.js';
import { askForm, randomKey } from '../parts/ask-form.js';
import { runLines } from '../parts/run-lines.js';
import { json } from '../server/request.js';
import type { RunPage } from '../../../../ports.js';
import type { Screen } from './screen.js';

/** Where a conversation begins: a question, and what was asked before. */
export const askScreen: Screen = (_, { go, signal }) => {
  const recent = element('section', { class: 'recent', 'aria-labelledby': 'recent-title' });
  const { form } = askForm({
    session: `page-${randomKey()}`,
    label: 'What do you want to know?',
    placeholder: 'Revenue by region for Q4 2025, and how it compares with Q3',
    onAsked: (runId) => go(`#/runs/${encodeURIComponent(runId)}`),
  });
  void showRecent(recent, signal);
  return { title: 'Ask', content: [form, recent], focus: '#question' };
};

/** Nobody needs the list to ask, and asking says what is wrong. */
async function showRecent(place: HTMLElement, signal: AbortSignal): Promise<void> {
  const listed = await json<RunPage>('/v1/runs?limit=6', { signal }).catch(() => undefined);
  if (listed === undefined || listed.runs.length === 0) return;
  fill(
    place,
    element(
      'div',
      { class: 'row spread' },
      element('h2', { id: 'recent-title' }, 'Asked lately'),
      link('#/runs', 'All runs'),
    ),
    runLines(listed.runs),
  );
}
