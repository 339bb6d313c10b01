import { caseOf, type EvaluationCase } from '../domain/evaluation-case.js';
import { ToolFailure } from '../domain/failure.js';
import { noTenant, type RunRef } from '../domain/question.js';
import type { Feedback, RatedRun, Rating } from '../ports.js';

/** There is no answer to rate, or the note is too long. */
export class RatingRefused extends Error {
  override readonly name = 'RatingRefused';
}

export interface RateOptions {
  readonly rating: Rating['rating'];
  /** Why, in the user's words. */
  readonly note?: string;
  /** Who rates it; '' where that is not told. A later rating of the same user replaces the earlier one. */
  readonly user?: string;
}

/** What people think of answers, and the evaluation cases that it makes. */
export interface FeedbackDesk {
  /** @throws RatingRefused where the run has no answer */
  rate(runId: string, options: RateOptions & { readonly tenant?: string }): Promise<Rating>;
  /** The newest 200. */
  list(filter?: Parameters<Feedback['list']>[0]): Promise<readonly RatedRun[]>;
  /** The same as cases of a suite, one for each run. */
  cases(filter?: Parameters<Feedback['list']>[0]): Promise<readonly EvaluationCase[]>;
}

const longestNote = 4_000;

export function feedbackDesk(feedback: Feedback): FeedbackDesk {
  return {
    rate: (runId, { tenant = noTenant, ...options }) =>
      rateRun(feedback, { tenant, runId }, options),
    list: (filter = {}) => feedback.list(filter),
    async cases(filter = {}) {
      const rated = await feedback.list(filter);
      const newest = new Map(
        rated.toReversed().map((each) => [`${each.tenant}/${each.runId}`, each]),
      );
      return [...newest.values()].toReversed().map(caseOf);
    },
  };
}

/** @throws RatingRefused */
export async function rateRun(
  feedback: Feedback,
  run: RunRef,
  { rating, note = '', user = '' }: RateOptions,
): Promise<Rating> {
  if (note.length > longestNote) {
    throw new RatingRefused(
      `A note has ${longestNote.toLocaleString('en-US')} characters at most.`,
    );
  }
  try {
    return await feedback.rate({ ...run, user, rating, note });
  } catch (error) {
    if (!(error instanceof ToolFailure) || error.toolError.error !== 'nothing_to_rate') throw error;
    throw new RatingRefused(error.message, { cause: error });
  }
}
