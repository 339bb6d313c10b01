import { withBegun, type SeenEnd } from '../domain/begun.js';
import { lastAttempt } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** Notes that an activity has begun, and how it was seen to end: an attempt that dies cannot log itself. */
export function noted<Task, Outcome>(
  tracker: RunTracker,
  activityId: string,
  activity: (task: Task) => Promise<Outcome>,
): (task: Task) => Promise<Outcome> {
  const seen = (end: SeenEnd) => tracker.update((run) => withBegun(run, activityId, end));
  return (task) => {
    seen('unknown');
    const outcome = activity(task);
    void outcome.then(
      () => seen('success'),
      (error: unknown) => seen(lastAttempt(error) ?? 'unknown'),
    );
    return outcome;
  };
}
