import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { ToolError, Waiting } from '../domain/failure.js';
import { nothing, type Cost } from '../domain/spend.js';

/** How an activity failed for good. */
export interface Failure {
  readonly error: ToolError;
  readonly attempts: number;
  /** As in `Trial`. */
  readonly nextTryMs: number | null;
}

/**
 * A failed activity's own words, or ours where the server had to end it, of which one attempt had `attemptMs` at most.
 * Cancellation is not a failure: rethrown.
 */
export function failureOf(error: unknown, tool: string, attemptMs?: number): Failure {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  return failureIn(error.cause, tool, attemptMs);
}

type Details = [ToolError?, number?, (number | null)?, (Cost | null)?];

/** What a failed or cancelled activity has cost; undefined where its worker never said, as in a timeout. */
export function costOf(error: unknown): Cost | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof CancelledFailure) {
    const [cost] = (cause.details ?? []) as [(Cost | string | null)?];
    // The server's own word where no worker had begun it, such as ACTIVITY_ID_NOT_STARTED.
    return typeof cost === 'string' ? nothing : (cost ?? nothing);
  }
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const [, , , cost] = (cause.details ?? []) as Details;
  return cost ?? nothing;
}

/**
 * Whether an activity was cancelled and not waited for: its worker may be at it still, and has not said what it cost,
 * whereas one that was waited for has the worker's word, or the server's.
 */
export function isLeftAlone(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof CancelledFailure && (cause.details ?? []).length === 0;
}

/** The attempt that failed for good, where its own words say so. */
export function lastAttempt(error: unknown): number | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  const attempt: unknown = cause instanceof ApplicationFailure ? cause.details?.[1] : undefined;
  return typeof attempt === 'number' ? attempt : undefined;
}

function failureIn(cause: unknown, tool: string, attemptMs?: number): Failure {
  if (cause instanceof ApplicationFailure) {
    const [error, attempts = 1, nextTryMs = null] = (cause.details ?? []) as Details;
    if (error !== undefined) return { error, attempts, nextTryMs };
    // Not ours: such as a worker that has no activity of that name.
    const unknown = { error: 'tool_failed', class: 'unknown', suggestion: '' } as const;
    return once({ ...timedOut(tool), ...unknown, message: cause.message });
  }
  // Time ran out between attempts: the last attempt's own failure says why.
  if (cause instanceof TimeoutFailure && cause.cause instanceof ApplicationFailure) {
    return failureIn(cause.cause, tool);
  }
  return once(waitedFor(cause) ?? attemptTimedOut(cause, tool, attemptMs) ?? timedOut(tool));
}

/** In the words of an attempt that stops itself in time: which of the two comes first is chance on a busy machine. */
function attemptTimedOut(cause: unknown, tool: string, ms = 0): ToolError | undefined {
  if (!(cause instanceof TimeoutFailure) || cause.timeoutType !== 'START_TO_CLOSE' || ms === 0)
    return undefined;
  return { ...timedOut(tool), timeout_ms: ms, message: `${tool} did not finish within ${ms} ms.` };
}

/** Time ran out while the attempt waited for the end of a failure, and it had no time left to say so itself. */
function waitedFor(cause: unknown): ToolError | undefined {
  if (!(cause instanceof TimeoutFailure)) return undefined;
  const told = cause.lastHeartbeatDetails as Partial<Waiting> | null | undefined;
  return told?.waitsFor;
}

function once(error: ToolError): Failure {
  return { error, attempts: 1, nextTryMs: null };
}

function timedOut(tool: string): ToolError {
  return {
    error: 'tool_timeout',
    class: 'timeout',
    tool,
    timeout_ms: null,
    query: null,
    message: `${tool} did not finish in the time that the run had for it.`,
    suggestion: 'Ask about a shorter period or fewer groups, or ask in background.',
    code: null,
    alternatives: [],
  };
}
