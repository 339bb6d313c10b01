import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { withOpenTaskDone, type History } from '../../src/adapters/temporal/open-task.js';
import type { RunHandle } from '../../src/client.js';
import type { Scene } from './scene.js';

/** One activity as a run's history tells it. */
export interface Activity {
  readonly id: string;
  readonly type: string;
  readonly attempts: number;
  readonly completed: boolean;
}

export async function historyOf({ temporal }: Scene, { workflowId }: RunHandle): Promise<History> {
  return await temporal.workflow.getHandle(workflowId).fetchHistory();
}

/** The regular activities, in the order in which they were scheduled. */
export function activitiesIn(history: History): readonly Activity[] {
  const found = new Map<string, Activity>();
  for (const event of history.events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const started = event.activityTaskStartedEventAttributes;
    const completed = event.activityTaskCompletedEventAttributes;
    if (scheduled) {
      const { activityId, activityType } = scheduled;
      const activity = { id: activityId ?? '', type: activityType?.name ?? '' };
      found.set(String(event.eventId), { ...activity, attempts: 0, completed: false });
    } else if (started) {
      change(started.scheduledEventId, { attempts: started.attempt ?? 0 });
    } else if (completed) change(completed.scheduledEventId, { completed: true });
  }
  return [...found.values()];

  function change(eventId: unknown, news: Partial<Activity>): void {
    const activity = found.get(String(eventId));
    if (activity !== undefined) found.set(String(eventId), { ...activity, ...news });
  }
}

const codePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));

/**
 * What is wrong with replaying these histories; nothing, as a rule. One replay after the other: those at the same time
 * share a runtime, which the first to end shuts down under one that begins.
 */
export async function replayProblems(histories: readonly Recorded[]): Promise<readonly string[]> {
  const problems = before.then(() => problemsOf(histories));
  before = problems.catch(() => undefined);
  return await problems;
}

interface Recorded {
  readonly workflowId: string;
  readonly history: History;
}

let before: Promise<unknown> = Promise.resolve();

async function problemsOf(histories: readonly Recorded[]): Promise<readonly string[]> {
  const problems: string[] = [];
  const replayed = Worker.runReplayHistories(
    { workflowBundle: { codePath } },
    histories.map((each) => ({ ...each, history: withOpenTaskDone(each.history) })),
  );
  for await (const { workflowId, error } of replayed) {
    if (error !== undefined) problems.push(`${workflowId} does not replay: ${error.message}`);
  }
  return problems;
}
