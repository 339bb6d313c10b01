import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { ToolError } from '../domain/failure.js';

/** A failed activity as its `ToolError` and the number of attempts it took. Cancellation is not a failure: rethrown. */
export function failureOf(error: unknown, tool: string): { error: ToolError; attempts: number } {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  return failureIn(error.cause, tool);
}

function failureIn(cause: unknown, tool: string): { error: ToolError; attempts: number } {
  if (cause instanceof ApplicationFailure) {
    const [toolError, attempts] = (cause.details ?? []) as [ToolError?, number?];
    if (toolError !== undefined) return { error: toolError, attempts: attempts ?? 1 };
    // Not ours: such as a worker that has no activity of that name.
    const unknown = { error: 'tool_failed', class: 'unknown', suggestion: '' } as const;
    return { error: { ...timedOut(tool), ...unknown, message: cause.message }, attempts: 1 };
  }
  // Time ran out between attempts: the last attempt's own failure says why.
  if (cause instanceof TimeoutFailure && cause.cause instanceof ApplicationFailure) {
    return failureIn(cause.cause, tool);
  }
  return { error: timedOut(tool), attempts: 1 };
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
