import type { Answer } from '../domain/answer.js';
import type { AskedRun, RunRef } from '../domain/question.js';
import type { Turn } from '../domain/turns.js';

/** What clients watch and resume by. */
export type RunEventKind =
  | 'run.started'
  | 'plan.made'
  | 'plan.refused'
  | 'approval.needed'
  | 'step.started'
  | 'attempt.finished'
  | 'step.finished'
  | 'verified'
  | 'answer.refused'
  | 'answer.repaired'
  | 'ticket.opened'
  | 'answered';

export interface NewRunEvent {
  readonly kind: RunEventKind;
  /** Unique in the run: a repeated activity writes its event once. */
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface RunEvent extends NewRunEvent {
  /** From 1, without gaps or late arrivals. */
  readonly seq: number;
  readonly at: string;
}

export interface RunRecord extends AskedRun {
  readonly workflowId: string;
  readonly temporalRunId: string;
}

/** What a run plans with: what is given first stays, so that a retry asks Claude the same. */
export interface Pinned {
  /** Of the warehouse's schema. */
  readonly digest: string;
  /** A `PlanContext` as JSON. */
  readonly context: string;
}

export interface BegunRun {
  readonly answer: Answer | null;
  readonly digest: string | null;
  readonly context: string | null;
}

export interface Runs {
  /**
   * Registers the run and its `run.started` event, once, with what it plans with as far as that is there. Returns what
   * is known of it: an answer where it ended, and what was pinned first.
   */
  begin(run: RunRecord, pinned?: Partial<Pinned>): Promise<BegunRun>;
  /** Once per key. @throws ToolFailure `run_not_begun`, transient: its `begin` may be on its way */
  append(run: RunRef, event: NewRunEvent): Promise<void>;
  /** Events after that seq, in order, at most `limit`. */
  events(run: RunRef, after: number, limit: number): Promise<RunEvent[]>;
  /**
   * Records the answer and its `answered` event, and marks attempts that never ended as `lost`. The first answer stays;
   * returns the one that stands.
   */
  finish(run: RunRef, answer: Answer): Promise<Answer>;
  find(
    run: RunRef,
  ): Promise<{ readonly record: RunRecord; readonly answer: Answer | null } | undefined>;
  /** The first ones given stay, and are returned; given in place of a digest, they replace it where it still stands. */
  pin(run: RunRef, pinned: Pinned, inPlaceOf?: string): Promise<Pinned>;
  /** What this run plans with, as it was pinned; null where nothing was. */
  context(run: RunRef): Promise<string | null>;
  /**
   * The newest turns that have ended in the run's session, which are of the same tenant and the same user, the newest
   * first; none without a session.
   */
  turns(run: RunRecord): Promise<readonly Turn[]>;
}
