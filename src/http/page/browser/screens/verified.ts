import type { ShownExample } from '../../../../client/shown-example.js';
import { button, element, fill, link } from '../elements.js';
import { loaded } from '../parts/loaded.js';
import { noticePlace } from '../parts/notice.js';
import { say } from '../parts/say.js';
import { json } from '../server/request.js';
import { momentWords } from '../words/moments.js';
import type { Screen } from './screen.js';

/** Questions whose plan somebody has verified, the newest first; each can be taken back. */
export const verifiedScreen: Screen = (_, { signal }) => {
  const list = loaded(signal, async () => {
    const { questions } = await json<Listed>('/v1/verified-questions', { signal });
    if (questions.length === 0) return [element('p', { class: 'soft' }, none)];
    return [element('ul', { class: 'lines' }, questions.map(questionLine))];
  });
  return { title: 'Verified', content: [element('h1', {}, 'Verified questions'), list] };
};

interface Listed {
  readonly questions: readonly ShownExample[];
}

const none = 'No question is verified yet. “Verify this answer” stands below an answer.';

function questionLine({ runId, question, verifiedBy, verifiedAt, sql }: ShownExample): HTMLElement {
  const notices = noticePlace();
  const item = element('li');
  const remove = button('Take it back', () => void takeBack(), {
    class: 'quiet',
    'aria-label': `Take it back: ${question}`,
  });
  fill(
    item,
    element(
      'div',
      { class: 'line-head' },
      link(`#/runs/${encodeURIComponent(runId)}`, question, { class: 'line-title' }),
    ),
    element(
      'p',
      { class: 'soft small' },
      `${momentWords(verifiedAt, new Date())} · by ${verifiedBy}`,
    ),
    element(
      'details',
      {},
      element('summary', {}, 'SQL'),
      element('pre', { tabindex: 0, 'aria-label': 'SQL' }, element('code', {}, sql)),
    ),
    element('div', { class: 'row' }, remove),
    notices.place,
  );
  return item;

  async function takeBack(): Promise<void> {
    remove.disabled = true;
    notices.clear();
    try {
      const path = `/v1/verified-questions/${encodeURIComponent(runId)}`;
      await json(path, { method: 'DELETE' });
      fill(item, element('p', { class: 'soft' }, `Verified no more: ${question}`));
      say('The answer is verified no more.');
    } catch (error) {
      remove.disabled = false;
      notices.show(error);
    }
  }
}
