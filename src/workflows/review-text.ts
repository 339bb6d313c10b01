import { isCancellation } from '@temporalio/workflow';
import type { Warning } from '../domain/answer.js';
import { reviewAnswerLimits } from '../domain/budget.js';
import type { Ending } from '../domain/ending.js';
import type { Finding } from '../domain/finding.js';
import { inconclusiveEnding } from '../domain/inconclusive-ending.js';
import { withChecks } from '../domain/run.js';
import { budgetWords, callsFor, spentBudget, withCalls } from '../domain/spend.js';
import type { ReviewAnswerTask, ReviewOutcome } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import type { RunTracker } from './run-tracker.js';

/** What becomes of a text: it stands, goes back to the interpreter, or the caller wants none so uncertain. */
export type ReviewedText =
  | { readonly kind: 'stands' }
  | { readonly kind: 'refuted'; readonly findings: readonly Finding[] }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** Holds a critical run's text to its figures, once more and by another model, before it is the answer. */
export async function reviewText(
  tracker: RunTracker,
  task: Omit<ReviewAnswerTask, 'calls'>,
  round: number,
): Promise<ReviewedText> {
  const word = await wordOn(tracker, task, `reviewAnswer.${round}`);
  const verdict = word?.verdict ?? 'inconclusive';
  const detail = word === null ? notHad : details[verdict];
  tracker.update((run) =>
    withChecks(run, [
      { name: 'the text says what the figures do', passed: verdict === 'confirmed', detail },
    ]),
  );
  if (verdict === 'confirmed') return { kind: 'stands' };
  if (verdict === 'refuted') return { kind: 'refuted', findings: word?.findings ?? [] };

  const warning: Warning = { code: 'answer_review_inconclusive', message: detail };
  const heard = word !== null;
  const ending = inconclusiveEnding(tracker.run, { what: 'text', heard, warnings: [warning] });
  tracker.update((run) => ({ ...run, verdict: 'inconclusive' }));
  if (ending !== null) return { kind: 'ended', ending };
  tracker.update((run) => ({ ...run, warnings: [...run.warnings, warning] }));
  return { kind: 'stands' };
}

const notHad = 'The check of whether the text says what the figures do could not be had.';

const details = {
  confirmed: 'The review holds every sentence against the figures.',
  refuted: 'The review holds that a sentence does not say what the figures do.',
  inconclusive: 'The check of whether the text says what the figures do came to no result.',
} as const;

/** The reviewer's word; null where it cannot be had, or not in its time. Cancellation passes through. */
async function wordOn(
  tracker: RunTracker,
  task: Omit<ReviewAnswerTask, 'calls'>,
  activityId: string,
): Promise<ReviewOutcome | null> {
  const { bounds, limits } = task.input;
  const budget = spentBudget(tracker.run, limits);
  if (budget !== null) {
    const words = budgetWords(budget, limits).budget;
    const message = `The text was not reviewed: ${words} allows no more.`;
    tracker.update((run) => ({
      ...run,
      warnings: [...run.warnings, { code: 'budget_spent', message }],
    }));
    return null;
  }
  const calls = callsFor(tracker.run, limits);
  tracker.update((run) => withCalls(run, activityId, calls));
  const { reviewAnswer } = runActivities(tracker, {
    ...reviewAnswerLimits(bounds, tracker.remainingMs()),
    activityId,
    summary: 'does the text say what the figures do?',
  });
  const stopClock = tracker.clock('interpret');
  try {
    return await reviewAnswer({ ...task, calls });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null;
  } finally {
    stopClock();
  }
}
