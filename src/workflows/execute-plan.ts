import { CancellationScope, CancelledFailure } from '@temporalio/workflow';
import { isTimeForReplan, isTimeForSteps } from '../domain/budget.js';
import { failureEnding, refutedEnding, type Ending } from '../domain/ending.js';
import type { Finding } from '../domain/finding.js';
import { inconclusiveEnding } from '../domain/inconclusive-ending.js';
import type { CompiledStep } from '../domain/plan.js';
import {
  isOnlyDrawing,
  startable,
  withChecks,
  withoutStranded,
  withRefuted,
  withStep,
} from '../domain/run.js';
import type { ReviewOutcome, VerifyOutcome } from '../domain/tasks.js';
import { gate } from '../domain/verification/gate.js';
import type { Escalation } from './escalate.js';
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
  const executing: Executing = { stop: undefined };
  const { ran, verification } = await steps.run(async () => {
    const ran = tracker.timed('steps', () => runSteps(tracker, executing, () => steps.cancel()));
    const verification = await verifyOnceSettled(tracker, executing);
    if (executing.stop !== undefined || !isOnlyDrawing(tracker.run)) await ran;
    return { ran, verification };
  });
  try {
    throwIfCancelled();
    const { stop } = executing;
    if (stop !== undefined) return afterStop(tracker, stop, review);
    const word = await review.word();
    isJudged = true;
    return await afterGate(tracker, { ran, verification, review, word });
  } catch (error) {
    // A cancelled run's answer waits until nothing of it runs any more.
    await ran;
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

interface Judged {
  readonly ran: Promise<void>;
  readonly verification: VerifyOutcome | undefined;
  readonly review: Review;
  readonly word: ReviewOutcome | null;
}

async function afterGate(
  tracker: RunTracker,
  { ran, verification = nothingVerified, review, word }: Judged,
): Promise<Executed> {
  const { verdict, findings, warnings } = gate(verification, word);
  const { suggestions } = verification;
  tracker.update((run) => withChecks({ ...run, verdict, suggestions }, verification.checks));
  rememberReviewed(tracker, review.steps, word);
  if (verdict !== 'refuted') {
    const unsure =
      verdict === 'inconclusive'
        ? inconclusiveEnding(tracker.run, { what: 'queries', heard: word !== null, warnings })
        : null;
    if (unsure !== null) {
      await ran;
      return ended(unsure);
    }
    tracker.update((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
    return { kind: 'verified', drawn: ran };
  }

  // What is drawn from refuted results is refuted with them.
  await ran;
  // No warning of a plan that is given up: what stands of it is verified again with the next.
  tracker.update((run) => withRefuted(run, findings));
  if (mayReplan(tracker)) return { kind: 'replan', findings };
  return ended(refutedEnding(findings, warnings));
}

function rememberReviewed(
  tracker: RunTracker,
  steps: readonly string[],
  review: ReviewOutcome | null,
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
async function runSteps(
  tracker: RunTracker,
  executing: Executing,
  cancelAll: () => void,
): Promise<void> {
  const running = new Map<string, Promise<void>>();

  const startAll = () => {
    if (executing.stop !== undefined || CancellationScope.current().consideredCancelled) return;
    for (const step of startable(tracker.run)) {
      tracker.update((run) => withStep(run, step.id, { status: 'running' }));
      running.set(step.id, settle(step));
    }
  };
  const settle = async (step: CompiledStep) => {
    const stop = await runStep(tracker, step);
    executing.stop = graver(executing.stop, stop);
    running.delete(step.id);
    tracker.update(withoutStranded);
    if (stop !== undefined && stop.decision !== 'replan') cancelAll();
  };

  for (startAll(); running.size > 0; startAll()) await Promise.race(running.values());
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
