import type { RunPage } from '../../../../ports.js';
import { counted } from '../../../../domain/shown/run-view.js';
import { statusWords } from '../../../../domain/shown/status-words.js';
import { button, element, fill, link } from '../elements.js';
import { failureNotice } from '../parts/notice.js';
import { runLines } from '../parts/run-lines.js';
import { say } from '../parts/say.js';
import { json } from '../server/request.js';
import type { Screen } from './screen.js';

const pageSize = 25;

/** What was asked, the newest first, narrowed by words, status, person and day. */
export const runsScreen: Screen = (_, { signal }) => {
  const list = element('div', { class: 'found' });
  const form = element(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Filter the runs' },
    field(
      'question',
      'Question has',
      element('input', { id: 'f-question', name: 'question', type: 'search', autocomplete: 'off' }),
    ),
    field('status', 'Status', statusSelect()),
    field(
      'user',
      'Asked by',
      element('input', { id: 'f-user', name: 'user', autocomplete: 'off' }),
    ),
    field('since', 'Since', element('input', { id: 'f-since', name: 'since', type: 'date' })),
    element('button', { type: 'submit' }, 'Filter'),
  );
  let asked = 0;
  const show = async (cursor?: string) => {
    asked += 1;
    const mine = asked;
    const query = new URLSearchParams({
      limit: String(pageSize),
      ...(cursor !== undefined && { cursor }),
    });
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
    }
    try {
      const { runs, next } = await json<RunPage>(`/v1/runs?${query}`, { signal });
      if (mine !== asked) return;
      if (cursor === undefined) {
        fill(list, runs.length === 0 && element('p', { class: 'soft' }, 'No run is like that.'));
        say(runs.length === 0 ? 'No run is like that.' : `${counted(runs.length, 'run')}.`);
      }
      list.append(runLines(runs));
      if (next !== null) {
        const more = button('Show more', () => {
          more.remove();
          void show(next);
        });
        list.append(more);
      }
    } catch (error) {
      if (!signal.aborted) fill(list, failureNotice(error));
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void show();
  });
  form.addEventListener('change', () => void show());
  void show();
  const verified = element('p', { class: 'small' }, link('#/verified', 'Verified questions'));
  return { title: 'Runs', content: [element('h1', {}, 'Runs'), form, verified, list] };
};

function field(name: string, label: string, input: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: `f-${name}` }, label), input);
}

function statusSelect(): HTMLElement {
  return element(
    'select',
    { id: 'f-status', name: 'status' },
    element('option', { value: '' }, 'Any'),
    element('option', { value: 'running' }, 'Under way'),
    Object.entries(statusWords).map(([status, words]) =>
      element('option', { value: status }, words),
    ),
  );
}
