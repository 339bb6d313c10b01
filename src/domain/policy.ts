import { defaultBreaker, type BreakerPolicy } from './breaker.js';
import type { LowerRung } from './result.js';

/** How a tool's attempts are bounded, repeated, remembered and replaced. Durations in milliseconds. */
export interface Policy {
  /** The longest one attempt may take. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** A result at most this old may stand in for a run of its own; 0 for never. */
  readonly cacheFreshMs: number;
  /** A result at most this old may stand in once the tool has failed; 0 for never. */
  readonly cacheStaleMs: number;
  /** When the tool counts as unwell and is left alone by all workers; null where it never does. */
  readonly breaker: BreakerPolicy | null;
  /** What is tried, in this order, once the live attempts are used up. */
  readonly ladder: readonly LowerRung[];
}

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** What a tool gets where it does not say otherwise. */
export const defaultPolicy: Policy = {
  timeoutMs: 30_000,
  retry: { attempts: 4, firstDelayMs: 1_000, longestDelayMs: 8_000 },
  cacheFreshMs: 0,
  cacheStaleMs: 0,
  breaker: defaultBreaker,
  ladder: [],
};

/** The longest attempt of a step that its plan marks `heavy`; background runs only. */
export const heavyTimeoutMs = 60_000;
