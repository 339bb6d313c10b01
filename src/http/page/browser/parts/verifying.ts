import type { Answer } from '../../../../domain/answer.js';
import { button, element, fill } from '../elements.js';
import { json } from '../server/request.js';
import { noticePlace } from './notice.js';
import { say } from './say.js';
import { keptName } from './who.js';

/** Keeps that an answer is right, so that its plan is used again; null where its run could not be an example. */
export function verifyingBlock({
  runId,
  question,
  status,
  verification,
}: Answer): HTMLElement | null {
  if (status !== 'answered' || verification.verdict !== 'confirmed') return null;
  const notices = noticePlace();
  const whole = element('textarea', {
    id: 'verified-question',
    name: 'question',
    rows: 2,
    required: true,
    maxlength: 4000,
    'aria-describedby': 'verify-help',
  });
  whole.value = question;
  const send = element('button', { type: 'submit' }, 'Verify');
  const form = element(
    'form',
    { class: 'stack' },
    element(
      'p',
      { id: 'verify-help', class: 'soft small' },
      'Its plan then answers this question for everybody, without a new one being made. After a follow-up, write the whole question.',
    ),
    element('label', { for: 'verified-question' }, 'The question that it answers'),
    whole,
    element('div', { class: 'row' }, send),
  );
  const place = element(
    'details',
    { class: 'more' },
    element('summary', {}, 'Verify this answer'),
    form,
  );
  const block = element(
    'section',
    { class: 'verifying', 'aria-label': 'Verification' },
    place,
    notices.place,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void tried(send, verify);
  });
  return block;

  async function tried(pressed: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
    pressed.disabled = true;
    notices.clear();
    try {
      await work();
    } catch (error) {
      notices.show(error);
    }
    pressed.disabled = false;
  }

  async function verify(): Promise<void> {
    const typed = whole.value.trim();
    const body = {
      by: keptName() || 'the page',
      ...(typed !== question.trim() && { question: typed }),
    };
    await json(`/v1/runs/${encodeURIComponent(runId)}/verify`, { method: 'POST', body });
    const undo = button('Take it back', (pressed) => void tried(pressed, remove), {
      class: 'quiet',
    });
    fill(
      block,
      element(
        'div',
        { class: 'row' },
        element('span', {}, 'Verified: its plan is used again.'),
        undo,
      ),
      notices.place,
    );
    undo.focus();
    say('The answer is verified.');
  }

  async function remove(): Promise<void> {
    const path = `/v1/verified-questions/${encodeURIComponent(runId)}`;
    await json(path, { method: 'DELETE' });
    fill(block, place, notices.place);
    send.focus();
    say('The answer is verified no more.');
  }
}
