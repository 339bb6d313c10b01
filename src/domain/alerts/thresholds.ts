/** Above what an alert fires. `SUREFOOT_ALERT_*` sets them. */
export interface Thresholds {
  /** Of a tool's attempts. */
  readonly errorPercent: number;
  /** That many times the p95 of the week before. */
  readonly slowerTimes: number;
  /** A p95 below this is never too slow. */
  readonly slowFloorMs: number;
  /** Of one tool within an hour. */
  readonly timeoutsPerHour: number;
  /** Calls of one tool that used up their retries, within an hour. */
  readonly exhaustedPerHour: number;
  /** Of a tool's results. */
  readonly fallbackPercent: number;
  /** That many times what a run cost in the week before. */
  readonly costTimes: number;
  /** Of a day's runs; within an hour, twice that. */
  readonly repairPercent: number;
  /** How many attempts or results a share or a p95 is taken of at least; half as many runs. */
  readonly leastCalls: number;
}

export const defaultThresholds: Thresholds = {
  errorPercent: 10,
  slowerTimes: 5,
  slowFloorMs: 1_000,
  timeoutsPerHour: 1,
  exhaustedPerHour: 2,
  fallbackPercent: 20,
  costTimes: 3,
  repairPercent: 25,
  leastCalls: 20,
};

/** What no setting changes, so that a few calls, or one run with many of them, cannot alarm. */
export const least = {
  /** Failures, slow calls, lower rungs, dear or repaired runs. */
  bad: 5,
  /** Different runs that these are of. */
  badRuns: 3,
  /** Different runs of slow calls in an hour: a few heavy questions make no tool slow; `badRuns` do with its median. */
  slowRuns: 8,
  medianTimes: 2,
  /** Different runs for what is counted rather than compared: timeouts and used-up retries. */
  runs: 2,
  /** Where there are many calls, used-up retries must be above this share of them as well. */
  countedPercent: 3,
  /** What a baseline is taken of. */
  baselineCalls: 100,
  baselineRuns: 50,
  /** Dollars: a run below it is never too dear. */
  costUsd: 0.01,
} as const;
