import { parseDecimal } from '../decimal.js';
import type { Rung } from '../result.js';
import { cellText, type EvidenceResult } from './evidence.js';
import { addIntervals, readInterval, type Interval } from './interval.js';

type Sampled = Pick<EvidenceResult, 'columns' | 'rows' | 'intervals'>;
type Marked = Pick<EvidenceResult, 'intervals'> & { readonly rung?: Rung };

/** Read from a part of the data, so that its numbers are estimates at best. */
export function isSample({ rung, intervals }: Marked): boolean {
  return rung === 'sample' || intervals !== undefined;
}

/** The first rows as they came: true of themselves, and of nothing else. */
export function isLook(result: Marked): boolean {
  return isSample(result) && (result.intervals ?? []).length === 0;
}

/** A result with intervals is a sample, whatever tool it comes from. */
export function rungOf(result: Marked & Pick<EvidenceResult, 'rung'>): Rung {
  return isSample(result) ? 'sample' : result.rung;
}

/** Of the cells of one column, by row. */
export function intervalsIn(result: Sampled, column: string): ReadonlyMap<number, Interval> {
  const at = result.columns.findIndex(({ name }) => name === column);
  return new Map(
    (result.intervals ?? []).flatMap((found): [number, Interval][] => {
      if (found.column !== column) return [];
      const value = parseDecimal(cellText(result.rows[found.row]?.[at]));
      const interval = value === undefined ? undefined : readInterval(found, value);
      return interval === undefined ? [] : [[found.row, interval]];
    }),
  );
}

/**
 * Of the sum over a whole column; null where a cell has none. The groups that were drawn add up to the estimate of the
 * whole, those that were not drawn included.
 */
export function sumInterval(result: Sampled, column: string): Interval | null {
  const intervals = intervalsIn(result, column);
  if (intervals.size === 0 || intervals.size < result.rows.length) return null;
  return [...intervals.values()].reduce(addIntervals);
}
