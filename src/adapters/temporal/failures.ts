import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { afterAttempt } from '../../domain/backoff.js';
import { ToolFailure, type ToolError } from '../../domain/failure.js';
import type { RetryPolicy } from '../../domain/policy.js';

/** Any thrown value as a `ToolFailure`. What does not know its class is `unknown`. */
export function asToolFailure(thrown: unknown, tool: string): ToolFailure {
  if (thrown instanceof ToolFailure) {
    const { toolError, retryAfterMs } = thrown;
    if (toolError.tool !== '') return thrown;
    return new ToolFailure(
      { ...toolError, tool },
      { cause: thrown.cause, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    );
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ToolFailure(
    { error: 'tool_failed', class: 'unknown', tool, message: `${tool} failed: ${message}` },
    { cause: thrown },
  );
}

interface FailedAttempt {
  readonly attempt: number;
  readonly retry: RetryPolicy;
  /** What the activity has left for all its attempts. */
  readonly remainingMs: number;
  readonly random: number;
}

export interface Translated {
  readonly failure: ApplicationFailure;
  readonly toolError: ToolError;
  readonly final: boolean;
}

/** The one place where a failure becomes Temporal's: type = error name, details = ToolError and the attempt's number. */
export function toApplicationFailure(
  { toolError, retryAfterMs, cause }: ToolFailure,
  { attempt, retry, remainingMs, random }: FailedAttempt,
): Translated {
  const next = afterAttempt(
    { class: toolError.class, retryAfterMs, attempt },
    retry,
    remainingMs,
    random,
  );
  const final = next === 'give_up';
  const failure = ApplicationFailure.create({
    type: toolError.error,
    message: toolError.message,
    details: [toolError, attempt],
    nonRetryable: final,
    ...(!final && { nextRetryDelay: next.retryInMs }),
    ...(cause instanceof Error && { cause }),
  });
  return { failure, toolError, final };
}

/** Whether a thrown value says that the activity was cancelled, in Temporal's words or in an AbortSignal's. */
export function isCancelled(thrown: unknown, signal: AbortSignal): boolean {
  if (thrown instanceof CancelledFailure) return true;
  return signal.aborted && thrown instanceof Error && thrown.name === 'AbortError';
}
