import { proxyActivities } from '@temporalio/workflow';
import type { RecordTask, RunActivities } from '../domain/tasks.js';

const { recordRun } = proxyActivities<Pick<RunActivities, 'recordRun'>>({
  startToCloseTimeout: '8 seconds',
  // As long as a run may take. It is tried again within seconds of the store's return.
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '1 second', maximumInterval: '5 seconds' },
  summary: 'the run ended while the store was away',
});

/** Records a run that ended while the store was away, whatever becomes of the worker that knew of it. */
export async function recordLater(task: RecordTask): Promise<void> {
  await recordRun(task);
}
