import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { afterAttempt } from '../../domain/backoff.js';
import { classOf } from '../../domain/error-classes.js';
import { ToolFailure, type ToolError } from '../../domain/failure.js';
import type { RetryPolicy } from '../../domain/policy.js';
import type { Cost } from '../../domain/spend.js';

/** Any thrown value as a `ToolFailure`. What does not know its class is `unknown`, but for a network that failed. */
export function asToolFailure(thrown: unknown, tool: string): ToolFailure {
  if (thrown instanceof ToolFailure) {
    const { toolError, retryAfterMs, final, nextTryMs, cause } = thrown;
    if (toolError.tool !== '') return thrown;
    return new ToolFailure(
      { ...toolError, tool },
      { cause, final, nextTryMs, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    );
  }
  const words = wordsOf(thrown);
  const message = words === '' ? `${tool} failed without a message.` : `${tool} failed: ${words}`;
  return new ToolFailure(
    { error: 'tool_failed', class: isNetwork(thrown) ? 'transient' : 'unknown', tool, message },
    { cause: thrown },
  );
}

/** By Node's code, which fetch has in its cause. A file that is missing says nothing of a network. */
function isNetwork(thrown: unknown, causes = 3): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (code !== 'ENOENT' && classOf('network', code) === 'transient') return true;
  return causes > 0 && isNetwork(thrown.cause, causes - 1);
}

/** What a thrown value says of itself; '' where it says nothing that a person could read. */
function wordsOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null) {
    return 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : '';
  }
  if (typeof thrown === 'symbol') return thrown.toString();
  return thrown === undefined || thrown === null ? '' : `${thrown as string | number}`;
}

interface FailedAttempt {
  readonly attempt: number;
  readonly retry: RetryPolicy;
  /** What the activity has left for all its attempts. */
  readonly remainingMs: number;
  readonly random: number;
  /** What the activity has cost by now; null where Claude was not asked. */
  readonly cost: Cost | null;
}

export interface Translated {
  readonly failure: ApplicationFailure;
  readonly toolError: ToolError;
  readonly final: boolean;
}

/**
 * The one place where a failure becomes Temporal's: type = error name, details = ToolError, the attempt's number, when a
 * breaker lets the next one through, and what the activity has cost.
 */
export function toApplicationFailure(
  failed: ToolFailure,
  { attempt, retry, remainingMs, random, cost }: FailedAttempt,
): Translated {
  const { toolError, retryAfterMs, nextTryMs, cause } = failed;
  const next = failed.final
    ? 'give_up'
    : afterAttempt({ class: toolError.class, retryAfterMs, attempt }, retry, remainingMs, random);
  const final = next === 'give_up';
  const failure = ApplicationFailure.create({
    type: toolError.error,
    message: toolError.message,
    details: [toolError, attempt, nextTryMs, cost],
    nonRetryable: final,
    ...(!final && { nextRetryDelay: next.retryInMs }),
    ...(cause instanceof Error && { cause }),
  });
  return { failure, toolError, final };
}

/** Whether the activity was cancelled. What a tool throws once it was told to stop is no failure, whatever it is. */
export function isCancelled(thrown: unknown, signal: AbortSignal): boolean {
  return signal.aborted || thrown instanceof CancelledFailure;
}
