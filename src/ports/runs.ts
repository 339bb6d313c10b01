import type { Answer } from '../domain/answer.js';
import type { AskedRun, RunRef } from '../domain/question.js';

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

export interface Runs {
  /**
   * Registers the run and its `run.started` event, once, with the digest that it plans with where there is one. Returns
   * what is known of it: an answer where it ended, and the digest that was given first.
   */
  begin(
    run: RunRecord,
    digest?: string,
  ): Promise<{ readonly answer: Answer | null; readonly digest: string | null }>;
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
  /** The schema digest that this run plans with: the first one given stays, so that a retry asks Claude the same. */
  pinDigest(run: RunRef, digest: string): Promise<string>;
}
