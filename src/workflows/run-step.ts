import { isCancellation, sleep } from '@temporalio/workflow';
import { breakerOpen } from '../domain/breaker-report.js';
import { rungLimits, stepLimits } from '../domain/budget.js';
import { chancesOf, type Trial } from '../domain/chances.js';
import { decide } from '../domain/decide.js';
import type { CompiledStep } from '../domain/plan.js';
import { withStep, type StepState } from '../domain/run.js';
import { usableResults } from '../domain/run-results.js';
import { callsForWords, spentBudget, withCalls } from '../domain/spend.js';
import { shortSummary } from '../domain/summary.js';
import type { StepOutcome, StepTask } from '../domain/tasks.js';
import { stepActivity, type ActivityBounds } from './activities.js';
import { failureOf, type Failure } from './failures.js';
import type { RunTracker } from './run-tracker.js';
import type { Stop } from './stop.js';

/**
 * Runs one step with its tool, then as `decide` says of each failure: a lower rung in an activity of its own, a wait and
 * the tool again, until there is a result or none to be had. What stops the run is returned.
 */
export async function runStep(tracker: RunTracker, step: CompiledStep): Promise<Stop | undefined> {
  const is = (state: StepState) => tracker.update((run) => withStep(run, step.id, state));
  let trial = begun(step);
  let ms = 0;
  try {
    for (;;) {
      const triedAtMs = Date.now();
      const { task, bounds } = attemptOf(tracker, trial);
      const { activityId, attemptMs } = bounds;
      if (task.calls > 0) tracker.update((run) => withCalls(run, activityId, task.calls));
      let failed: FailedTrial;
      try {
        const outcome = await stepActivity(tracker, task, bounds)(task);
        is({ status: 'succeeded', ...resultOf(outcome, trial) });
        return undefined;
      } catch (error) {
        ms += Date.now() - triedAtMs;
        failed = afterFailure(trial, failureOf(error, step.tool, attemptMs));
      }
      const { error, attempts } = failed.failure;
      trial = failed;
      const decision = decide(step, error, chancesOf(tracker.run, trial, Date.now()));
      switch (decision.kind) {
        case 'rung':
          trial = { ...trial, rung: decision.rung };
          break;
        case 'wait': {
          const note = `waits until ${new Date(decision.untilMs).toISOString()} after ${error.error}`;
          is({ status: 'running', note });
          await waitUntil(decision.untilMs, `${step.id}: ${note}: ${error.message}`);
          is({ status: 'running' });
          trial = { ...trial, rung: 'live', waits: trial.waits + 1 };
          break;
        }
        case 'skip':
          is({ status: 'skipped', error, attempts, ms });
          return undefined;
        case 'replan':
        case 'abort':
        case 'escalate':
          is({ status: 'failed', error, attempts, ms });
          return { decision: decision.kind, error, step: step.id };
      }
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    is({ status: 'cancelled' });
    return undefined;
  }
}

/** Durable: the run goes on then, whatever became of its worker. Cancelled with the steps. */
export async function waitUntil(untilMs: number, why: string): Promise<void> {
  await sleep(Math.max(untilMs - Date.now(), 1), { summary: shortSummary(why) });
}

interface StepTrial extends Trial {
  readonly step: CompiledStep;
  readonly rung: StepTask['rung'];
  /** How the tool itself failed last, with all its attempts so far. A lower rung's failure is none of the user's. */
  readonly failure: Failure | null;
}

type FailedTrial = StepTrial & { readonly failure: Failure };

function begun(step: CompiledStep): StepTrial {
  const rungsLeft = step.policy.ladder;
  return { step, rung: 'live', rungsLeft, waits: 0, nextTryMs: null, failure: null };
}

function afterFailure(trial: StepTrial, failed: Failure): FailedTrial {
  const { failure, rung, rungsLeft } = trial;
  if (rung === 'live' || failure === null) {
    const attempts = (failure?.attempts ?? 0) + triesIn(failed);
    return { ...trial, nextTryMs: failed.nextTryMs, failure: { ...failed, attempts } };
  }
  return { ...trial, rungsLeft: rungsLeft.filter((each) => each !== rung), failure };
}

/** What an open breaker refuses is no try, and the last that its activity makes. */
function triesIn({ attempts, error }: Failure): number {
  return error.error === breakerOpen ? attempts - 1 : attempts;
}

/** The result, with all tries of the tool before it and, from a lower rung, why it is not live. */
function resultOf(outcome: StepOutcome, { failure, rung }: StepTrial) {
  const attempt = (failure?.attempts ?? 0) + (rung === 'live' ? outcome.attempt : 0);
  return {
    outcome: { ...outcome, attempt },
    ...(failure !== null && rung !== 'live' && { failure: failure.error }),
  };
}

/** One activity: the tool itself, or a lower rung. */
interface Attempt {
  readonly task: StepTask;
  readonly bounds: ActivityBounds;
}

function attemptOf(tracker: RunTracker, trial: StepTrial): Attempt {
  const { step, rung, rungsLeft, waits, failure } = trial;
  const { input, plan, startedAtMs } = tracker.run;
  const results = usableResults(tracker.run);
  const mayAsk =
    rung === 'simplified' && spentBudget(tracker.run, input.limits, callsForWords) === null;
  const task: StepTask = {
    input,
    runStartedAtMs: startedAtMs,
    step,
    planVersion: plan?.version ?? 0,
    results: Object.fromEntries(
      step.dependsOn.flatMap((id) => (results[id] ? [[id, results[id].resultId]] : [])),
    ),
    rung,
    failure: rung === 'live' ? null : (failure?.error ?? null),
    calls: mayAsk ? 1 : 0,
  };
  const id = `${step.id}-${task.planVersion}`;
  const after = failure === null ? '' : ` after ${failure.error.error}`;
  const left = tracker.remainingMs();
  const bounds =
    rung === 'live'
      ? {
          ...stepLimits(step, input, left),
          activityId: waits === 0 ? id : `${id}-live-${waits + 1}`,
          summary: waits === 0 ? step.summary : `${step.id}: live again${after}`,
        }
      : {
          ...rungLimits(step, input, left, rungsLeft.length),
          activityId: `${id}-${rung}`,
          summary: `${step.id}: ${rung}${after}`,
        };
  return { task, bounds };
}
