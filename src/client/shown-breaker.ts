import type { Breaker } from '../domain/breaker.js';
import type { NamedBreaker } from '../ports.js';

/** A breaker for programs; times are ISO. */
export interface ShownBreaker {
  readonly name: string;
  readonly state: Breaker['state'];
  /** In a row; null where it is not closed. */
  readonly failures: number | null;
  readonly since: string;
  readonly nextTry: string | null;
  /** Why a person switched it off; null where none did. */
  readonly reason: string | null;
}

export function shownBreaker({ name, breaker, changedAt }: NamedBreaker): ShownBreaker {
  const next = nextTryMs(breaker);
  return {
    name,
    state: breaker.state,
    failures: breaker.state === 'closed' ? breaker.failures : null,
    since: changedAt,
    nextTry: next === null ? null : new Date(next).toISOString(),
    reason: breaker.state === 'forced_open' ? breaker.reason : null,
  };
}

function nextTryMs(breaker: Breaker): number | null {
  if (breaker.state === 'open') return breaker.untilMs;
  return breaker.state === 'half_open' ? breaker.leaseUntilMs : null;
}
