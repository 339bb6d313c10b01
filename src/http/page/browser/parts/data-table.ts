import type { AnswerData } from '../../../../domain/answer.js';
import { columnKind } from '../../../../domain/column-kind.js';
import { columnFormat } from '../../../../domain/shown/cell-format.js';
import { estimatedCells, estimatedLegend } from '../../../../domain/shown/estimated-cells.js';
import { counted } from '../../../../domain/shown/run-view.js';
import type { Cell } from '../../../../domain/result.js';
import { button, element, fill } from '../elements.js';
import { csvName, csvOf } from '../words/csv.js';
import { download } from './download.js';

const firstRows = 12;

/** The rows behind the answer, the first ones until more are asked for, and all of them as a file. */
export function dataTable(data: AnswerData, question: string): HTMLElement {
  const { columns, rows, rowCount, step, intervals = [] } = data;
  const body = element('tbody');
  const written = columns.map((column, index) => {
    const cells = rows.map((row) => row[index] ?? null);
    const format = columnFormat(column, cells);
    return (
      estimatedCells(data, column, cells) ??
      cells.map((cell) => (cell === null ? null : format(cell)))
    );
  });
  const classes = columns.map(({ type }) => (columnKind(type) === 'number' ? 'number' : ''));
  const show = (count: number) => {
    fill(
      body,
      rows.slice(0, count).map((_, row) => line(written, classes, row)),
    );
  };
  show(firstRows);
  const more = button(
    `Show all ${counted(rows.length, 'row')}`,
    (pressed) => {
      show(rows.length);
      pressed.remove();
    },
    { class: 'quiet' },
  );
  const save = button(
    'Download as CSV',
    () => download(csvName(question, step), 'text/csv;charset=utf-8', csvOf(columns, rows)),
    { class: 'quiet' },
  );
  return element(
    'div',
    { class: 'rows' },
    element('h3', { id: 'rows-title' }, 'Rows'),
    element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'rows-title' },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            columns.map(({ name }, index) =>
              element('th', { scope: 'col', class: classes[index] ?? '' }, name),
            ),
          ),
        ),
        body,
      ),
    ),
    element(
      'p',
      { class: 'soft small' },
      tellRows(data),
      intervals.length > 0 && ` ${estimatedLegend}.`,
    ),
    element('div', { class: 'row' }, rows.length > firstRows && more, save),
    rowCount > rows.length &&
      element(
        'p',
        { class: 'soft small' },
        `The file has the ${counted(rows.length, 'row')} shown here.`,
      ),
  );
}

function tellRows({ rows, rowCount, truncated }: AnswerData): string {
  if (rows.length < rowCount) {
    return `The first ${counted(rows.length, 'row')} of ${rowCount.toLocaleString('en-US')}.`;
  }
  return truncated
    ? `${counted(rowCount, 'row')} were read; the warehouse has more.`
    : `${counted(rowCount, 'row')}.`;
}

function line(
  written: readonly (readonly (string | null)[])[],
  classes: readonly string[],
  row: number,
): HTMLElement {
  return element(
    'tr',
    {},
    written.map((cells, column) => cellOf(cells[row] ?? null, classes[column] ?? '')),
  );
}

/** A value, or the word for none. */
export function cellOf(cell: Cell, className: string): HTMLElement {
  return cell === null
    ? element('td', { class: `${className} null`.trim() }, 'none')
    : element('td', { class: className }, String(cell));
}
