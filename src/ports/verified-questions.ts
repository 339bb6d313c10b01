import type { Answer } from '../domain/answer.js';
import type { RunRef } from '../domain/question.js';
import type { RunRecord } from './runs.js';

/** A question whose plan a person has verified, promoted from the run that answered it. */
export interface VerifiedQuestion extends RunRef {
  readonly question: string;
  /** Who had asked. */
  readonly user: string;
  /** ISO day. */
  readonly asOf: string;
  readonly timeZone: string;
  readonly intent: string;
  /** Of its queries, in the order of the plan. */
  readonly sql: string;
  /** The planner's reply as it came. */
  readonly plan: string;
  readonly model: string;
  /** Of the catalog that it was planned with. */
  readonly schemaVersion: string;
  readonly promptVersion: string;
  readonly verifiedBy: string;
  /** ISO. */
  readonly verifiedAt: string;
}

/** What a run has that may be promoted. */
export interface Promotable {
  readonly record: RunRecord;
  readonly answer: Answer | null;
  readonly digest: string | null;
  /** How many turns before it it was told of. */
  readonly turns: number;
  /** How many plans passed their checks: a second one rests on results of the first. */
  readonly plansMade: number;
  /** The reply that its last plan was made of; null where a person wrote it, or it is no longer kept. */
  readonly reply: { readonly text: string; readonly model: string } | null;
  readonly promptVersion: string | null;
}

export interface VerifiedQuestions {
  /** Undefined where there is no such run. */
  promotable(run: RunRef): Promise<Promotable | undefined>;
  /** A run's earlier one is replaced. */
  keep(verified: Omit<VerifiedQuestion, 'verifiedAt'>): Promise<VerifiedQuestion>;
  /** The newest 200. */
  list(filter: { readonly tenant?: string }): Promise<readonly VerifiedQuestion[]>;
  /** Whether there was one. */
  remove(run: RunRef): Promise<boolean>;
  /** The tenant's that are most like the question, the same question first, then the newest; at most `most`. */
  near(tenant: string, question: string, most: number): Promise<readonly VerifiedQuestion[]>;
}
