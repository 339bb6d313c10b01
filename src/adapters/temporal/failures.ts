import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { afterAttempt } from '../../domain/backoff.js';
import { ToolFailure, type ToolError } from '../../domain/failure.js';
import { foreignFailure } from '../../domain/foreign-failure.js';
import type { RetryPolicy } from '../../domain/policy.js';
import type { Cost } from '../../domain/spend.js';

/** Any thrown value as a `ToolFailure`. */
export function asToolFailure(thrown: unknown, tool: string): ToolFailure {
  if (thrown instanceof ToolFailure) {
    const { toolError, retryAfterMs, final, nextTryMs, cause } = thrown;
    if (toolError.tool !== '') return thrown;
    return new ToolFailure(
      { ...toolError, tool },
      { cause, final, nextTryMs, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    );
  }
  return foreignFailure(thrown, tool);
}

interface FailedAttempt {
  readonly attempt: number;
  readonly retry: RetryPolicy;
  /** What the activity has left for all its attempts. */
  readonly remainingMs: number;
  readonly random: number;
  readonly nowMs: number;
  /** What the activity has cost by now; null where Claude was not asked. */
  readonly cost: Cost | null;
}

export interface Translated {
  readonly failure: ApplicationFailure;
  readonly toolError: ToolError;
  readonly final: boolean;
  /** Null where it is final. */
  readonly retryInMs: number | null;
  /** When a breaker, or the other side, lets the next one through; null where neither says so. */
  readonly nextTryMs: number | null;
}

/**
 * The one place where a failure becomes Temporal's: type = error name, details = ToolError, the attempt's number, when
 * a breaker, or the other side, lets the next one through, and what the activity has cost. What caused it stays out of
 * the history: others read that, and it may quote data.
 */
export function toApplicationFailure(
  failed: ToolFailure,
  { attempt, retry, remainingMs, random, nowMs, cost }: FailedAttempt,
): Translated {
  const { toolError, retryAfterMs, nextTryMs } = failed;
  const next = failed.final
    ? 'give_up'
    : afterAttempt({ class: toolError.class, retryAfterMs, attempt }, retry, remainingMs, random);
  const final = next === 'give_up';
  // Whoever waits for it beyond this activity does not ask sooner than the other side wants.
  const askedFor = retryAfterMs === undefined ? null : nowMs + retryAfterMs;
  const openAtMs = nextTryMs ?? askedFor;
  const failure = ApplicationFailure.create({
    type: toolError.error,
    message: toolError.message,
    details: [toolError, attempt, openAtMs, cost],
    nonRetryable: final,
    ...(!final && { nextRetryDelay: next.retryInMs }),
  });
  const retryInMs = next === 'give_up' ? null : next.retryInMs;
  return { failure, toolError, final, retryInMs, nextTryMs: openAtMs };
}

/** The same for an activity that Temporal repeats by its own rules. */
export function toPlainFailure({ toolError }: ToolFailure): ApplicationFailure {
  const { error, message } = toolError;
  return ApplicationFailure.create({ type: error, message, details: [toolError] });
}

/** Whether the activity was cancelled. What a tool throws once it was told to stop is no failure, whatever it is. */
export function isCancelled(thrown: unknown, signal: AbortSignal): boolean {
  return signal.aborted || thrown instanceof CancelledFailure;
}
