import { addDays } from '../../../domain/day.js';
export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'half' | 'year';

/** Half open, ISO days; '' where there is no bound. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const monthsIn = { month: 1, quarter: 3, half: 6, year: 12 } as const;

/** Days past the new month's end become its last. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = partsOf(day);
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  const [newYear, newMonth] = partsOf(first);
  const last = new Date(Date.UTC(newYear, newMonth, 0)).getUTCDate();
  return addDays(first, Math.min(date, last) - 1);
}

export function addUnits(day: string, unit: Unit, count: number): string {
  if (unit === 'day') return addDays(day, count);
  if (unit === 'week') return addDays(day, 7 * count);
  return addMonths(day, monthsIn[unit] * count);
}

/** Weeks begin on Monday. */
export function startOf(unit: Unit, day: string): string {
  if (unit === 'day') return day;
  if (unit === 'week') {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return addDays(day, -weekday);
  }
  const [year, month] = partsOf(day);
  const length = monthsIn[unit];
  return firstOf(year, month - ((month - 1) % length));
}

/** The unit that a day lies in, whole. */
export function periodOf(unit: Unit, day: string): Period {
  const from = startOf(unit, day);
  return { from, to: addUnits(from, unit, 1) };
}

/** The `number`th month, quarter or half of a year. */
export function partOfYear(
  unit: 'month' | 'quarter' | 'half',
  number: number,
  year: number,
): Period {
  return periodOf(unit, firstOf(year, (number - 1) * monthsIn[unit] + 1));
}

/** The one just as long that ends where this one begins; undefined where it has no beginning or end. */
export function periodBefore(period: Period): Period | undefined {
  if (period.from === '' || period.to === '') return undefined;
  const months = wholeMonths(period);
  const from =
    months === undefined ? addDays(period.from, -daysIn(period)) : addMonths(period.from, -months);
  return { from, to: period.from };
}

export function yearBefore({ from, to }: Period): Period | undefined {
  return from === '' || to === ''
    ? undefined
    : { from: addMonths(from, -12), to: addMonths(to, -12) };
}

/** How many calendar months a period is; undefined where it does not begin and end with one. */
export function wholeMonths({ from, to }: Period): number | undefined {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return undefined;
  const [fromYear, fromMonth] = partsOf(from);
  const [toYear, toMonth] = partsOf(to);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}

export function daysIn({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function partsOf(day: string): readonly [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

function firstOf(year: number, month: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}
