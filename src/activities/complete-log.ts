import type { Begun } from '../domain/begun.js';
import type { Execution } from '../ports.js';
import { factsOfTask, type Logging } from './attempt-facts.js';
import type { Deps } from './deps.js';

export type CompletingDeps = Logging & Pick<Deps, 'store' | 'begunActivities'>;

/**
 * Gives each attempt of a run that is over its row: one whose worker died with its word, and that had no successor, is
 * `lost`. Temporal is asked only where the log does not show what the workflow saw.
 */
export async function completeLog(
  execution: Execution,
  begun: Begun['begun'],
  deps: CompletingDeps,
): Promise<void> {
  const { store, begunActivities } = deps;
  const unfinished = await store.attempts.unfinished(execution, begun);
  if (unfinished.length === 0) return;
  const activities = await begunActivities(execution);
  for (const { activityId, tool, argument, attempts, worker, scheduledAtMs } of activities) {
    const facts = factsOfTask(argument, tool, deps);
    if (facts === undefined || attempts === 0 || !unfinished.includes(activityId)) continue;
    const key = { ...execution, activityId, attempt: attempts, scheduledAtMs };
    await store.attempts.lose({ ...key, ...facts.run, ...facts.start, tool, worker });
  }
}
