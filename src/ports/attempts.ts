import type { Usage } from '../domain/answer.js';
import type { Begun } from '../domain/begun.js';
import type { Breaker } from '../domain/breaker.js';
import type { ReplySource } from '../domain/claude-ladder.js';
import type { RunRef } from '../domain/question.js';
import type { Rung } from '../domain/result.js';
import type { NewRunEvent } from './runs.js';

/** Identifies one attempt of one activity. */
export interface AttemptKey {
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly activityId: string;
  readonly attempt: number;
  /** When the activity was scheduled, epoch milliseconds: the same for all its attempts. The log is kept by its month. */
  readonly scheduledAtMs: number;
}

export interface AttemptStart extends AttemptKey, RunRef {
  /** The activity's type: a tool's name, or one of the run's own such as `plan` or `reviewAnswer`. */
  readonly tool: string;
  readonly step: string | null;
  readonly worker: string;
  readonly user: string;
  readonly session: string;
  readonly planVersion: number | null;
  /** Null where the log keeps none. */
  readonly parameters: Readonly<Record<string, unknown>> | null;
  /** Whose name; null for what reads none. */
  readonly warehouse: string | null;
}

export interface AttemptEnd extends AttemptKey {
  /** `refused` by an open breaker: nothing was tried. */
  readonly status: 'success' | 'timeout' | 'error' | 'cancelled' | 'refused';
  readonly errorClass: string | null;
  readonly errorCode: string | null;
  readonly errorName: string | null;
  /** What was tried: a rung of a step, or whose reply it was; null where there is no choice. */
  readonly rung: Rung | ReplySource | null;
  /** How the breaker stood that the attempt asked; null where it asked none. */
  readonly breakerState: Breaker['state'] | null;
  readonly rowCount: number | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  /** The reply of Claude's that it ended with. */
  readonly replyId: string | null;
  readonly model: string | null;
  readonly promptVersion: string | null;
  readonly usage: Usage | null;
  /** As the worker measured it; without it, by the store's clock from `start` to `end`. */
  readonly latencyMs?: number;
  /** How long ago it ended, where the end is written late. */
  readonly lateMs?: number;
}

/**
 * One row per attempt. Start and end may each be repeated and may come in any order; the first of each stays.
 * Events are appended in the same round trip, under the rules of `Runs.append`.
 */
export interface AttemptLog {
  /** Also marks earlier attempts of the same activity that never ended as `lost`. */
  start(attempt: AttemptStart, event?: NewRunEvent): Promise<void>;
  /** With `start`, the row is whole even where that call never reached the store. A late end replaces `lost`. */
  end(
    attempt: AttemptEnd,
    also?: { readonly start?: AttemptStart; readonly events?: readonly NewRunEvent[] },
  ): Promise<void>;
  /**
   * Calls to Claude that these attempts of the run, by `Attempt.id`, have made. One that never said how it ended may
   * have made one: it is lost.
   */
  callsOf(
    run: RunRef,
    attemptIds: readonly string[],
  ): Promise<{ readonly told: number; readonly lost: number }>;
  /** Of these activities those whose last attempt has not said how it ended, as far as `begun` tells. */
  unfinished(execution: Execution, begun: Begun['begun']): Promise<readonly string[]>;
  /** Marks that attempt and those before it as `lost` where they never ended. */
  lose(attempt: AttemptStart): Promise<void>;
}

/** What Temporal itself knows of an activity: also of attempts whose worker died before it could log anything. */
export interface BegunActivity {
  readonly activityId: string;
  /** The activity's type. */
  readonly tool: string;
  readonly argument: unknown;
  readonly scheduledAtMs: number;
  /** The last attempt that a worker has begun; 0 where none has. */
  readonly attempts: number;
  /** Who began it; '' where that is not known. */
  readonly worker: string;
}

/** One workflow execution. */
export type Execution = Pick<AttemptKey, 'workflowId' | 'temporalRunId'>;

/** @throws where Temporal does not answer */
export type BegunActivities = (execution: Execution) => Promise<readonly BegunActivity[]>;
