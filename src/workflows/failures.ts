import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Usage } from '../domain/answer.js';
import type { ToolError } from '../domain/failure.js';

/** How an activity failed for good. */
export interface Failure {
  readonly error: ToolError;
  readonly attempts: number;
  /** When an open breaker lets the next attempt through, epoch milliseconds; null where there is none, or nobody knows. */
  readonly nextTryMs: number | null;
  /** What Claude was paid by the last attempt; null where it was not asked. */
  readonly usage: Usage | null;
}

/** A failed activity's own words. Cancellation is not a failure: rethrown. */
export function failureOf(error: unknown, tool: string): Failure {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  return failureIn(error.cause, tool);
}

function failureIn(cause: unknown, tool: string): Failure {
  if (cause instanceof ApplicationFailure) {
    const [error, attempts = 1, nextTryMs = null, usage = null] = (cause.details ?? []) as [
      ToolError?,
      number?,
      (number | null)?,
      (Usage | null)?,
    ];
    if (error !== undefined) return { error, attempts, nextTryMs, usage };
    // Not ours: such as a worker that has no activity of that name.
    const unknown = { error: 'tool_failed', class: 'unknown', suggestion: '' } as const;
    return once({ ...timedOut(tool), ...unknown, message: cause.message });
  }
  // Time ran out between attempts: the last attempt's own failure says why.
  if (cause instanceof TimeoutFailure && cause.cause instanceof ApplicationFailure) {
    return failureIn(cause.cause, tool);
  }
  return once(timedOut(tool));
}

function once(error: ToolError): Failure {
  return { error, attempts: 1, nextTryMs: null, usage: null };
}

function timedOut(tool: string): ToolError {
  return {
    error: 'tool_timeout',
    class: 'timeout',
    tool,
    timeout_ms: null,
    query: null,
    message: `${tool} did not finish in the time that the run had for it.`,
    suggestion: 'Ask about a shorter period or fewer groups, or run it with --background.',
    code: null,
    alternatives: [],
  };
}
