import { setMaxListeners } from 'node:events';
import { activityInfo, cancellationSignal, Context, heartbeat } from '@temporalio/activity';
import type { Usage } from '../domain/answer.js';
import type { Breaker } from '../domain/breaker.js';
import type { Cost } from '../domain/spend.js';
import type { Response } from './response.js';

/** What an activity needs of the attempt it runs in. */
export interface Attempt {
  readonly number: number;
  /** Unique to this attempt: a superseded attempt can never write over its successor. */
  readonly id: string;
  /** The ids of the attempts before, newest first. */
  readonly earlierIds: readonly string[];
  readonly temporalRunId: string;
  /** How long this attempt may take before the server gives up on it. */
  readonly timeoutMs: number;
  /** When that is, epoch milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  onProgress(detail?: unknown): void;
  /** For the log: how the breaker stood when this attempt asked it. */
  noteBreaker(state: Breaker['state']): void;
  /** For the log: what the attempt got, if it succeeds. */
  noteResponse(response: Response): void;
  /** For the log and the run's budget: what asking Claude has cost by now. */
  noteSpent(spent: Spent): void;
}

/** Of the activity with all its attempts, and this one's part of it. */
export interface Spent extends Cost {
  /** Null where it has not asked Claude yet. */
  readonly own: Usage | null;
}

/** The first heartbeat of an attempt costs the server a write: one that is over before needs none. */
const quietMs = 1_000;

export function currentAttempt(): Attempt {
  const { attempt, workflowExecution } = activityInfo();
  const temporalRunId = workflowExecution?.runId ?? '';
  const context = Context.current();
  const timeoutMs = timeLeftMs();
  const signal = cancellationSignal();
  // A plan's steps are checked at once, each with a listener of its own.
  setMaxListeners(0, signal);
  let heardAtMs = Date.now();
  return {
    number: attempt,
    id: idOf(attempt),
    earlierIds: earlierAttempts(),
    temporalRunId,
    timeoutMs,
    deadlineMs: heardAtMs + timeoutMs,
    signal,
    onProgress(detail) {
      progress.set(context, detail);
      if (Date.now() - heardAtMs < quietMs) return;
      heardAtMs = Date.now();
      heartbeat(detail);
    },
    noteBreaker: (state) => void breakers.set(context, state),
    noteResponse: (response) => void responses.set(context, response),
    noteSpent: (spent) => void spending.set(context, spent),
  };
}

/** The ids of the attempts before the one that runs here, newest first. */
export function earlierAttempts(): readonly string[] {
  const { attempt } = activityInfo();
  return Array.from({ length: attempt - 1 }, (_, index) => idOf(attempt - 1 - index));
}

function idOf(attempt: number): string {
  const { activityId, workflowExecution } = activityInfo();
  return `${workflowExecution?.runId ?? ''}.${activityId}.${attempt}`;
}

const progress = new WeakMap<Context, unknown>();
const breakers = new WeakMap<Context, Breaker['state']>();
const responses = new WeakMap<Context, Response>();
const spending = new WeakMap<Context, Spent>();

/** What the attempt that runs here has told last of how far it is. */
export function lastProgress(): unknown {
  return progress.get(Context.current());
}

/** What the attempt that runs here has noted of its breaker; null where it asked none. */
export function notedBreaker(): Breaker['state'] | null {
  return breakers.get(Context.current()) ?? null;
}

/** What it has noted of what it got; null where it has no rows and no reply. */
export function notedResponse(): Response | null {
  return responses.get(Context.current()) ?? null;
}

/** What it has noted of Claude's cost; null where it did not ask Claude. */
export function notedSpent(): Spent | null {
  return spending.get(Context.current()) ?? null;
}

/** After a wait in the queue or a failed attempt, all attempts together may have less left than one may take. */
function timeLeftMs(): number {
  const { scheduledTimestampMs, scheduleToCloseTimeoutMs, startToCloseTimeoutMs } = activityInfo();
  const left = scheduledTimestampMs + scheduleToCloseTimeoutMs - Date.now();
  return Math.max(Math.min(startToCloseTimeoutMs, left), 0);
}
