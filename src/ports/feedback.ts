import type { Answer } from '../domain/answer.js';
import type { RunRef } from '../domain/question.js';
import type { RunRecord } from './runs.js';

/** What somebody thinks of a run's answer. */
export interface NewRating extends RunRef {
  /** Who rates it. */
  readonly user: string;
  readonly rating: 'up' | 'down';
  /** '' for none. */
  readonly note: string;
}

export interface Rating extends NewRating {
  /** ISO. */
  readonly ratedAt: string;
}

/** A rating with what it fell on. */
export interface RatedRun extends Rating, Pick<RunRecord, 'question' | 'asOf' | 'timeZone'> {
  readonly answer: Answer;
  /** By step, the parameters of its last statement as the plan bound them; absent where the log keeps none. */
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** One rating per user and run; a later one takes its place. */
export interface Feedback {
  /** @throws ToolFailure `nothing_to_rate`, user_error, where the run has no answer */
  rate(rating: NewRating): Promise<Rating>;
  ofRun(run: RunRef): Promise<readonly Rating[]>;
  /** The newest first, 200 at most. */
  list(filter: {
    readonly tenant?: string;
    readonly rating?: Rating['rating'];
  }): Promise<readonly RatedRun[]>;
}
