import { columnIndex, numberAt, type Data } from './data.js';
import { unknownGroup } from './query.js';

/** What may be said of a value that is only estimated; of exact ones, the same questions have their plain answers. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/** The ends between which a value lies, the same where it is exact; null where there is no value to show. */
export function endsAt(data: Data, row: number, column: number): Ends | null {
  const value = numberAt(data, row, column);
  if (value === null || data.intervals === null) {
    return value === null ? null : { low: value, high: value };
  }
  const ofColumn = data.intervals[data.columns[column]?.name ?? ''];
  const ends: unknown = Array.isArray(ofColumn) ? ofColumn[row] : null;
  return Array.isArray(ends) ? { low: Number(ends[0]), high: Number(ends[1]) } : null;
}

/** Of the sum over all rows; null where one of an estimated column has no value. */
export function endsOfSum(data: Data, column: number): Ends | null {
  let sum: Ends = { low: 0, high: 0 };
  for (const row of data.rows.keys()) {
    const ends = endsAt(data, row, column);
    if (ends === null && data.intervals !== null) return null;
    sum = { low: sum.low + (ends?.low ?? 0), high: sum.high + (ends?.high ?? 0) };
  }
  return sum;
}

/** Whether the row is the highest, or lowest, wherever in their intervals the values are. */
export function isBeyondDoubt(
  data: Data,
  {
    column,
    row,
    lowest,
  }: { readonly column: number; readonly row: number; readonly lowest: boolean },
): boolean {
  if (data.intervals === null) return true;
  const own = endsAt(data, row, column);
  if (own === null || data.truncated) return false;
  return data.rows.every((cells, other) => {
    if (other === row || cells.includes(unknownGroup)) return true;
    const ends = endsAt(data, other, column);
    return ends !== null && (lowest ? own.high < ends.low : own.low > ends.high);
  });
}

/** Whether something can be compared with the sum of it. */
export function isPositive(data: Data, measure: string): boolean {
  return (endsOfSum(data, columnIndex(data, measure))?.low ?? 0) > 0;
}

/** Whether it is certain which way the measure went: estimates may leave that open. */
export function isDirected(before: Data, now: Data, measure: string): boolean {
  if (before.intervals === null && now.intervals === null) return true;
  const [from, to] = [before, now].map((data) => endsOfSum(data, columnIndex(data, measure)));
  return from != null && to != null && (to.low > from.high || to.high < from.low);
}
