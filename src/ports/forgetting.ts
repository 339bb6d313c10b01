import type { Execution } from './attempts.js';
import type { RunRef } from '../domain/question.js';

/** A user of one tenant. */
export interface Who {
  readonly tenant: string;
  readonly user: string;
}

/** Rows that were erased or emptied, by kind. */
export interface Erased {
  readonly runs: number;
  readonly events: number;
  readonly attempts: number;
  readonly replies: number;
  readonly results: number;
  readonly tickets: number;
  /** By the user, or of the user's answers. */
  readonly ratings: number;
}

/** Erases what a user asked and was answered. Rows that count stay, without words, values and names. */
export interface Forgetting {
  /** Ended runs that are still the user's, the oldest first, at most `limit`. */
  ended(who: Who, limit: number): Promise<readonly (RunRef & Execution)[]>;
  /** Runs that go on, by id: they would write again what is erased. */
  running(who: Who): Promise<readonly string[]>;
  /** All of one run. Safe to repeat. */
  eraseRun(run: RunRef, who: Who): Promise<Erased>;
  /** Ratings of other people's answers, and attempts whose run is gone already. Safe to repeat. */
  eraseRest(who: Who): Promise<Pick<Erased, 'attempts' | 'ratings'>>;
}

/** What became of a run's history in Temporal. */
export type HistoryFate = 'deleted' | 'gone';
