import { element, fill } from '../elements.js';
import { failureNotice } from './notice.js';

/** A place that is filled once what it shows is there, or with why it is not. */
export function loaded(
  signal: AbortSignal,
  load: () => Promise<readonly (Node | false)[]>,
): HTMLElement {
  const place = element('div', {}, element('p', { class: 'soft' }, 'Loading …'));
  const show = async () => {
    try {
      const content = await load();
      fill(place, content);
    } catch (error) {
      if (!signal.aborted) fill(place, failureNotice(error));
    }
  };
  void show();
  return place;
}
