import type { Ticket } from '../../../../ports.js';
import { element, fill, link } from '../elements.js';
import { loaded } from '../parts/loaded.js';
import { noticePlace } from '../parts/notice.js';
import { say } from '../parts/say.js';
import { keptName } from '../parts/who.js';
import { json } from '../server/request.js';
import { momentWords } from '../words/moments.js';
import type { Screen } from './screen.js';

/** Questions that nothing but a person could answer, and the answers that people gave. */
export const ticketsScreen: Screen = (_, { signal }) => {
  const list = loaded(signal, async () => {
    const { tickets } = await json<Listed>('/v1/tickets', { signal });
    const open = tickets.filter(({ status }) => status === 'open');
    const resolved = tickets.filter(({ status }) => status === 'resolved').slice(0, 20);
    return [
      open.length === 0
        ? element('p', { class: 'soft' }, 'No question waits for a person.')
        : element('ul', { class: 'lines' }, open.map(ticketLine)),
      resolved.length > 0 && element('h2', {}, 'Answered by a person'),
      resolved.length > 0 && element('ul', { class: 'lines' }, resolved.map(ticketLine)),
    ];
  });
  return { title: 'Tickets', content: [element('h1', {}, 'Tickets'), list] };
};

interface Listed {
  readonly tickets: readonly Ticket[];
}

function ticketLine(ticket: Ticket): HTMLElement {
  const { ticketId, runId, priority, status, openedAt, body, resolution, resolvedBy } = ticket;
  const error = body['error'] as { readonly message?: unknown } | undefined;
  const sql = textOf(body['sql']);
  const item = element('li');
  fill(
    item,
    element(
      'div',
      { class: 'line-head' },
      link(`#/runs/${encodeURIComponent(runId)}`, textOf(body['question']) || runId, {
        class: 'line-title',
      }),
      priority === 'high' &&
        status === 'open' &&
        element('span', { class: 'badge bad' }, 'High priority'),
    ),
    textOf(error?.message) !== '' && element('p', { class: 'soft' }, textOf(error?.message)),
    element('p', { class: 'soft small' }, `${ticketId} · ${momentWords(openedAt, new Date())}`),
    sql !== '' &&
      element(
        'details',
        {},
        element('summary', {}, 'SQL'),
        element('pre', { tabindex: 0 }, element('code', {}, sql)),
      ),
    resolution !== null &&
      element(
        'p',
        {},
        resolution,
        ' ',
        element('span', { class: 'soft' }, `(${resolvedBy ?? ''})`),
      ),
    status === 'open' && answerForm(ticket, item),
  );
  return item;
}

function answerForm({ ticketId }: Ticket, item: HTMLElement): HTMLElement {
  const notices = noticePlace();
  const id = `answer-${ticketId}`;
  const answer = element('textarea', {
    id,
    name: 'answer',
    rows: 2,
    required: true,
    maxlength: 10_000,
  });
  const send = element('button', { type: 'submit' }, 'Answer it');
  const form = element(
    'form',
    { class: 'stack' },
    element('label', { for: id }, 'Your answer'),
    answer,
    element('div', { class: 'row' }, send),
    notices.place,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send.disabled = true;
    notices.clear();
    void resolve(ticketId, answer.value.trim())
      .then(() => fill(item, ...resolved(ticketId, answer.value.trim())))
      .catch((error: unknown) => {
        send.disabled = false;
        notices.show(error);
      });
  });
  return form;
}

async function resolve(ticketId: string, answer: string): Promise<void> {
  const path = `/v1/tickets/${encodeURIComponent(ticketId)}/resolve`;
  await json(path, { method: 'POST', body: { answer, by: keptName() || 'the page' } });
  say('The ticket is answered.');
}

function resolved(ticketId: string, answer: string): readonly Node[] {
  return [
    element('p', {}, answer),
    element('p', { class: 'soft small' }, `${ticketId}, answered now`),
  ];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
