import { addDays } from '../../domain/day.js';
import type { Parameter } from '../../ports.js';
import { addUnits, dayOf, type Days } from '../../sql/help/calendar.js';
import type { Comparison } from '../../sql/help/comparison.js';
import type { Asker } from './ask.js';
import { valueOf } from './value-of.js';

/** The period that conditions on one date column leave, half open; a side that they leave open is missing. */
export async function periodAsked(
  comparisons: readonly Comparison[],
  asker: Asker,
  params: readonly Parameter[],
): Promise<Partial<Days>> {
  let [from, to]: [string | undefined, string | undefined] = [undefined, undefined];
  for (const { kind, unit, values } of comparisons) {
    const [value] = values;
    const text = value === undefined ? undefined : await valueOf(value, asker, params);
    const day =
      text === undefined ? undefined : dayOf(/^\d{4}$/.test(text) ? `${text}-01-01` : text);
    if (day === undefined) continue;
    const starts = kind === 'from' || kind === 'after' || kind === 'equals' || kind === 'within';
    const ends = kind !== 'from' && kind !== 'after';
    if (starts && (from === undefined || day > from)) from = day;
    const end =
      kind === 'before' ? day : kind === 'within' ? addUnits(unit, day, 1) : addDays(day, 1);
    if (ends && (to === undefined || end < to)) to = end;
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
