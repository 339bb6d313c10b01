import type { ErrorClass } from './failure.js';
import type { RetryPolicy } from './policy.js';

export type NextAttempt = { readonly retryInMs: number } | 'give_up';

interface FailedAttempt {
  readonly class: ErrorClass;
  /** What the other side asked for; a longer wait than ours wins. */
  readonly retryAfterMs: number | undefined;
  /** From 1. */
  readonly attempt: number;
}

const jitter = 0.2;
/** A failure of no known kind is tried once more. */
const unknownAttempts = 2;

/**
 * Whether and when an attempt is repeated: 1, 2, 4 s … ±20 %, up to the policy's longest delay. Only `transient` and
 * `unknown` are. `random` is in [0, 1).
 */
export function afterAttempt(
  failed: FailedAttempt,
  policy: RetryPolicy,
  remainingMs: number,
  random: number,
): NextAttempt {
  if (failed.attempt >= attemptsAllowed(failed.class, policy)) return 'give_up';
  const doubled = policy.firstDelayMs * 2 ** (failed.attempt - 1);
  const jittered = Math.min(doubled, policy.longestDelayMs) * (1 - jitter + 2 * jitter * random);
  const retryInMs = Math.round(Math.max(jittered, failed.retryAfterMs ?? 0));
  return retryInMs < remainingMs ? { retryInMs } : 'give_up';
}

function attemptsAllowed(errorClass: ErrorClass, policy: RetryPolicy): number {
  switch (errorClass) {
    case 'transient':
      return policy.attempts;
    case 'unknown':
      return Math.min(policy.attempts, unknownAttempts);
    case 'timeout':
    case 'permanent':
    case 'user_error':
      return 1;
  }
}
