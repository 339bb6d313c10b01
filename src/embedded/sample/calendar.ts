/** The first day with orders. */
export const sampleFrom = '2024-01-01';

/** The sample's own "today": its last day with orders, which is also the last day of Q3 2026. */
export const sampleAsOf = '2026-09-30';

const daySeconds = 86_400;
const firstSecond = Date.parse(`${sampleFrom}T00:00:00Z`) / 1000;
const endSecond = Date.parse(`${sampleAsOf}T00:00:00Z`) / 1000 + daySeconds;

/** Days from the first to the last, both counted. */
export const dayCount = (endSecond - firstSecond) / daySeconds;

/** The first day of each month with orders, in order. */
export const months: readonly string[] = Array.from({ length: 33 }, (_, month) =>
  new Date(Date.UTC(2024, month, 1)).toISOString().slice(0, 10),
);

/** The date `day` days after the first one; negative days lie before it. */
export function dateOf(day: number): string {
  return timestampOf(day, 0).slice(0, 10);
}

/** A UTC timestamp such as `2025-10-03T04:05:06Z`. As all have one length, text order is time order. */
export function timestampOf(day: number, second: number): string {
  return formatSeconds(firstSecond + day * daySeconds + second);
}

/** The moment so much later, or undefined where that lies past the as-of day and so has not happened yet. */
export function laterWithin(timestamp: string, seconds: number): string | undefined {
  const second = Date.parse(timestamp) / 1000 + seconds;
  return second < endSecond ? formatSeconds(second) : undefined;
}

/** Months since January 2024, of a date or a timestamp. */
export function monthIndex(date: string): number {
  return (Number(date.slice(0, 4)) - 2024) * 12 + Number(date.slice(5, 7)) - 1;
}

function formatSeconds(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
