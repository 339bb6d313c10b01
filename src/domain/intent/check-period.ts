import type { QueryInput } from '../plan.js';
import type { IntentDoubt, QueryShape } from './query-shape.js';

/** Each end of the declared period must stand in the statement, or be computed there. */
export function checkPeriod(
  { period, filters }: QueryInput,
  shape: QueryShape,
): readonly IntentDoubt[] {
  if (shape.isOpen || shape.readsClock) return [];
  const declared = [
    ...[period.from, period.to].filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)),
    ...filters.flatMap((text) => text.match(/\b\d{4}-\d{2}-\d{2}\b/g) ?? []),
  ];
  const missing = declared.filter((day) => !isWritten(day, day === period.to, shape));
  const [first] = missing;
  if (first === undefined) return [];
  return [
    {
      refutes: true,
      code: 'period_differs',
      what: `nothing in the query says ${missing.join(' or ')}, and the declaration does`,
      fix: 'Filter by the declared period, half open, or declare the period that the query covers.',
    },
  ];
}

function isWritten(day: string, isEnd: boolean, shape: QueryShape): boolean {
  const { literals, computesDates } = shape;
  if (literals.some((text) => isNear(text, day))) return true;
  const last = shifted(day, -1);
  const years = new Set([day.slice(0, 4), last.slice(0, 4)]);
  const isWhole = literals.some(
    (text) => years.has(text) || text === day.slice(0, 7) || text === last.slice(0, 7),
  );
  // An end is often computed from the beginning: date '2025-10-01' + interval '3 months'.
  const isComputed =
    computesDates && isEnd && literals.some((text) => /^\d{4}(?:-\d{2}){0,2}/.test(text));
  return isWhole || isComputed || daysBefore(shape).some((text) => isNear(text, day));
}

/** A beginning is often computed from the end: date '2026-09-30' - interval '30 days', or the first of its month. */
function daysBefore({ literals, units }: QueryShape): readonly string[] {
  const lengths = literals.flatMap((text) => lengthOf(text) ?? []);
  const cuts = (day: string) => [day, ...units.map((unit) => startOf(unit, day))];
  return literals
    .flatMap((text) => dayIn(text) ?? [])
    .flatMap(cuts)
    .flatMap((day) => [day, ...lengths.map((length) => before(day, length))])
    .flatMap(cuts);
}

interface Length {
  readonly months: number;
  readonly days: number;
}

/** `30 days`, `1 year`. A bare number may be anything. */
function lengthOf(text: string): Length | undefined {
  const [, digits, unit] = /^(\d{1,4}) (day|week|month|year)s?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const count = Number(digits);
  switch (unit?.toLowerCase()) {
    case 'year':
      return { months: count * 12, days: 0 };
    case 'month':
      return { months: count, days: 0 };
    case 'week':
      return { months: 0, days: count * 7 };
    default:
      return { months: 0, days: count };
  }
}

/** As Postgres does: the last day of a shorter month stands for those that it lacks. */
function before(day: string, { months, days }: Length): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 - months, Math.min(date, last) - days));
}

function startOf(unit: string, day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  switch (unit) {
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
    case 'quarter':
      return dayOf(Date.UTC(year, month - 1 - ((month - 1) % 3), 1));
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'week': {
      const weekday = (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7;
      return shifted(day, -weekday);
    }
    default:
      return day;
  }
}

/** The same day, or the one before or after it: `<=` the last day, or a time zone's night. */
function isNear(text: string, day: string): boolean {
  const written = dayIn(text);
  return written !== undefined && [-1, 0, 1].some((days) => shifted(written, days) === day);
}

function dayIn(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
}

function shifted(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * 86_400_000);
}

function dayOf(time: number): string {
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
}
