import { ActivityCancellationType, condition } from '@temporalio/workflow';
import type { Warning } from '../domain/answer.js';
import { reviewLimits } from '../domain/budget.js';
import { unreviewedSteps, type Run } from '../domain/run.js';
import {
  budgetWords,
  callsFor,
  callsForWords,
  settled,
  spentBudget,
  withCalls,
} from '../domain/spend.js';
import type { ReviewOutcome } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { costOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';

export interface Review {
  /** The steps that it looks at. */
  readonly steps: readonly string[];
  /** Waits for the reviewer a little longer; null where it does not come back. */
  word(): Promise<ReviewOutcome | null>;
  /** What the reviewer has said by now. */
  heard(): ReviewOutcome | null;
}

/**
 * One review per plan version, beside the steps, so that a clean run does not wait for it. Once nobody waits for it any
 * more it is left alone: its call is paid for, and it ends with the run at the latest.
 */
export function beginReview(tracker: RunTracker, onRefuted: () => void): Review {
  const { input, plan } = tracker.run;
  const planVersion = plan?.version ?? 0;
  const steps = unreviewedSteps(tracker.run);
  const activityId = `review.${planVersion}`;
  const budget = spentBudget(tracker.run, input.limits, callsForWords);
  if (budget !== null) {
    tracker.update((run) => ({ ...run, warnings: [...run.warnings, notReviewed(run, budget)] }));
    return { steps: [], heard: () => null, word: () => Promise.resolve(null) };
  }
  const calls = callsFor(tracker.run, input.limits, callsForWords);
  tracker.update((run) => withCalls(run, activityId, calls));
  const { review } = runActivities(
    tracker,
    {
      ...reviewLimits(input.bounds, tracker.remainingMs()),
      activityId,
      summary: `does the SQL of plan ${planVersion} answer the question?`,
    },
    { cancellationType: ActivityCancellationType.TRY_CANCEL },
  );
  let word: ReviewOutcome | null | undefined;
  const listen = async () => {
    try {
      const outcome = await review({ input, planVersion, steps, calls });
      tracker.update((run) => settled(run, activityId, outcome));
      if (outcome.verdict === 'refuted') onRefuted();
      word = outcome;
    } catch (error) {
      // A reviewer that cannot be reached says nothing; the run goes on without its word.
      tracker.update((run) => settled(run, activityId, costOf(error)));
      word = null;
    }
  };
  void listen();
  return {
    steps: steps.map(({ id }) => id),
    heard: () => word ?? null,
    word: async () => {
      if (word === undefined) {
        const summary = 'the review may still come';
        await condition(() => word !== undefined, input.bounds.reviewGraceMs, { summary });
      }
      return word ?? null;
    },
  };
}

function notReviewed({ input }: Run, name: 'claudeCalls' | 'tokens' | 'usd'): Warning {
  const { budget } = budgetWords(name, input.limits);
  return {
    code: 'budget_spent',
    message: `The queries were not reviewed: ${budget} allows no more.`,
  };
}
