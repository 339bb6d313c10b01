import { condition } from '@temporalio/workflow';
import type { Warning } from '../domain/answer.js';
import { reviewLimits } from '../domain/budget.js';
import { unreviewedSteps, type Run } from '../domain/run.js';
import { budgetWords, callsFor, callsForWords, spentBudget, withCalls } from '../domain/spend.js';
import type { ReviewWord } from '../domain/tasks.js';
import { reviewActivity } from './activities.js';
import type { RunTracker } from './run-tracker.js';

export interface Review {
  /** The steps that it looks at. */
  readonly steps: readonly string[];
  /** Whether nothing more is to be heard of it. */
  isOver(): boolean;
  /** Waits for the reviewer a little longer. */
  grace(): Promise<unknown>;
  /** What the reviewer has said by now; null where it has not, or did not come back. */
  heard(): ReviewWord | null;
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
    return { steps: [], isOver: () => true, grace: () => Promise.resolve(), heard: () => null };
  }
  const calls = callsFor(tracker.run, input.limits, callsForWords);
  tracker.update((run) => withCalls(run, activityId, calls));
  let word: ReviewWord | null | undefined;
  const review = reviewActivity(
    tracker,
    {
      ...reviewLimits(input.bounds, tracker.remainingMs()),
      activityId,
      summary: `does the SQL of plan ${planVersion} answer the question?`,
    },
    (outcome) => {
      word = outcome;
      if (outcome.verdict === 'refuted') onRefuted();
    },
  );
  const isOver = () => word !== undefined;
  // A reviewer that cannot be reached says nothing; the run goes on without its word.
  review({ input, planVersion, steps, calls }).catch(() => (word = null));
  return {
    steps: steps.map(({ id }) => id),
    isOver,
    grace() {
      const summary = 'the review may still come';
      return condition(isOver, input.bounds.reviewGraceMs, { summary });
    },
    heard: () => word ?? null,
  };
}

function notReviewed({ input }: Run, name: 'claudeCalls' | 'tokens' | 'usd'): Warning {
  const { budget } = budgetWords(name, input.limits);
  return {
    code: 'budget_spent',
    message: `The queries were not reviewed: ${budget} allows no more.`,
  };
}
