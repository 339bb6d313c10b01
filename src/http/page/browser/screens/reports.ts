import type { ReportEntry } from '../../../../ports.js';
import { element } from '../elements.js';
import { documentLink } from '../parts/document-link.js';
import { loaded } from '../parts/loaded.js';
import { json } from '../server/request.js';
import { momentWords } from '../words/moments.js';
import type { Screen } from './screen.js';

/** The reports of weeks, months and quarters, the newest first. */
export const reportsScreen: Screen = (_, { signal }) => {
  const list = loaded(signal, async () => {
    const { reports } = await json<Listed>('/v1/reports', { signal });
    if (reports.length === 0) return [element('p', { class: 'soft' }, none)];
    return [element('ul', { class: 'lines' }, reports.slice(0, 50).map(reportLine))];
  });
  return { title: 'Reports', content: [element('h1', {}, 'Reports'), list] };
};

interface Listed {
  readonly reports: readonly ReportEntry[];
}

const none =
  'There is no report yet. One is made each week, month and quarter, and shown to keys of role `operator`; `surefoot report week` makes one now.';

function reportLine({ reportId, kind, from, to, madeAt }: ReportEntry): HTMLElement {
  const title = `The ${kind} from ${from} to ${to}`;
  const path = `/v1/reports/${encodeURIComponent(reportId)}`;
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'line-head' },
      documentLink(path, title, `report-${kind}-${from}.html`),
    ),
    element('p', { class: 'soft small' }, `Made ${momentWords(madeAt, new Date())}`),
  );
}
