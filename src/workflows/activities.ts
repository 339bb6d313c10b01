import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { TimeLimits } from '../domain/budget.js';
import { defaultPolicy, type RetryPolicy } from '../domain/policy.js';
import { shortSummary } from '../domain/summary.js';
import type { ReviewWord, RunActivities, StepOutcome, StepTask } from '../domain/tasks.js';
import { noted } from './noted.js';
import type { RunTracker } from './run-tracker.js';

type StepActivity = (task: StepTask) => Promise<StepOutcome>;

/** A worker that dies silently is missed this soon; its heartbeats come every second. */
const heartbeatTimeout = '3 seconds';

/**
 * Out of time is a signal to do something else, not to do the same again: an attempt that its own timeout did not stop
 * is not repeated.
 */
const neverRepeated = ['TemporalTimeout:StartToClose'];

export interface ActivityBounds extends TimeLimits {
  /** `revenue-1` for a step, `verify.1` for the run's own: a step's id has no dot, so that none is taken twice. */
  readonly activityId: string;
  readonly summary: string;
}

function regular(
  { activityId, summary, attemptMs, totalMs }: ActivityBounds,
  retry: RetryPolicy,
): ActivityOptions {
  return {
    activityId,
    summary: shortSummary(summary),
    startToCloseTimeout: attemptMs,
    scheduleToCloseTimeout: totalMs,
    heartbeatTimeout,
    // A cancelled run's answer waits until nothing of it runs any more. Not the default, whatever its types say.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      maximumAttempts: retry.attempts,
      initialInterval: retry.firstDelayMs,
      maximumInterval: retry.longestDelayMs,
      backoffCoefficient: 2,
      nonRetryableErrorTypes: neverRepeated,
    },
  };
}

type OwnActivities = Omit<RunActivities, 'recordRun' | 'review'>;

/** The run's own activities, on the queue of the workflow: the one that is asked for is made. */
export function runActivities(tracker: RunTracker, bounds: ActivityBounds): OwnActivities {
  const activities = proxyActivities<OwnActivities>(regular(bounds, defaultPolicy.retry));
  const { activityId } = bounds;
  return {
    get plan() {
      return noted(tracker, activityId, activities.plan);
    },
    get verify() {
      return noted(tracker, activityId, activities.verify);
    },
    get interpret() {
      return noted(tracker, activityId, activities.interpret);
    },
    get reviewAnswer() {
      return noted(tracker, activityId, activities.reviewAnswer);
    },
    get openTicket() {
      return noted(tracker, activityId, activities.openTicket);
    },
  };
}

/** The review, which nobody waits for once it is cancelled. */
export function reviewActivity(
  tracker: RunTracker,
  bounds: ActivityBounds,
  heard: (word: ReviewWord) => void,
): RunActivities['review'] {
  const { review } = proxyActivities<Pick<RunActivities, 'review'>>({
    ...regular(bounds, defaultPolicy.retry),
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
  return noted(tracker, bounds.activityId, review, heard);
}

/** The activity of a step: its type is the tool's name, its queue and retries are the plan's. */
export function stepActivity(
  tracker: RunTracker,
  { step }: StepTask,
  bounds: ActivityBounds,
): StepActivity {
  const tools = proxyActivities<Record<string, StepActivity>>({
    ...regular(bounds, step.policy.retry),
    taskQueue: step.queue,
  });
  const activity = tools[step.tool];
  if (activity === undefined) throw new Error(`There is no activity for tool ${step.tool}.`);
  return noted(tracker, bounds.activityId, activity);
}

/**
 * Short and safe to repeat, so it needs no round trip through the server. Twice: a store that is away is not waited for,
 * and a local activity's schedule-to-close does not end its retries.
 */
export function recordActivity(totalMs: number) {
  return proxyLocalActivities<Pick<RunActivities, 'recordRun'>>({
    scheduleToCloseTimeout: totalMs,
    retry: { initialInterval: 200, maximumAttempts: 2 },
  });
}
