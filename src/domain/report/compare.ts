/** Below this on either side, nothing is said of a difference. */
export const fewestCompared = 30;

/** So many successes tell a 99th percentile apart from the slowest one. */
export const fewestForTail = 100;

/** What may be said of two periods or groups. */
export type Difference = 'too_few' | 'higher' | 'lower' | 'alike';

/** A part of a whole, both counted. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}

/** Two shares differ where chance would give such a difference once in twenty times at most. */
export function compareShares(now: Share, before: Share): Difference {
  if (now.whole < fewestCompared || before.whole < fewestCompared) return 'too_few';
  const pooled = (now.part + before.part) / (now.whole + before.whole);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole));
  const apart = now.part / now.whole - before.part / before.whole;
  if (spread === 0 || Math.abs(apart) / spread < chanceBound) return 'alike';
  return apart > 0 ? 'higher' : 'lower';
}

/** Of the normal distribution, two-sided, for one in twenty. */
const chanceBound = 1.96;

export interface Measured {
  readonly value: number | null;
  /** How many it was measured on. */
  readonly count: number;
}

/** Latencies and costs differ by a quarter, and by `least` at least: less than that is noise to whoever waits or pays. */
export function compareMeasured(now: Measured, before: Measured, least: number): Difference {
  if (now.count < fewestCompared || before.count < fewestCompared) return 'too_few';
  if (now.value === null || before.value === null) return 'too_few';
  const apart = now.value - before.value;
  if (Math.abs(apart) < least) return 'alike';
  if (now.value >= before.value * 1.25) return 'higher';
  return now.value <= before.value * 0.8 ? 'lower' : 'alike';
}
