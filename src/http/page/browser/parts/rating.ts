import { button, element } from '../elements.js';
import { json } from '../server/request.js';
import { noticePlace } from './notice.js';
import { say } from './say.js';
import { keptName } from './who.js';

/** Whether the answer is right, and why not. The same reader's later word takes the place of the earlier one. */
export function ratingBlock(runId: string): HTMLElement {
  const notices = noticePlace();
  const note = element('input', {
    id: 'rating-note',
    name: 'note',
    maxlength: 4000,
    autocomplete: 'off',
  });
  const noteField = element(
    'form',
    { class: 'row grow', hidden: true },
    element('label', { for: 'rating-note' }, 'What is wrong?'),
    note,
    element('button', { type: 'submit' }, 'Send'),
  );
  const said = element('span', { class: 'soft small' });
  const rate = async (rating: 'up' | 'down', words: string) => {
    notices.clear();
    said.textContent = '';
    try {
      const user = keptName();
      const path = `/v1/runs/${encodeURIComponent(runId)}/feedback`;
      const body = { rating, ...(words !== '' && { note: words }), ...(user !== '' && { user }) };
      await json(path, { method: 'POST', body });
      yes.setAttribute('aria-pressed', String(rating === 'up'));
      no.setAttribute('aria-pressed', String(rating === 'down'));
      said.textContent = 'Thank you, noted.';
      say('Your rating is noted.');
    } catch (error) {
      notices.show(error);
    }
  };
  const yes = button(
    'Yes',
    () => {
      noteField.hidden = true;
      void rate('up', '');
    },
    { class: 'quiet', 'aria-pressed': 'false' },
  );
  const no = button(
    'No',
    () => {
      noteField.hidden = false;
      note.focus();
      void rate('down', note.value.trim());
    },
    { class: 'quiet', 'aria-pressed': 'false' },
  );
  noteField.addEventListener('submit', (event) => {
    event.preventDefault();
    void rate('down', note.value.trim());
  });
  return element(
    'section',
    { class: 'rating', 'aria-label': 'Your rating' },
    element('div', { class: 'row' }, element('span', {}, 'Is this right?'), yes, no, said),
    noteField,
    notices.place,
  );
}
