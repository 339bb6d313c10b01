import { element } from '../elements.js';
import { RequestFailed } from '../server/problem.js';

/** What went wrong, in one sentence, where it went wrong; read out at once. */
export function failureNotice(error: unknown): HTMLElement {
  return element('p', { class: 'notice bad', role: 'alert' }, failureWords(error));
}

function failureWords(error: unknown): string {
  if (error instanceof RequestFailed) return error.message;
  console.error(error);
  return 'This page failed at that. Load it again; if it goes on, tell whoever runs Surefoot.';
}

/** A place for what went wrong beside a form: empty until then. */
export function noticePlace() {
  const place = element('div', { class: 'notices' });
  return {
    place,
    clear: () => place.replaceChildren(),
    show: (error: unknown) => place.replaceChildren(failureNotice(error)),
  };
}
