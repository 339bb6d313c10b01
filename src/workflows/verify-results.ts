import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { verifyLimits } from '../domain/budget.js';
import type { CompiledStep } from '../domain/plan.js';
import { usableResults, usableSteps } from '../domain/run-results.js';
import type { VerifyOutcome } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';
import { graver, type Executing, type Stop } from './stop.js';
import { waitedFor } from './waited-for.js';

/** Verifies beside the steps that only draw; not at all where the steps were stopped. */
export async function verifyOnceSettled(
  tracker: RunTracker,
  executing: Executing,
): Promise<VerifyOutcome | undefined> {
  try {
    await executing.settled.done;
    const isStopped =
      executing.stop !== undefined || CancellationScope.current().consideredCancelled;
    const steps = usableSteps(tracker.run);
    if (isStopped || steps.length === 0) return undefined;
    const verified = await verifySteps(tracker, steps);
    if (!('decision' in verified)) return verified;
    executing.stop = graver(executing.stop, verified);
  } catch (error) {
    if (!isCancellation(error)) throw error;
  }
  return undefined;
}

/** Verifies what stands of a plan that came to nothing; undefined where the verifier cannot be had either. */
export async function verifyWhatStands(tracker: RunTracker): Promise<VerifyOutcome | undefined> {
  const verified = await verifySteps(tracker, usableSteps(tracker.run), 'stands');
  return 'decision' in verified ? undefined : verified;
}

/** As a step does, a run in background waits for a verifier that is away: it needs the store. */
async function verifySteps(
  tracker: RunTracker,
  steps: readonly CompiledStep[],
  what = '',
): Promise<VerifyOutcome | Stop> {
  const stopClock = tracker.clock('verify');
  try {
    for (let waits = 0; ; waits += 1) {
      try {
        return await verify(tracker, steps, [what, waits === 0 ? '' : `${waits + 1}`]);
      } catch (error) {
        const failure = failureOf(error, 'verify');
        const decision = await waitedFor(tracker, 'verify', failure, waits);
        if (decision !== 'waited') return { decision, error: failure.error, step: null };
      }
    }
  } finally {
    stopClock();
  }
}

function verify(
  tracker: RunTracker,
  steps: readonly CompiledStep[],
  suffixes: readonly string[],
): Promise<VerifyOutcome> {
  const { input, plan } = tracker.run;
  const planVersion = plan?.version ?? 0;
  const activities = runActivities(tracker, {
    ...verifyLimits(input.bounds, tracker.remainingMs()),
    activityId: ['verify', planVersion, ...suffixes].filter((part) => part !== '').join('.'),
    summary: steps.map(({ id }) => id).join(', '),
  });
  return activities.verify({
    input,
    planVersion,
    steps,
    results: usableResults(tracker.run),
  });
}
