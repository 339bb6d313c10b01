import type { AnswerData } from '../../domain/answer.js';
import type { Cell, Column } from '../../domain/result.js';
import { columnKind } from '../../domain/column-kind.js';
import { columnFormat } from '../../domain/shown/cell-format.js';
import { estimatedCells, estimatedLegend } from '../../domain/shown/estimated-cells.js';
import type { Style } from './style.js';
import { clip, displayWidth, oneLine, padEnd, padStart } from './text.js';

export interface TableOptions {
  readonly width: number;
  /** More rows than this are cut off, with a line that says how many. */
  readonly maxRows: number;
  readonly style: Style;
  /** Columns that are never clipped: a name that another command takes has to stand whole. */
  readonly whole?: readonly string[];
}

const gap = '  ';
const leastColumnWidth = 6;

/** The rows as a table: numbers to the right, columns narrowed to fit, what is left out counted. */
export function renderTable(
  data: AnswerData,
  { width, maxRows, style, whole = [] }: TableOptions,
): string[] {
  const { rows, rowCount, truncated, intervals = [] } = data;
  // What a sample leaves out, its note says.
  const isEstimated = intervals.length > 0;
  if (data.columns.length === 0) return [];
  const shown = rows.slice(0, maxRows);
  const all = data.columns.map((column, index) =>
    textColumn(
      column,
      shown.map((row) => row[index] ?? null),
      data,
    ),
  );
  const columns = fitting(all, width, whole);

  const line = (cells: readonly string[]) => cells.join(gap).trimEnd();
  const rule = columns.map(({ width: columnWidth }) => style.dim('─'.repeat(columnWidth)));
  return [
    line(columns.map((column) => style.bold(aligned(column, column.header)))),
    line(rule),
    ...shown.map((_, row) => line(columns.map((column) => cell(column, row, style)))),
    ...leftOut({
      rows: rowCount - shown.length,
      rowCount,
      more: truncated && rows.length >= rowCount && !isEstimated,
      columns: all.slice(columns.length).map(({ header }) => header),
    }).map((words) => style.dim(words)),
    ...(isEstimated ? [style.dim(estimatedLegend)] : []),
  ];
}

interface TextColumn {
  readonly header: string;
  /** Null where the data has none, which is not the same as an empty text. */
  readonly cells: readonly (string | null)[];
  readonly right: boolean;
  readonly width: number;
}

function textColumn(column: Column, values: readonly Cell[], data: AnswerData): TextColumn {
  const format = columnFormat(column, values);
  const cells =
    estimatedCells(data, column, values) ??
    values.map((value) => (value === null ? null : oneLine(format(value))));
  const header = oneLine(column.name);
  const width = Math.max(
    displayWidth(header),
    ...cells.map((text) => displayWidth(text ?? 'null')),
  );
  return { header, cells, right: columnKind(column.type) === 'number', width };
}

/** Narrows text columns, the widest first; where that is not enough, leaves out the last columns. */
function fitting(
  columns: readonly TextColumn[],
  width: number,
  whole: readonly string[],
): readonly TextColumn[] {
  const total = columns.reduce((sum, column) => sum + column.width + gap.length, -gap.length);
  if (total <= width) return columns;
  const widest = columns
    .filter(({ right, width: own }) => !right && own > leastColumnWidth)
    .filter(({ header }) => !whole.includes(header))
    .toSorted((a, b) => b.width - a.width)[0];
  if (widest === undefined) {
    return columns.length === 1 ? columns : fitting(columns.slice(0, -1), width, whole);
  }
  const narrower = Math.max(widest.width - (total - width), leastColumnWidth);
  return fitting(
    columns.map((column) => (column === widest ? { ...column, width: narrower } : column)),
    width,
    whole,
  );
}

function cell(column: TextColumn, row: number, style: Style): string {
  const text = column.cells[row] ?? null;
  return text === null ? style.dim(aligned(column, 'null')) : aligned(column, text);
}

function aligned({ right, width }: TextColumn, text: string): string {
  const clipped = clip(text, width);
  return right ? padStart(clipped, width) : padEnd(clipped, width);
}

function leftOut(left: {
  readonly rows: number;
  readonly rowCount: number;
  readonly more: boolean;
  readonly columns: readonly string[];
}): string[] {
  const count = left.rowCount.toLocaleString('en-US');
  return [
    ...(left.rows > 0
      ? [`… ${left.rows.toLocaleString('en-US')} more of ${count} rows; --json has more of them`]
      : []),
    ...(left.more ? [`… the warehouse has more rows than the ${count} that were read`] : []),
    ...(left.columns.length > 0 ? [`… left out for want of room: ${left.columns.join(', ')}`] : []),
  ];
}
