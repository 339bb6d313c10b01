/** When a tool counts as unwell, and for how long it is then left alone. */
export interface BreakerPolicy {
  /** Consecutive unwell attempts that open it. */
  readonly failures: number;
  readonly cooldownMs: number;
}

/**
 * The state of one tool, shared by all workers. `half_open` has one probe; its lease ends if its holder dies. A forced
 * breaker stays as a person put it until a person releases it.
 */
export type Breaker =
  | {
      readonly state: 'closed';
      readonly failures: number;
      /** Statements that timed out lately: one slow statement says nothing about the tool, three do. */
      readonly timeouts: readonly { readonly statement: string; readonly atMs: number }[];
    }
  | { readonly state: 'open'; readonly untilMs: number }
  | { readonly state: 'half_open'; readonly holder: string; readonly leaseUntilMs: number }
  | { readonly state: 'forced_open'; readonly reason: string };

export const closed: Breaker = { state: 'closed', failures: 0, timeouts: [] };

export const defaultBreaker: BreakerPolicy = { failures: 5, cooldownMs: 60_000 };

/** How many different statements must time out within the cool-down before a timeout counts. */
const differentTimeouts = 3;

export type Admission =
  | { readonly admitted: true; readonly breaker: Breaker; readonly probe: boolean }
  | { readonly admitted: false; readonly breaker: Breaker; readonly nextTryMs: number | null };

interface Caller {
  readonly holder: string;
  readonly nowMs: number;
  /** How long a probe may take before another worker may try. */
  readonly leaseMs: number;
}

/** Whether a call may start now, and what the breaker becomes by letting it. Pure: the caller brings the clock. */
export function admit(breaker: Breaker, { holder, nowMs, leaseMs }: Caller): Admission {
  switch (breaker.state) {
    case 'closed':
      return { admitted: true, breaker, probe: false };
    case 'forced_open':
      return { admitted: false, breaker, nextTryMs: null };
    case 'open':
      if (nowMs < breaker.untilMs) return { admitted: false, breaker, nextTryMs: breaker.untilMs };
      return probing(holder, nowMs + leaseMs);
    case 'half_open':
      if (breaker.holder === holder || nowMs >= breaker.leaseUntilMs) {
        return probing(holder, nowMs + leaseMs);
      }
      return { admitted: false, breaker, nextTryMs: breaker.leaseUntilMs };
  }
}

function probing(holder: string, leaseUntilMs: number): Admission {
  return { admitted: true, breaker: { state: 'half_open', holder, leaseUntilMs }, probe: true };
}

/** What a call says of the tool: `neither` is a failure that is not the tool's, such as a wrong column name. */
export type CallResult =
  | { readonly kind: 'well' }
  | { readonly kind: 'unwell' }
  | { readonly kind: 'timed_out'; readonly statement: string }
  | { readonly kind: 'neither' };

/** The breaker after one call that it had admitted. A probe decides alone; a late call of before changes nothing. */
export function afterCall(
  breaker: Breaker,
  result: CallResult,
  { holder, nowMs }: Pick<Caller, 'holder' | 'nowMs'>,
  policy: BreakerPolicy,
): Breaker {
  switch (breaker.state) {
    case 'closed':
      return afterClosedCall(breaker, result, nowMs, policy);
    case 'half_open':
      if (breaker.holder !== holder) return breaker;
      // A probe that was cancelled or asked for nonsense has not shown that the tool is well: the next one may try.
      if (result.kind === 'neither') return { ...breaker, leaseUntilMs: nowMs };
      return result.kind === 'well'
        ? closed
        : { state: 'open', untilMs: nowMs + policy.cooldownMs };
    case 'open':
    case 'forced_open':
      return breaker;
  }
}

function afterClosedCall(
  breaker: Extract<Breaker, { state: 'closed' }>,
  result: CallResult,
  nowMs: number,
  policy: BreakerPolicy,
): Breaker {
  switch (result.kind) {
    case 'well':
      return closed;
    case 'neither':
      return breaker;
    case 'unwell':
      return counted(breaker, breaker.timeouts, nowMs, policy);
    case 'timed_out': {
      const recent = breaker.timeouts.filter(
        ({ statement, atMs }) => statement !== result.statement && atMs > nowMs - policy.cooldownMs,
      );
      const timeouts = [...recent, { statement: result.statement, atMs: nowMs }];
      return timeouts.length < differentTimeouts
        ? { ...breaker, timeouts }
        : counted(breaker, timeouts, nowMs, policy);
    }
  }
}

function counted(
  breaker: Extract<Breaker, { state: 'closed' }>,
  timeouts: Extract<Breaker, { state: 'closed' }>['timeouts'],
  nowMs: number,
  policy: BreakerPolicy,
): Breaker {
  const failures = breaker.failures + 1;
  return failures >= policy.failures
    ? { state: 'open', untilMs: nowMs + policy.cooldownMs }
    : { state: 'closed', failures, timeouts };
}
