import {
  ActivityCancellationType,
  CancellationScope,
  CancelledFailure,
  condition,
  isCancellation,
} from '@temporalio/workflow';
import { isTimeForReplan, isTimeForSteps, stepLimits, verifyLimits } from '../domain/budget.js';
import { decide } from '../domain/decide.js';
import { failureEnding, outOfTime, type Ending } from '../domain/ending.js';
import type { ToolError } from '../domain/failure.js';
import type { Finding } from '../domain/finding.js';
import type { CompiledStep } from '../domain/plan.js';
import {
  startable,
  usableResults,
  usableSteps,
  withoutStranded,
  withRefuted,
  withStep,
} from '../domain/run.js';
import type { ReviewOutcome, VerifyOutcome } from '../domain/tasks.js';
import { gate } from '../domain/verification/gate.js';
import { runActivities, stepActivity } from './activities.js';
import type { Escalation } from './escalate.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';

export type Executed =
  | { readonly kind: 'verified' }
  | { readonly kind: 'replan'; readonly findings: readonly Finding[] }
  | Escalation
  | { readonly kind: 'ended'; readonly ending: Ending };

/** What stopped the steps before they were done. */
interface Stop {
  readonly decision: 'replan' | 'abort';
  readonly error: ToolError;
}

/**
 * Runs the plan's steps, the review beside them, and the verifier as soon as the last result is there; then the gate
 * speaks. A review that refutes cancels what still runs.
 */
export async function executePlan(tracker: RunTracker): Promise<Executed> {
  const { bounds } = tracker.run.input;
  if (!isTimeForSteps(bounds, tracker.remainingMs())) return ended(outOfTime);
  tracker.update((run) => ({ ...run, phase: 'running' }));

  const steps = new CancellationScope();
  const review = beginReview(tracker, () => steps.cancel());
  const executing = { stop: undefined as Stop | undefined };
  const [, verification] = await steps.run(
    async () =>
      await Promise.all([
        tracker.timed('steps', () => runSteps(tracker, executing, () => steps.cancel())),
        verifyOnceSettled(tracker, executing),
      ]),
  );
  throwIfCancelled();

  const { stop } = executing;
  if (stop !== undefined) {
    return stop.decision === 'replan'
      ? { kind: 'replan', findings: [] }
      : ended(failureEnding(stop.error));
  }
  return afterGate(tracker, verification, await review.word());
}

/** Shared by the steps and the verifier beside them: the first stop counts. */
interface Executing {
  stop: Stop | undefined;
}

function afterGate(
  tracker: RunTracker,
  verification: VerifyOutcome = nothingVerified,
  review: ReviewOutcome | null,
): Executed {
  const { verdict, findings, warnings } = gate(verification, review);
  tracker.update((run) => ({
    ...run,
    verdict,
    checks: [...run.checks, ...verification.checks],
    warnings: [...run.warnings, ...warnings],
    suggestions: verification.suggestions,
  }));
  if (verdict !== 'refuted') return { kind: 'verified' };

  tracker.update((run) => withRefuted(run, findings));
  if (mayReplan(tracker)) return { kind: 'replan', findings };
  return ended({
    status: 'failed',
    text: `The results did not pass verification: ${findings.map(({ what }) => what).join(' ')}`,
    suggestions: findings.map(({ fix }) => fix),
  });
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
    executing.stop ??= stop;
    running.delete(step.id);
    tracker.update(withoutStranded);
    if (stop?.decision === 'abort') cancelAll();
  };

  for (startAll(); running.size > 0; startAll()) await Promise.race(running.values());
}

async function runStep(tracker: RunTracker, step: CompiledStep): Promise<Stop | undefined> {
  const { input, plan } = tracker.run;
  const results = usableResults(tracker.run);
  const task = {
    input,
    step,
    planVersion: plan?.version ?? 0,
    results: Object.fromEntries(
      step.dependsOn.flatMap((id) => (results[id] ? [[id, results[id].resultId]] : [])),
    ),
    rung: 'live' as const,
    failure: null,
  };
  try {
    const activity = stepActivity(task, {
      ...stepLimits(step, input, tracker.remainingMs()),
      activityId: `${step.id}-${task.planVersion}`,
      summary: step.summary,
    });
    const outcome = await activity(task);
    tracker.update((run) => withStep(run, step.id, { status: 'succeeded', outcome }));
    return undefined;
  } catch (error) {
    if (isCancellation(error)) {
      tracker.update((run) => withStep(run, step.id, { status: 'cancelled' }));
      return undefined;
    }
    return afterFailure(tracker, step, failureOf(error, step.tool));
  }
}

function afterFailure(
  tracker: RunTracker,
  step: CompiledStep,
  { error, attempts }: { error: ToolError; attempts: number },
): Stop | undefined {
  const { input, replans } = tracker.run;
  const decision = decide(step, error, {
    replansLeft: input.bounds.replans - replans,
    timeForReplan: isTimeForReplan(input.bounds, tracker.remainingMs()),
  });
  const status = decision === 'skip' ? 'skipped' : 'failed';
  tracker.update((run) => withStep(run, step.id, { status, error, attempts }));
  return decision === 'skip' ? undefined : { decision, error };
}

/** Verifies beside the steps that only draw; not at all where the steps were stopped. */
async function verifyOnceSettled(
  tracker: RunTracker,
  executing: Executing,
): Promise<VerifyOutcome | undefined> {
  try {
    await condition(() => executing.stop !== undefined || isDataSettled(tracker));
    const steps = usableSteps(tracker.run);
    if (executing.stop !== undefined || steps.length === 0) return undefined;
    return await tracker.timed('verify', () => verifySteps(tracker, steps));
  } catch (error) {
    if (!isCancellation(error)) {
      executing.stop ??= { decision: 'abort', error: failureOf(error, 'verify').error };
    }
    return undefined;
  }
}

async function verifySteps(
  tracker: RunTracker,
  steps: readonly CompiledStep[],
): Promise<VerifyOutcome> {
  const { input, plan } = tracker.run;
  const planVersion = plan?.version ?? 0;
  const { verify } = runActivities({
    ...verifyLimits(input.bounds, tracker.remainingMs()),
    activityId: `verify.${planVersion}`,
    summary: `verify: ${steps.map(({ id }) => id).join(', ')}`,
  });
  return await verify({ input, planVersion, steps, results: usableResults(tracker.run) });
}

function isDataSettled({ run }: RunTracker): boolean {
  const data = (run.plan?.steps ?? []).filter((step) => !step.presents);
  return data.every(({ id }) => run.steps[id] !== undefined && run.steps[id].status !== 'running');
}

interface Review {
  /** Waits for the reviewer a little longer; null where it does not come back. */
  word(): Promise<ReviewOutcome | null>;
}

/**
 * One review per plan version, beside the steps, so that a clean run does not wait for it. Once nobody waits for it any
 * more it is left alone: its call is paid for, and it ends with the run at the latest.
 */
function beginReview(tracker: RunTracker, onRefuted: () => void): Review {
  const { input, plan } = tracker.run;
  const planVersion = plan?.version ?? 0;
  const steps = (plan?.steps ?? []).filter(
    ({ id, presents }) => !presents && tracker.run.steps[id] === undefined,
  );
  const { review } = runActivities(
    {
      ...stepLimitsOfReview(tracker),
      activityId: `review.${planVersion}`,
      summary: `review: does the SQL of plan ${planVersion} answer the question?`,
    },
    { cancellationType: ActivityCancellationType.TRY_CANCEL },
  );
  let word: ReviewOutcome | null | undefined;
  const listen = async () => {
    try {
      const outcome = await review({ input, planVersion, steps });
      tracker.pay(outcome.usage);
      if (outcome.verdict === 'refuted') onRefuted();
      word = outcome;
    } catch {
      // A reviewer that cannot be reached says nothing; the run goes on without its word.
      word = null;
    }
  };
  void listen();
  return {
    word: async () => {
      if (word === undefined) await condition(() => word !== undefined, input.bounds.reviewGraceMs);
      return word ?? null;
    },
  };
}

function stepLimitsOfReview(tracker: RunTracker) {
  const { bounds } = tracker.run.input;
  const totalMs = Math.max(tracker.remainingMs() - bounds.interpretMs - bounds.recordMs, 500);
  return { attemptMs: totalMs, totalMs };
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
