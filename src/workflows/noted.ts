import { noUsage } from '../domain/answer.js';
import { withBegun, type SeenEnd } from '../domain/begun.js';
import { settled, type Cost } from '../domain/spend.js';
import { costOf, isLeftAlone, lastAttempt } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/**
 * Notes that an activity has begun, how it was seen to end, since an attempt that dies cannot log itself, and what it has
 * cost. `heard` has its outcome at once: before anything else that ended in the same workflow task goes on.
 */
export function noted<Task, Outcome extends object>(
  tracker: RunTracker,
  activityId: string,
  activity: (task: Task) => Promise<Outcome>,
  heard: (outcome: Outcome) => void = () => {},
): (task: Task) => Promise<Outcome> {
  const ended = (end: SeenEnd, cost: Cost | undefined) =>
    tracker.update((run) => settled(withBegun(run, activityId, end), activityId, cost));
  return (task) => {
    tracker.update((run) => withBegun(run, activityId, 'unknown'));
    return activity(task).then(
      (outcome) => {
        ended('success', costIn(outcome));
        heard(outcome);
        return outcome;
      },
      (error: unknown) => {
        // Its share stays set aside, as of one that is under way when the run ends.
        if (!isLeftAlone(error)) ended(lastAttempt(error) ?? 'unknown', costOf(error));
        throw error;
      },
    );
  };
}

/** Most activities cost nothing, and say nothing of it. */
function costIn(outcome: object): Cost {
  const { usage = noUsage, replyId = null }: Partial<Cost> = outcome;
  return { usage, replyId };
}
