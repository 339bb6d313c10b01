import type { Alert, AlertState } from './alert.js';
import type { Breach, RuleName } from './breach.js';
import { dollars as usd } from '../shown/dollars.js';
import { toMinute } from '../shown/minute.js';

/** One sentence with both figures, and since when. */
export function firingText(breach: Breach): string {
  return `${sentences[breach.rule](breach)} Since ${utc(breach.since)}.`;
}

export function alertText(
  { breach, firedAt, resolvedAt, rule, subject }: Alert,
  state: AlertState,
) {
  if (state === 'firing' || resolvedAt === null) return firingText(breach);
  const minutes = Math.round((Date.parse(resolvedAt) - Date.parse(firedAt)) / 60_000);
  return `${titles[rule]} of ${subject} is well again, ${count(minutes, 'minute')} after its alert.`;
}

export const titles: Readonly<Record<RuleName, string>> = {
  error_rate: 'The error rate',
  latency: 'The latency',
  timeouts: 'The number of timeouts',
  retry_exhaustion: 'The number of used-up retries',
  breaker_open: 'The breaker',
  fallback_share: 'The share of fallbacks',
  cost_per_run: 'The cost',
  planner_repairs: 'The share of repaired plans',
};

const sentences: Readonly<Record<RuleName, (breach: Breach) => string>> = {
  error_rate: (breach) =>
    `${breach.subject} failed in ${shareOf(breach, 'attempts')} ${within(breach)}, above ${percent(breach.limit)}: in ${whose(breach)}, mostly ${breach.mostly}.`,
  latency: (breach) =>
    `The p95 of ${breach.subject} was ${ms(breach.value)} over ${count(breach.total, 'call')} ${within(breach)}, above ${ms(breach.limit)} (in the week before it was ${ms(breach.baseline ?? 0)}): ${count(breach.bad, 'slow call')} in ${whose(breach)}.`,
  timeouts: (breach) =>
    `${breach.subject} timed out ${count(breach.bad, 'time')} ${within(breach)}, above ${breach.limit}: in ${whose(breach)}.`,
  retry_exhaustion: (breach) =>
    `${count(breach.bad, 'call')} of ${breach.subject} used up ${breach.bad === 1 ? 'its' : 'their'} retries ${within(breach)}, above ${breach.limit}: in ${whose(breach)}, mostly ${breach.mostly}.`,
  breaker_open: (breach) =>
    breach.mostly === 'closed'
      ? `The breaker ${breach.subject} opened ${count(breach.bad, 'time')} ${within(breach)}, above 0; it is closed again.`
      : `The breaker ${breach.subject} is ${states[breach.mostly] ?? breach.mostly}, and opened ${count(breach.bad, 'time')} ${within(breach)}, above 0.`,
  fallback_share: (breach) =>
    `A lower rung stood in for ${breach.subject} in ${shareOf(breach, 'results')} ${within(breach)}, above ${percent(breach.limit)}: in ${whose(breach)}, mostly ${breach.mostly}.`,
  cost_per_run: (breach) =>
    `A run cost ${dollars(breach.value)} on average over ${count(breach.total, 'run')} ${within(breach)}, above ${dollars(breach.limit)} (in the week before it was ${dollars(breach.baseline ?? 0)}): ${count(breach.bad, 'dear run')} of ${count(breach.users, 'user')}.`,
  planner_repairs: (breach) =>
    `Plans had to be repaired in ${shareOf(breach, 'runs')} ${within(breach)}, above ${percent(breach.limit)}: of ${count(breach.users, 'user')}.`,
};

const states: Readonly<Record<string, string>> = {
  open: 'open',
  half_open: 'half open',
  forced_open: 'held open by hand',
};

function shareOf({ bad, total, value }: Breach, of: string): string {
  return `${number(bad)} of ${number(total)} ${of} (${percent(value)})`;
}

function whose({ runs, users }: Breach): string {
  return `${count(runs, 'run')} of ${count(users, 'user')}`;
}

function within({ minutes }: Breach): string {
  if (minutes === 60) return 'within an hour';
  if (minutes > 60 && minutes < 1_440) return `within ${minutes / 60} hours`;
  return minutes === 1_440 ? 'within a day' : `within ${count(minutes, 'minute')}`;
}

function count(many: number, what: string): string {
  return `${number(many)} ${what}${many === 1 ? '' : 's'}`;
}

function percent(value: number): string {
  return `${value.toFixed(value < 10 && !Number.isInteger(value) ? 1 : 0)} %`;
}

function ms(value: number): string {
  return `${number(Math.round(value))} ms`;
}

function dollars(value: number): string {
  return value < 1 ? usd(value) : `$${value.toFixed(2)}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** To the minute. */
function utc(iso: string): string {
  return `${toMinute(iso)} UTC`;
}
