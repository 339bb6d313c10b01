/** How a tool's attempts are bounded, repeated and remembered. Durations in milliseconds. */
export interface Policy {
  /** The longest one attempt may take. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** A result at most this old may stand in for a run of its own; 0 for never. */
  readonly cacheFreshMs: number;
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
};

/** The longest attempt of a step that its plan marks `heavy`; background runs only. */
export const heavyTimeoutMs = 60_000;
