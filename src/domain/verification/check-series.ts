import { columnKind } from '../column-kind.js';
import type { QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import { warn } from './check-expectation.js';
import type { Outcome } from './verify-result.js';

/** Missing months, quarters, weeks, days or years of a series: a warning, for there may have been none. */
export function checkSeries(query: QueryInput, result: ResultSet, asOf: string): Outcome[] {
  const { grain, period } = query;
  const at = result.columns.findIndex(
    ({ name, type }) =>
      ['date', 'timestamp'].includes(columnKind(type)) && (name === grain || name.includes(grain)),
  );
  const step = isChosen(query, result, at) ? undefined : steps.get(grain);
  if (step === undefined || at < 0 || result.rowCount < 2 || result.truncated) return [];

  const present = new Set(
    result.rows.flatMap((cells) => /^\d{4}-\d{2}-\d{2}/.exec(String(cells[at] ?? '')) ?? []),
  );
  const ordered = [...present].toSorted();
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined) return [];
  // Labels such as the last days of months are no steps from one another: what is missing among them nobody knows.
  if (!reaches(first, last, step)) return [];
  const missing = periodsFrom(
    first,
    last,
    { ...period, to: untilToday(period.to, asOf) },
    step,
  ).filter((day) => !present.has(day));
  const what = `${missing.length} of the ${grain}s have no row: ${missing.slice(0, 6).join(', ')}${missing.length > 6 ? ', …' : ''}.`;
  return [
    {
      name: `no ${grain} is missing`,
      problem: missing.length === 0 ? null : warn('missing_periods', what),
    },
  ];
}

/** The three best months, or those with more than 1,000 orders, are no series: others are left out on purpose. */
function isChosen(
  { measure, filters, limit, order }: QueryInput,
  { columns, rowCount }: ResultSet,
  at: number,
): boolean {
  const has = (text: string, name: string | undefined) =>
    name !== undefined && wordsOf(text).includes(name.toLowerCase());
  const isTop = limit > 0 && rowCount >= limit && has(order, measure.column);
  return (
    (isTop && !has(order, columns[at]?.name)) || filters.some((text) => has(text, measure.column))
  );
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Where the period goes beyond the question's own day, that day ends it: the future has no rows to miss. */
function untilToday(to: string, asOf: string): string {
  return to > asOf ? later(asOf, 0, 1) : to;
}

/** The first days from the first to the last that is there, widened to the declared period. */
function periodsFrom(
  first: string,
  last: string,
  { from, to }: QueryInput['period'],
  step: Step,
): string[] {
  const days: string[] = [];
  const start = /^\d{4}-\d{2}-\d{2}$/.test(from) && reaches(from, first, step) ? from : first;
  for (let day = start; days.length < mostPeriods; day = step(day)) {
    if (day > last && (to === '' || day >= to)) break;
    days.push(day);
  }
  return days;
}

/** Whether steps from the one day come upon the other; weeks of a period need not. */
function reaches(from: string, to: string, step: Step): boolean {
  let day = from;
  for (let count = 0; day < to && count < mostPeriods; count += 1) day = step(day);
  return day === to;
}

type Step = (day: string) => string;

const steps: ReadonlyMap<string, Step> = new Map([
  ['day', (day: string) => later(day, 0, 1)],
  ['week', (day: string) => later(day, 0, 7)],
  ['month', (day: string) => later(day, 1, 0)],
  ['quarter', (day: string) => later(day, 3, 0)],
  ['year', (day: string) => later(day, 12, 0)],
]);

function later(day: string, months: number, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const next = new Date(Date.UTC(year, month - 1 + months, date + days));
  return Number.isNaN(next.getTime()) ? '9999-12-31' : next.toISOString().slice(0, 10);
}

const mostPeriods = 4_000;
