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

function isWritten(day: string, isEnd: boolean, { literals, computesDates }: QueryShape): boolean {
  if (literals.some((text) => isNear(text, day))) return true;
  const last = shifted(day, -1);
  const years = new Set([day.slice(0, 4), last.slice(0, 4)]);
  const isWhole = literals.some(
    (text) => years.has(text) || text === day.slice(0, 7) || text === last.slice(0, 7),
  );
  // An end is often computed from the beginning: date '2025-10-01' + interval '3 months'.
  const isComputed =
    computesDates && isEnd && literals.some((text) => /^\d{4}(?:-\d{2}){0,2}/.test(text));
  return isWhole || isComputed;
}

/** The same day, or the one before or after it: `<=` the last day, or a time zone's night. */
function isNear(text: string, day: string): boolean {
  const written = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  return written !== undefined && [-1, 0, 1].some((days) => shifted(written, days) === day);
}

function shifted(day: string, days: number): string {
  const time = Date.parse(day) + days * 86_400_000;
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
}
