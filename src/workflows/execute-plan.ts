import { CancellationScope, CancelledFailure } from '@temporalio/workflow';
import type { Warning } from '../domain/answer.js';
import { isTimeForReplan, isTimeForSteps } from '../domain/budget.js';
import { failureEnding, refutedEnding, type Ending } from '../domain/ending.js';
import type { Finding } from '../domain/finding.js';
import { inconclusiveEnding } from '../domain/inconclusive-ending.js';
import {
  isDataSettled,
  isOnlyDrawing,
  startable,
  withChecks,
  withoutStranded,
  withStep,
} from '../domain/run.js';
import { withRefuted } from '../domain/run-results.js';
import type { ReviewWord, VerifyOutcome } from '../domain/tasks.js';
import { gate } from '../domain/verification/gate.js';
import type { Escalation } from './escalate.js';
import { latch } from './latch.js';
import { beginReview, type Review } from './review-plan.js';
import { runStep } from './run-step.js';
import type { RunTracker } from './run-tracker.js';
import { graver, type Executing, type Stop } from './stop.js';
import { verifyOnceSettled } from './verify-results.js';

export type Executed =
  /** `drawn` ends once the last chart is there, or is given up. */
  | { readonly kind: 'verified'; readonly drawn: Promise<void> }
  | { readonly kind: 'replan'; readonly findings: readonly Finding[] }
  | Escalation
  /** Nothing of the plan was begun. */
  | { readonly kind: 'out_of_time' }
  | { readonly kind: 'ended'; readonly ending: Ending };

/**
 * Runs the plan's steps, the review beside them, and the verifier as soon as the last result is there; then the gate
 * speaks. A review that refutes cancels what still runs. A chart that may be missing is not waited for: no word depends
 * on it.
 */
export async function executePlan(tracker: RunTracker): Promise<Executed> {
  const { bounds } = tracker.run.input;
  if (!isTimeForSteps(bounds, tracker.remainingMs())) return { kind: 'out_of_time' };
  tracker.update((run) => ({ ...run, phase: 'running' }));

  const steps = new CancellationScope();
  let isJudged = false;
  const review = beginReview(tracker, () => {
    if (!isJudged) steps.cancel();
  });
  const executing: Executing = { stop: undefined, settled: latch(), ran: latch() };
  const verification = await steps.run(() => {
    runSteps(tracker, executing, steps);
    return verifyOnceSettled(tracker, executing);
  });
  const isStopped = executing.stop !== undefined || steps.consideredCancelled;
  if (isStopped || !isOnlyDrawing(tracker.run)) await executing.ran.done;
  try {
    throwIfCancelled();
    const { stop } = executing;
    if (stop !== undefined) return afterStop(tracker, stop, review);
    if (!review.isOver()) await review.grace();
    isJudged = true;
    const judged = judge(tracker, review, verification);
    if (judged.kind === 'verified') return { kind: 'verified', drawn: executing.ran.done };
    await executing.ran.done;
    return judged.kind === 'unsure' ? ended(judged.ending) : refuted(tracker, judged);
  } catch (error) {
    // A cancelled run's answer waits until nothing of it runs any more.
    await executing.ran.done;
    throw error;
  }
}

/** A replan is told what the reviewer holds against the finished steps, where that is known by now. */
function afterStop(tracker: RunTracker, { decision, error, step }: Stop, review: Review): Executed {
  if (decision === 'escalate') return { kind: 'escalate', error, step };
  if (decision === 'abort') return ended(failureEnding(error));
  const heard = review.heard();
  const findings = heard?.verdict === 'refuted' ? heard.findings : [];
  if (findings.length > 0) tracker.update((run) => withRefuted(run, findings));
  rememberReviewed(tracker, review.steps, heard);
  return { kind: 'replan', findings };
}

type Judged =
  | { readonly kind: 'verified' }
  | { readonly kind: 'unsure'; readonly ending: Ending }
  | Refuted;

interface Refuted {
  readonly kind: 'refuted';
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
}

/** What the gate makes of the verifier's word and the reviewer's, as far as that has been heard. */
function judge(
  tracker: RunTracker,
  review: Review,
  verification: VerifyOutcome = nothingVerified,
): Judged {
  const word = review.heard();
  const { verdict, findings, warnings } = gate(verification, word);
  const { suggestions } = verification;
  tracker.update((run) => withChecks({ ...run, verdict, suggestions }, verification.checks));
  rememberReviewed(tracker, review.steps, word);
  if (verdict === 'refuted') return { kind: 'refuted', findings, warnings };
  const heard = word !== null;
  const unsure =
    verdict === 'inconclusive'
      ? inconclusiveEnding(tracker.run, { what: 'queries', heard, warnings })
      : null;
  if (unsure !== null) return { kind: 'unsure', ending: unsure };
  tracker.update((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
  return { kind: 'verified' };
}

/** Once all that was drawn from it is there: what is drawn from refuted results is refuted with them. */
function refuted(tracker: RunTracker, { findings, warnings }: Refuted): Executed {
  // No warning of a plan that is given up: what stands of it is verified again with the next.
  tracker.update((run) => withRefuted(run, findings));
  if (mayReplan(tracker)) return { kind: 'replan', findings };
  return ended(refutedEnding(findings, warnings));
}

function rememberReviewed(
  tracker: RunTracker,
  steps: readonly string[],
  review: ReviewWord | null,
): void {
  if (review?.verdict !== 'confirmed') return;
  tracker.update((run) => ({ ...run, reviewed: [...run.reviewed, ...steps] }));
}

const nothingVerified: VerifyOutcome = {
  checks: [],
  findings: [],
  warnings: [],
  suggestions: [],
};

/** Starts what may start, and again whenever a step ends, until nothing runs. */
function runSteps(tracker: RunTracker, executing: Executing, scope: CancellationScope): void {
  const { settled, ran } = executing;
  const stopClock = tracker.clock('steps');
  let running = 0;

  const startAll = () => {
    if (executing.stop !== undefined || scope.consideredCancelled) return;
    for (const step of startable(tracker.run)) {
      tracker.update((run) => withStep(run, step.id, { status: 'running' }));
      running += 1;
      // In two turns: of steps that end in the same workflow task, all have ended before the next is chosen.
      void runStep(tracker, step).then(ended).then(goOn, ran.fail);
    }
  };
  const ended = (stop: Stop | undefined) => {
    running -= 1;
    executing.stop = graver(executing.stop, stop);
    tracker.update(withoutStranded);
    if (stop !== undefined && stop.decision !== 'replan') scope.cancel();
  };
  const goOn = () => {
    startAll();
    if (executing.stop !== undefined || isDataSettled(tracker.run)) settled.open();
    if (running > 0) return;
    settled.open();
    stopClock();
    ran.open();
  };
  goOn();
}

function mayReplan(tracker: RunTracker): boolean {
  const { input, replans } = tracker.run;
  return replans < input.bounds.replans && isTimeForReplan(input.bounds, tracker.remainingMs());
}

/** Steps that were cancelled by ourselves are no reason to end the run; a cancelled run is. */
function throwIfCancelled(): void {
  if (CancellationScope.current().consideredCancelled)
    throw new CancelledFailure('The run was cancelled.');
}

function ended(ending: Ending): Executed {
  return { kind: 'ended', ending };
}
