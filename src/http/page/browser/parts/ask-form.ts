import { element } from '../elements.js';
import { json } from '../server/request.js';
import { keepAsked } from './asked-here.js';
import { noticePlace } from './notice.js';
import { keepName, keptName } from './who.js';

export interface AskFormOptions {
  /** The conversation that the question belongs to. */
  readonly session: string;
  readonly label: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** A follow-up is short, and asked as the question before it was. */
  readonly small?: boolean;
  readonly onAsked: (runId: string) => void;
}

export interface AskForm {
  readonly form: HTMLFormElement;
  /** Puts a question in, to be looked at and asked. */
  readonly suggest: (question: string) => void;
}

/** A question with what may be said of it. Asked again because the server was away, it is still one run. */
export function askForm(options: AskFormOptions): AskForm {
  const { session, label, value = '', placeholder = '', small = false } = options;
  const notices = noticePlace();
  const question = element('textarea', {
    ...{ id: 'question', name: 'question', rows: small ? 2 : 3, required: true, maxlength: 4000 },
    ...{ placeholder, enterkeyhint: 'send', 'aria-describedby': 'question-help' },
  });
  question.value = value;
  const words = element('label', { for: 'question' }, label);
  const send = element('button', { type: 'submit', class: 'primary' }, 'Ask');
  const form = element(
    'form',
    { class: `ask stack${small ? ' small-ask' : ''}` },
    small ? words : element('h1', {}, words),
    question,
    element(
      'div',
      { class: 'row spread' },
      more(),
      element(
        'div',
        { class: 'row' },
        element(
          'span',
          { id: 'question-help', class: 'soft small keys' },
          `${commandKey()} + Enter asks`,
        ),
        send,
      ),
    ),
    notices.place,
  );
  question.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  let sent: { readonly body: string; readonly key: string } | undefined;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (question.value.trim() === '') return question.focus();
    const body = bodyOf(form, session);
    const text = JSON.stringify(body);
    // The same question again is the same run, until it was taken.
    sent = sent?.body === text ? sent : { body: text, key: randomKey() };
    send.disabled = true;
    notices.clear();
    void asked(body, sent.key)
      .then((runId) => {
        keepAsked(runId, body.question);
        return options.onAsked(runId);
      })
      .catch(notices.show)
      .finally(() => {
        send.disabled = false;
      });
  });
  return {
    form,
    suggest(text) {
      question.value = text;
      question.focus();
    },
  };
}

async function asked(body: object, key: string): Promise<string> {
  const { runId } = await json<{ readonly runId: string }>('/v1/runs', {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body,
  });
  return runId;
}

/** Its time zone and language are the reader's own. */
function bodyOf(form: HTMLFormElement, session: string) {
  const fields = new FormData(form);
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const [user, asOf] = [text('user'), text('asOf')];
  keepName(user);
  const approve = fields.has('approve');
  return {
    question: text('question'),
    session,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    locale: navigator.language,
    ...(user !== '' && { user }),
    ...(asOf !== '' && { asOf }),
    ...(fields.has('critical') && { critical: true }),
    // A plan that waits for a person waits longer than a minute.
    ...((approve || fields.has('background')) && { background: true }),
    ...(approve && { approve }),
  };
}

function more(): HTMLElement {
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, 'More'),
    element(
      'div',
      { class: 'stack' },
      element(
        'div',
        { class: 'pair' },
        field(
          'user',
          'Your name',
          element('input', {
            id: 'user',
            name: 'user',
            value: keptName(),
            autocomplete: 'name',
            maxlength: 256,
          }),
        ),
        field(
          'asOf',
          '“Today” means',
          element('input', { id: 'asOf', name: 'asOf', type: 'date' }),
        ),
      ),
      choice(
        'critical',
        'It is critical',
        'Goes before other questions, and to a person where nothing else helps.',
      ),
      choice(
        'background',
        'It may take long',
        'Waits, for hours where it must, rather than give a lesser answer.',
      ),
      choice(
        'approve',
        'I approve the plan first',
        'Shows you the SQL, and runs it once you say so.',
      ),
    ),
  );
}

function field(name: string, label: string, input: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: name }, label), input);
}

function choice(name: string, label: string, help: string): HTMLElement {
  const described = `${name}-help`;
  return element(
    'div',
    { class: 'choice' },
    element('input', { type: 'checkbox', id: name, name, 'aria-describedby': described }),
    element('label', { for: name }, label),
    element('span', { id: described, class: 'soft small' }, help),
  );
}

function commandKey(): string {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

/** `crypto.randomUUID` is there over https alone. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
