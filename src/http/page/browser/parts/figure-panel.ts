import { columnKind } from '../../../../domain/column-kind.js';
import type { AnswerFigure } from '../../../../domain/answer.js';
import type {
  Receipt,
  ReceiptFigure,
  ReceiptResult,
  ReceiptStep,
} from '../../../../domain/receipt.js';
import { calcWords, paramLines, sourceWords } from '../../../../domain/receipt-words.js';
import { formatDuration } from '../../../../domain/shown/duration.js';
import { button, element, fill } from '../elements.js';
import { cellOf } from './data-table.js';

const panelId = 'figure-panel';

/** Where one figure comes from: its exact value, its cells among their rows, and the SQL that ran. */
export function figurePanel(receipt: () => Promise<Receipt>) {
  const panel = element('section', { id: panelId, class: 'panel', hidden: true, tabindex: -1 });
  let opener: HTMLButtonElement | undefined;
  const close = () => {
    panel.hidden = true;
    opener?.setAttribute('aria-expanded', 'false');
    opener?.focus();
    opener = undefined;
  };
  panel.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  const open = async (figure: AnswerFigure, by: HTMLButtonElement) => {
    opener?.setAttribute('aria-expanded', 'false');
    if (opener === by) return close();
    opener = by;
    by.setAttribute('aria-expanded', 'true');
    panel.setAttribute('aria-label', `Where ${figure.display} comes from`);
    const shut = button('Close', close, { class: 'quiet' });
    const head = element(
      'div',
      { class: 'panel-head' },
      element(
        'h3',
        {},
        figure.display,
        ' ',
        element('span', { class: 'soft' }, figure.name.replaceAll('_', ' ')),
      ),
      shut,
    );
    fill(panel, head, element('p', { class: 'soft' }, 'Looking it up …'));
    panel.hidden = false;
    const known = await receipt().catch(() => undefined);
    if (opener !== by) return;
    const traced = known?.figures.find(({ name }) => name === figure.name);
    fill(
      panel,
      head,
      facts(figure, traced),
      known === undefined ? notKnown() : sources(known, traced),
    );
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'nearest' });
  };
  return {
    panel,
    /** A figure in the text, to press. */
    figureButton: (figure: AnswerFigure, text: string) =>
      button(text, (pressed) => void open(figure, pressed), {
        class: 'figure',
        'aria-expanded': 'false',
        'aria-controls': panelId,
        'aria-label': `${text}: where it comes from`,
      }),
  };
}

function notKnown(): HTMLElement {
  return element(
    'p',
    { class: 'soft' },
    'The receipt of this run cannot be read now. Close this and try again.',
  );
}

function facts(figure: AnswerFigure, traced: ReceiptFigure | undefined): HTMLElement {
  const { value, unit, rung, interval, from } = traced ?? { ...figure, from: [] };
  const how =
    traced === undefined ? '' : [calcWords(traced), from.map(sourceWords).join(' and ')].join(' ');
  return element(
    'dl',
    {},
    fact('Exactly', `${value}${unit === '' ? '' : ` ${unit}`}`),
    fact('How', how.trim()),
    interval !== null &&
      fact('Between', `${interval.low} and ${interval.high}, with 95 % confidence`),
    rung !== 'live' && fact('Read', `${rung.replaceAll('_', ' ')}, not live`),
  );
}

function fact(label: string, words: string): HTMLElement[] {
  return words === '' ? [] : [element('dt', {}, label), element('dd', {}, words)];
}

function sources(receipt: Receipt, traced: ReceiptFigure | undefined): HTMLElement[] {
  const from = traced?.from ?? [];
  return [...new Set(from.map(({ step }) => step))].map((step) => {
    const result = receipt.results.find((each) => each.step === step);
    const ran = receipt.steps.find(({ id }) => id === step);
    const params = ran === undefined ? [] : paramLines(ran);
    return element(
      'div',
      { class: 'source' },
      element(
        'h4',
        {},
        `Result “${step.replaceAll('_', ' ')}”`,
        ran === undefined ? '' : readWords(ran),
      ),
      result === undefined
        ? element(
            'p',
            { class: 'soft' },
            'Its rows are no longer kept. The SQL below reads them again.',
          )
        : rowsAround(
            result,
            from.filter((source) => source.step === step),
          ),
      ran !== undefined &&
        ran.sql !== null && [
          element(
            'pre',
            { tabindex: 0, 'aria-label': `SQL of ${step}` },
            element('code', {}, ran.sql),
          ),
          params.length > 0 && element('pre', {}, element('code', {}, params.join('\n'))),
        ],
    );
  });
}

function readWords({ ageSeconds, warehouse }: ReceiptStep): string {
  const from = warehouse === undefined ? '' : `, from ${warehouse}`;
  return ageSeconds === null ? from : `${from}, ${formatDuration(ageSeconds * 1_000)} old`;
}

const rowsShown = 8;

/** The rows of the cells and some about them, each cell that counts marked. */
function rowsAround(
  { columns, rows, rowCount }: ReceiptResult,
  from: ReceiptFigure['from'],
): HTMLElement {
  const wanted = new Set(from.map(({ row }) => row));
  const named = rows.filter(({ index }) => wanted.has(index));
  const others = rows.filter(({ index }) => !wanted.has(index));
  const shown = [...named, ...others.slice(0, Math.max(rowsShown - named.length, 0))].toSorted(
    (a, b) => a.index - b.index,
  );
  const isSource = (index: number, column: string) =>
    from.some(
      (source) => source.column === column && (source.row === null || source.row === index),
    );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows behind the figure' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col', class: 'row-number' }, '#'),
          columns.map(({ name, type }) =>
            element('th', { scope: 'col', class: numeric(type) }, name),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        shown.map(({ index, cells }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row', class: 'row-number' }, index + 1),
            columns.map(({ name, type }, column) => {
              const made = cellOf(cells[column] ?? null, numeric(type));
              if (isSource(index, name)) {
                made.classList.add('source-cell');
                made.append(element('span', { class: 'only-heard' }, ' (this cell)'));
              }
              return made;
            }),
          ),
        ),
      ),
    ),
    rowCount > shown.length &&
      element(
        'p',
        { class: 'soft small' },
        `${shown.length} of ${rowCount.toLocaleString('en-US')} rows.`,
      ),
  );
}

function numeric(type: string): string {
  return columnKind(type) === 'number' ? 'number' : '';
}
