import { addDays, isDay } from '../../domain/day.js';

/** Half open, ISO days. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What people call a period: 2026, Q3 2026, September 2026, a day, or its first and last day. */
export function periodName(days: Days): string {
  const unit = unitOf(days);
  const year = days.from.slice(0, 4);
  const month = Number(days.from.slice(5, 7));
  if (unit === 'year') return year;
  if (unit === 'quarter') return `Q${Math.ceil(month / 3)} ${year}`;
  if (unit === 'month') return `${months[month - 1]} ${year}`;
  const last = addDays(days.to, -1);
  return days.from === last ? days.from : `${days.from} to ${last}`;
}

/**
 * The period like `asked` that lies nearest to it within the data (first and last day, both inclusive): a whole quarter
 * for a quarter, the same number of days for any other. A unit that the data covers in part serves only where no whole
 * one is there.
 */
export function nearestPeriod(
  asked: Days,
  data: { readonly from: string; readonly to: string },
): Days {
  const unit = unitOf(asked);
  const end = addDays(data.to, 1);
  const after = asked.from > data.to;
  if (unit === undefined) {
    const length = daysBetween(asked.from, asked.to);
    const moved = after
      ? { from: addDays(end, -length), to: end }
      : { from: data.from, to: addDays(data.from, length) };
    return { from: later(moved.from, data.from), to: earlier(moved.to, end) };
  }
  const inData = startOf(unit, after ? data.to : data.from);
  const around = { from: inData, to: addUnits(unit, inData, 1) };
  if (after ? around.to <= end : around.from >= data.from) return around;
  const from = addUnits(unit, inData, after ? -1 : 1);
  const whole = { from, to: addUnits(unit, from, 1) };
  return whole.from >= data.from && whole.to <= end ? whole : around;
}

/** The last month that the data covers whole, or the one it ends in. */
export function lastMonth(data: { readonly from: string; readonly to: string }): Days {
  const next = addDays(data.to, 1);
  return nearestPeriod(
    {
      from: addUnits('month', startOf('month', next), 1),
      to: addUnits('month', startOf('month', next), 2),
    },
    data,
  );
}

export type Unit = 'day' | 'month' | 'quarter' | 'year';

/** The unit that a period is exactly one of. */
export function unitOf({ from, to }: Days): Unit | undefined {
  return units.find((unit) => startOf(unit, from) === from && addUnits(unit, from, 1) === to);
}

/** The first day of the unit that a day lies in. */
export function startOf(unit: Unit, day: string): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  if (unit === 'day') return day.slice(0, 10);
  if (unit === 'year') return `${year}-01-01`;
  const first = unit === 'month' ? month : Math.floor((month - 1) / 3) * 3 + 1;
  return `${year}-${String(first).padStart(2, '0')}-01`;
}

/** Moves the first day of a unit by whole units. */
export function addUnits(unit: Unit, first: string, count: number): string {
  const day = new Date(`${first}T00:00:00Z`);
  if (unit === 'day') day.setUTCDate(day.getUTCDate() + count);
  else day.setUTCMonth(day.getUTCMonth() + count * { month: 1, quarter: 3, year: 12 }[unit]);
  return day.toISOString().slice(0, 10);
}

/** The day at the start of a date or time as Postgres writes it; undefined for infinity, years BC and no date at all. */
export function dayOf(text: string): string | undefined {
  const [day] = /^\d{4}-\d\d-\d\d(?=$|[ T])/.exec(text.trim()) ?? [];
  return day === undefined || !isDay(day) || text.endsWith('BC') ? undefined : day;
}

function daysBetween(from: string, to: string): number {
  return Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

const units: readonly Unit[] = ['year', 'quarter', 'month', 'day'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
