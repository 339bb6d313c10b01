import { columnKind } from '../column-kind.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import type { Range } from './periods.js';
import { measureOf } from './unit.js';
import type { Value } from './value.js';

/** The days that a value is about: its rows' labels in a series, else what its measure declares. Null where unknown. */
export function periodsOf({ from }: Value, { results }: Evidence): Range[] | null {
  const ranges = from.map(({ step, row, column }) => {
    const result = results.get(step);
    if (result === undefined) return null;
    return (row === null ? null : labelOf(result, row)) ?? declaredFor(result, column);
  });
  const known = ranges.filter((range) => range !== null);
  return known.length < ranges.length || known.length === 0 ? null : known;
}

/** Of the measure's own column: another one (`orders_last_year`) may be of any time. */
function declaredFor({ measure, period }: EvidenceResult, column: string): Range | null {
  if (measure?.column !== column || period === null) return null;
  return period.from === '' && period.to === '' ? null : period;
}

/** Whether its rows are periods. */
export function isSeries(result: EvidenceResult): boolean {
  return result.rows.some((_, row) => labelOf(result, row) !== null);
}

/** What a row of a series is called: the day, week, month, quarter or year in its label column. */
function labelOf(result: EvidenceResult, row: number): Range | null {
  const { columns, rows } = result;
  for (const [at, { name, type }] of columns.entries()) {
    const grain = /(?:^|_)(day|date|week|month|quarter|year)$/i.exec(name)?.[1]?.toLowerCase();
    if (grain === undefined || measureOf(result, name) !== null) continue;
    const text = cellText(rows[row]?.[at]);
    const kind = columnKind(type);
    if (kind === 'number' && grain === 'year' && /^(?:19|20)\d{2}$/.test(text)) {
      return { from: `${text}-01-01`, to: `${Number(text) + 1}-01-01` };
    }
    if ((kind === 'date' || kind === 'timestamp') && /^\d{4}-\d{2}-\d{2}/.test(text)) {
      return { from: text.slice(0, 10), to: endOf(text.slice(0, 10), grain) };
    }
  }
  return null;
}

function endOf(day: string, grain: string): string {
  const end = new Date(`${day}T00:00:00Z`);
  const months = { month: 1, quarter: 3, year: 12 }[grain];
  if (months === undefined) end.setUTCDate(end.getUTCDate() + (grain === 'week' ? 7 : 1));
  else end.setUTCMonth(end.getUTCMonth() + months);
  return end.toISOString().slice(0, 10);
}
