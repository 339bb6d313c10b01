import { compare, parseDecimal } from '../decimal.js';
import type { FigureSpec } from '../interpretation.js';
import { cellText, type EvidenceResult } from './evidence.js';
import { intervalsIn, isSample } from './sampled.js';
import { isNumeric } from './unit.js';
import { columnKind } from '../column-kind.js';

/** The one row that a cell figure means, or why there is none. */
export type FoundRow =
  | { readonly ok: true; readonly row: number }
  | { readonly ok: false; readonly code: string; readonly what: string; readonly fix: string };

/** Finds the row by number, by `where`, or by the greatest or least value of a column. */
export function findRow(spec: FigureSpec, result: EvidenceResult): FoundRow {
  const unknown = spec.where.find(({ column }) => indexOf(result, column) < 0);
  if (unknown) return missing(unknownColumn(unknown.column, spec.step, result));
  if (spec.calc === 'argmax' || spec.calc === 'argmin') return extremeRow(spec, spec.calc, result);

  if (spec.row < 0 && spec.where.length === 0) {
    return missing({
      code: 'no_row',
      what: 'It names no row.',
      fix: `Give "row" from 0 to ${result.rowCount - 1}, or "where" with cells that pick one row.`,
    });
  }
  if (spec.row >= result.shown.length) {
    return missing({
      code: 'row_out_of_range',
      what: `Row ${spec.row} of step ${spec.step} was not shown; ${result.shown.length} rows were.`,
      fix: `Give a row from 0 to ${result.shown.length - 1}.`,
    });
  }
  const candidates = matching(spec.where, result).filter((row) => spec.row < 0 || row === spec.row);
  const [row, second] = candidates;
  if (row !== undefined && second === undefined) return { ok: true, row };
  return missing({
    code: row === undefined ? 'no_matching_row' : 'ambiguous_row',
    what: `"where" matches ${candidates.length} rows of step ${spec.step}; it must match exactly one.`,
    fix:
      row === undefined
        ? 'Copy the text of the cells exactly as shown.'
        : 'Add a column whose value tells the rows apart, or give "row".',
  });
}

export function indexOf(result: EvidenceResult, column: string): number {
  return result.columns.findIndex(({ name }) => name === column);
}

export function unknownColumn(column: string, step: string, result: EvidenceResult) {
  return {
    code: 'unknown_column',
    what: `Step ${step} has no column "${column}".`,
    fix: `Use one of: ${result.columns.map(({ name }) => name).join(', ')}.`,
  };
}

/**
 * Whether the extreme of these rows is the extreme of all of them. After a LIMIT it is only where the rows are in that
 * very order: the highest of a "top 5" is the highest, the lowest is not.
 */
export function extremeIsTrue(result: EvidenceResult, column: string, most: boolean): boolean {
  if (result.truncated) return false;
  if (result.limit === null) return true;
  const order = comparer(result, column);
  const rows = result.rows.map((_, row) => row).filter((row) => hasValue(result, column, row));
  if (rows.length < 2) return isFirstByOrder(result, column, most);
  return rows.every((row, at) => {
    const before = rows[at - 1];
    if (before === undefined) return true;
    return most ? order(before, row) >= 0 : order(before, row) <= 0;
  });
}

/** Of one row behind a LIMIT, only the declared order tells what it is the first of; where none is, it is believed. */
function isFirstByOrder({ order = '', columns }: EvidenceResult, column: string, most: boolean) {
  const [key = '', way = 'asc'] = order.toLowerCase().split(',', 1).join('').trim().split(/\s+/);
  if (key === '') return true;
  const isOther = key !== column.toLowerCase() && columns.some(({ name }) => name === key);
  return !isOther && way.startsWith('desc') === most;
}

function extremeRow(spec: FigureSpec, calc: 'argmax' | 'argmin', result: EvidenceResult): FoundRow {
  const compared = spec.where.find(({ equals }) => equals === '')?.column;
  if (compared === undefined) {
    return missing({
      code: 'no_compared_column',
      what: `${calc} does not say which column is compared.`,
      fix: 'Give "where": [{ "column": the column that is compared, "equals": "" }].',
    });
  }
  const type = result.columns[indexOf(result, compared)]?.type ?? '';
  if (!isNumeric(type) && !['date', 'timestamp'].includes(columnKind(type))) {
    return missing({
      code: 'not_comparable',
      what: `Column "${compared}" is ${type}: it has no greatest or least value.`,
      fix: 'Compare a numeric or date column.',
    });
  }
  const others = spec.where.filter(({ column }) => column !== compared);
  const rows = matching(others, result).filter((row) => hasValue(result, compared, row));
  const order = comparer(result, compared);
  const sign = calc === 'argmax' ? 1 : -1;
  const champion = rows.reduce((a, b) => (order(b, a) * sign > 0 ? b : a), rows[0] ?? 0);
  const best = rows.filter((row) => order(row, champion) === 0);
  if (!extremeIsTrue(result, compared, calc === 'argmax')) {
    return missing({
      code: 'incomplete_result',
      what: `The result of step ${spec.step} is cut short, so its ${calc === 'argmax' ? 'highest' : 'lowest'} "${compared}" may not be the real one.`,
      fix: 'Name the cell by "row" or "where", and say that only these rows were looked at.',
    });
  }
  const [row] = best;
  if (isSample(result) && row !== undefined && !isCertain(result, compared, rows, row, sign)) {
    return missing({
      code: 'extreme_uncertain',
      what: `Step ${spec.step} read a sample, and by its intervals more than one row may have the ${calc === 'argmax' ? 'highest' : 'lowest'} "${compared}".`,
      fix: 'Name rows by "row" or "where", and say that the sample does not tell them apart.',
    });
  }
  if (row !== undefined && best.length === 1) return { ok: true, row };
  return missing({
    code: row === undefined ? 'no_values' : 'ambiguous_row',
    what:
      row === undefined
        ? `Column "${compared}" of step ${spec.step} has no value.`
        : `${best.length} rows of step ${spec.step} share that "${compared}".`,
    fix:
      row === undefined
        ? 'Say that there is no data.'
        : 'Name one by "row", and say that they tie.',
  });
}

/** Whether the row's interval lies beyond the intervals of all others. */
function isCertain(
  result: EvidenceResult,
  column: string,
  rows: readonly number[],
  best: number,
  direction: 1 | -1,
): boolean {
  const intervals = intervalsIn(result, column);
  const champion = intervals.get(best);
  return rows.every((row) => {
    const other = intervals.get(row);
    if (champion === undefined || other === undefined) return false;
    if (row === best) return true;
    return direction > 0
      ? compare(champion.low, other.high) > 0
      : compare(champion.high, other.low) < 0;
  });
}

function matching(where: FigureSpec['where'], result: EvidenceResult): number[] {
  const wanted = where.map(({ column, equals }) => ({ at: indexOf(result, column), equals }));
  return result.rows.flatMap((cells, row) =>
    wanted.every(({ at, equals }) => {
      const shown = row < result.shown.length ? result.shown[row]?.[at] : cells[at];
      return cellText(shown) === equals || (shown === null && equals === 'null');
    })
      ? [row]
      : [],
  );
}

function hasValue(result: EvidenceResult, column: string, row: number): boolean {
  const at = indexOf(result, column);
  const text = cellText(result.rows[row]?.[at]);
  return isNumeric(result.columns[at]?.type ?? '') ? parseDecimal(text) !== undefined : text !== '';
}

/** Orders rows by a column's value: numbers by size, ISO dates as text. */
function comparer(result: EvidenceResult, column: string): (a: number, b: number) => number {
  const at = indexOf(result, column);
  const texts = result.rows.map((cells) => cellText(cells[at]));
  if (!isNumeric(result.columns[at]?.type ?? '')) {
    return (a, b) => {
      const [left = '', right = ''] = [texts[a], texts[b]];
      return left < right ? -1 : Number(left > right);
    };
  }
  const numbers = texts.map((text) => parseDecimal(text));
  return (a, b) => {
    const [left, right] = [numbers[a], numbers[b]];
    return left && right ? compare(left, right) : 0;
  };
}

function missing(reason: { code: string; what: string; fix: string }): FoundRow {
  return { ok: false, ...reason };
}
