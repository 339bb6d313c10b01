import { element, fill, link } from './elements.js';
import { askKey, forgetKeyButton } from './parts/key-dialog.js';
import { forgetKey, keptKey } from './server/key.js';
import { whenKeyIsNeeded } from './server/request.js';
import { askScreen } from './screens/ask.js';
import { healthScreen } from './screens/health.js';
import { reportsScreen } from './screens/reports.js';
import { runScreen } from './screens/run.js';
import { runsScreen } from './screens/runs.js';
import type { Screen } from './screens/screen.js';
import { ticketsScreen } from './screens/tickets.js';
import { verifiedScreen } from './screens/verified.js';

interface Place {
  /** In the address; '' for the first. */
  readonly name: string;
  /** In the menu; '' for one that another screen leads to. */
  readonly words: string;
  readonly screen: Screen;
}

const places: readonly Place[] = [
  { name: '', words: 'Ask', screen: askScreen },
  { name: 'runs', words: 'Runs', screen: runsScreen },
  { name: 'tickets', words: 'Tickets', screen: ticketsScreen },
  { name: 'health', words: 'Health', screen: healthScreen },
  { name: 'reports', words: 'Reports', screen: reportsScreen },
  { name: 'verified', words: '', screen: verifiedScreen },
];

const menu = places.filter(({ words }) => words !== '');

const main = document.querySelector('main') ?? document.body.appendChild(element('main'));
const header = document.querySelector('header') ?? document.body.appendChild(element('header'));
let leave = new AbortController();
let first = true;

whenKeyIsNeeded(async (refused) => {
  await askKey(refused);
  showHeader();
});
addEventListener('hashchange', show);
show();

function show(): void {
  leave.abort();
  leave = new AbortController();
  const [name = '', ...path] = location.hash.replace(/^#?\//, '').split('/').map(decoded);
  const place = places.find((each) => each.name === name) ?? places[0];
  if (place === undefined) return;
  const screen =
    name === 'runs' && path[0] !== undefined && path[0] !== '' ? runScreen : place.screen;
  const { title, content, focus } = screen(path, {
    signal: leave.signal,
    go: (to) => {
      location.hash = to;
    },
  });
  document.title = `${title} · Surefoot`;
  fill(main, content);
  showHeader();
  const target = focus === undefined ? undefined : main.querySelector<HTMLElement>(focus);
  // Whoever hears the page is told where they are; whoever has just opened it was told by the title.
  if (target !== undefined && target !== null) target.focus();
  else if (!first) main.focus({ preventScroll: true });
  if (!first) scrollTo(0, 0);
  first = false;
}

function showHeader(): void {
  const here = location.hash.replace(/^#?\//, '').split('/')[0] ?? '';
  fill(
    header,
    link('#/', 'Surefoot', { class: 'wordmark' }),
    element(
      'nav',
      { 'aria-label': 'Main' },
      element(
        'ul',
        {},
        menu.map(({ name, words }) =>
          element(
            'li',
            {},
            link(`#/${name}`, words, { 'aria-current': name === here ? 'page' : null }),
          ),
        ),
      ),
    ),
    keptKey() !== '' &&
      forgetKeyButton(() => {
        forgetKey();
        location.reload();
      }),
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
