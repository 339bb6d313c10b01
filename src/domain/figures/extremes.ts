import { compare, parseDecimal, type Decimal } from '../decimal.js';
import { cellText, type EvidenceResult } from './evidence.js';
import { isNamed, keyColumns } from './row-keys.js';
import { intervalsIn, isSample } from './sampled.js';
import type { Extreme } from './superlatives.js';

/**
 * Whether a cell is the greatest or least of its column: among all rows, among those that have a name, or among those
 * that share a name with it ("EMEA's best month"). Null where there is nothing to compare.
 */
export function isExtreme(
  result: EvidenceResult,
  { row, column }: { readonly row: number; readonly column: string },
  which: Extreme,
): boolean | null {
  const at = result.columns.findIndex(({ name }) => name === column);
  const numbers = result.rows.map((cells) => parseDecimal(cellText(cells[at])));
  const own = numbers[row];
  if (own === undefined) return null;
  const rows = numbers.flatMap((number, other) => (number === undefined ? [] : [other]));
  const keys = keyColumns(result);
  const named = rows.filter((other) => isNamed(result, other));
  const alike = keys.map((key) =>
    rows.filter((other) => result.rows[other]?.[key.at] === result.rows[row]?.[key.at]),
  );
  if (rows.length < 2) return null;
  const groups = [rows, named, ...alike.filter((group) => group.length > 1)].filter((group) =>
    group.includes(row),
  );
  const intervals = isSample(result) ? intervalsIn(result, column) : null;
  const mine = intervals?.get(row);
  return groups.some((group) =>
    group.every((other) => {
      if (other === row) return true;
      if (intervals === null) return !isBeyond(numbers[other], own, which);
      const theirs = intervals.get(other);
      if (mine === undefined || theirs === undefined) return false;
      return which === 'highest'
        ? compare(mine.low, theirs.high) > 0
        : compare(mine.high, theirs.low) < 0;
    }),
  );
}

/** Whether several cells of a column are its greatest or least: none of the other rows that have a name is beyond one. */
export function areExtreme(
  result: EvidenceResult,
  { rows, column }: { readonly rows: ReadonlySet<number>; readonly column: string },
  which: Extreme,
): boolean {
  if (rows.size < 2 || isSample(result) || !holdsForAll(result, column, which)) return false;
  const at = result.columns.findIndex(({ name }) => name === column);
  const numbers = result.rows.map((cells) => parseDecimal(cellText(cells[at])));
  const others = numbers.filter((_, row) => !rows.has(row) && isNamed(result, row));
  return [...rows].every((row) => {
    const own = numbers[row];
    return own !== undefined && !others.some((other) => isBeyond(other, own, which));
  });
}

/** How many of the rows that have a name have more in a column; undefined where the row has nothing there. */
export function countAbove(
  result: EvidenceResult,
  { row, column }: { readonly row: number; readonly column: string },
): number | undefined {
  const at = result.columns.findIndex(({ name }) => name === column);
  const numbers = result.rows.map((cells) => parseDecimal(cellText(cells[at])));
  const own = numbers[row];
  if (own === undefined) return undefined;
  return numbers.filter((other, at) => isNamed(result, at) && isBeyond(other, own, 'highest'))
    .length;
}

/**
 * Whether the rows that a LIMIT or the row cap left out cannot be beyond the ones there are: the highest of a "top 5"
 * is the highest of all, the lowest is not.
 */
export function holdsForAll(result: EvidenceResult, column: string, which: Extreme): boolean {
  if (!result.truncated && result.limit === null) return true;
  const at = result.columns.findIndex(({ name }) => name === column);
  const numbers = result.rows.flatMap((cells) => parseDecimal(cellText(cells[at])) ?? []);
  return numbers.every((number, place) => {
    const before = numbers[place - 1];
    return before === undefined || !isBeyond(number, before, which);
  });
}

function isBeyond(other: Decimal | undefined, own: Decimal, which: Extreme): boolean {
  if (other === undefined) return false;
  return which === 'highest' ? compare(other, own) > 0 : compare(other, own) < 0;
}
