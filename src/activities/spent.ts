import { noUsage, type Usage } from '../domain/answer.js';
import type { Cost } from '../domain/spend.js';
import type { AttemptLog } from '../ports.js';
import type { TaskFacts } from './attempt-facts.js';
import { earlierAttempts, notedSpent } from './attempt.js';
import { inTime } from './in-time.js';

/** What asking Claude has cost the attempt that runs here; null where it did not ask. */
export function ownUsage(): Usage | null {
  return notedSpent()?.own ?? null;
}

/**
 * What the activity has cost by now; null where nobody was asked. An attempt that did not come as far as asking knows of
 * those before it by their rows.
 */
export function costSoFar(attempts: AttemptLog) {
  return async ({ run, calls }: Pick<TaskFacts, 'run' | 'calls'>): Promise<Cost | null> => {
    const noted = notedSpent();
    if (noted !== null) return { usage: noted.usage, replyId: noted.replyId };
    const earlier = earlierAttempts();
    if (calls === 0 || earlier.length === 0) return null;
    const known = await inTime(attempts.callsOf(run, earlier), 1_000);
    return { usage: { ...noUsage, claudeCalls: known?.told ?? 0 }, replyId: null };
  };
}
