import type { Admission, Breaker, BreakerPolicy, CallResult } from '../domain/breaker.js';

export interface BreakerCaller {
  /** Who asks: unique to the attempt, so that exactly one is the probe. */
  readonly holder: string;
  /** How long a probe may take before another may try. */
  readonly leaseMs: number;
}

export interface BreakerReport {
  readonly holder: string;
  readonly result: CallResult;
  readonly policy: BreakerPolicy;
}

export interface NamedBreaker {
  /** A tool and its warehouse, such as `execute_query@warehouse`, or a model, such as `claude@claude-sonnet-5-5`. */
  readonly name: string;
  readonly breaker: Breaker;
  readonly changedAt: string;
}

/** The breakers that all workers share. */
export interface Breakers {
  admit(name: string, caller: BreakerCaller): Promise<Admission>;
  report(name: string, report: BreakerReport): Promise<Breaker>;
  /** Makes them known, closed, so that they are listed before their first failure; what is known stays as it is. */
  introduce(names: readonly string[]): Promise<void>;
  list(): Promise<readonly NamedBreaker[]>;
  /** Puts it into that state, whatever it was; `by` says who and why. */
  force(name: string, breaker: Breaker, by: string): Promise<void>;
}
