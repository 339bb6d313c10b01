import { button, element } from '../elements.js';
import { keepKey } from '../server/key.js';

/** Asks for the API key, over everything else: without one there is nothing to see. */
export function askKey(refused: boolean): Promise<void> {
  return new Promise((resolve) => {
    // No password field: browsers would offer to keep it for longer than this tab.
    const field = element('input', {
      id: 'api-key',
      class: 'secret',
      type: 'text',
      name: 'key',
      required: true,
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': 'api-key-help',
    });
    const form = element(
      'form',
      { class: 'stack' },
      element('h2', { id: 'api-key-title' }, 'API key'),
      element(
        'p',
        { id: 'api-key-help', class: 'soft' },
        refused
          ? 'The server does not take that key. Enter another one, or ask whoever runs Surefoot for one.'
          : 'This server asks for a key, which `surefoot keys` gives out. It stays in this tab and is forgotten with it.',
      ),
      element('label', { for: 'api-key' }, 'Key'),
      field,
      element(
        'div',
        { class: 'row' },
        element('button', { type: 'submit', class: 'primary' }, 'Go on'),
      ),
    );
    const dialog = element('dialog', { 'aria-labelledby': 'api-key-title' }, form);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      keepKey(field.value);
      dialog.close();
      dialog.remove();
      giveFocusBack();
      resolve();
    });
    // Escape would leave a page that can show nothing.
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Chromium gives it back without a caret: what is typed then is lost. */
function giveFocusBack(): void {
  const back = document.activeElement;
  if (!(back instanceof HTMLElement)) return;
  back.blur();
  back.focus();
}

export function forgetKeyButton(forget: () => void): HTMLButtonElement {
  return button('Forget the key', forget, { class: 'quiet' });
}
