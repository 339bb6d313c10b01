import type { Ending } from '../domain/ending.js';
import { withChecks, type Run } from '../domain/run.js';
import { usableSteps, withRefuted } from '../domain/run-results.js';
import { gate } from '../domain/verification/gate.js';
import { interpretResults } from './interpret-results.js';
import type { RunTracker } from './run-tracker.js';
import { verifyWhatStands } from './verify-results.js';

/**
 * A replan that came to nothing does not undo what is finished: that is verified and put into words, and a warning says
 * what is missing. Where nothing stands, the replan's own ending does.
 */
export async function answerWithWhatStands(tracker: RunTracker, ending: Ending): Promise<Ending> {
  const asks = ending.status === 'needs_clarification';
  // What is left of a plan was not reviewed as a whole: who wants no uncertain answer gets none.
  const wantsCertain = ['ask', 'refuse'].includes(tracker.run.input.onInconclusive);
  if (asks || wantsCertain || usableSteps(tracker.run).length === 0) return ending;
  const verification = await verifyWhatStands(tracker);
  if (verification === undefined) return ending;
  const { findings, warnings } = gate(verification, notReviewed);
  if (findings.length > 0) tracker.update((run) => withRefuted(run, findings));
  if (usableSteps(tracker.run).length === 0) return ending;

  tracker.update((run) => ({
    ...withChecks(run, verification.checks),
    verdict: 'inconclusive',
    warnings: [...run.warnings, ...warnings, ...refutedWarnings(run), replanFailed(ending)],
  }));
  const { suggestions = [], ...interpreted } = await interpretResults(tracker);
  return { ...interpreted, suggestions: [...suggestions, ...(ending.suggestions ?? [])] };
}

/** Its word was on the whole plan, which is given up. */
const notReviewed = { verdict: 'inconclusive', findings: [] } as const;

function refutedWarnings({ plan, steps }: Run) {
  return (plan?.steps ?? [])
    .filter(({ id }) => steps[id]?.status === 'refuted')
    .map(({ id }) => ({
      code: 'step_refuted',
      message: `Step ${id}: its result did not pass verification and is not used.`,
    }));
}

function replanFailed({ status, text }: Ending) {
  if (status === 'cancelled') {
    return { code: 'replan_rejected', message: `The new plan was not run: ${text}` };
  }
  return { code: 'replan_failed', message: `The plan could not be made anew: ${text}` };
}
