import type { ShownBreaker } from '../../../../client/shown-breaker.js';
import { element } from '../elements.js';
import { loaded } from '../parts/loaded.js';
import { json } from '../server/request.js';
import { breakerWords } from '../words/breakers.js';
import type { Screen } from './screen.js';

/** Whether the tools and the models are well, and what is left alone for now. */
export const healthScreen: Screen = (_, { signal }) => {
  const list = loaded(signal, async () => {
    const { breakers } = await json<Listed>('/v1/breakers', { signal });
    const unwell = breakers.filter(({ state }) => state !== 'closed').length;
    return [
      element('p', {}, inAll(breakers.length, unwell)),
      element('ul', { class: 'lines' }, breakers.map(breakerLine)),
    ];
  });
  return { title: 'Health', content: [element('h1', {}, 'Health'), list] };
};

interface Listed {
  readonly breakers: readonly ShownBreaker[];
}

function inAll(count: number, unwell: number): string {
  if (count === 0) return 'Nothing is known yet: a worker tells when it starts.';
  if (unwell === 0) return 'Everything works.';
  return `${unwell} of ${count} left alone for now. Answers say where they do without.`;
}

function breakerLine(breaker: ShownBreaker): HTMLElement {
  const { name, state } = breaker;
  const tone = state === 'closed' ? 'good' : state === 'half_open' ? 'doubt' : 'bad';
  const { title, detail } = breakerWords(breaker, new Date());
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'line-head' },
      element('span', { class: 'line-title' }, name),
      element('span', { class: `badge ${tone}` }, title),
    ),
    element('p', { class: 'soft small' }, detail),
  );
}
