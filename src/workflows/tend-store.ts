import { proxyActivities } from '@temporalio/workflow';
import type { UpkeepActivities } from '../domain/tasks.js';

const { tendStore: tend } = proxyActivities<UpkeepActivities>({
  startToCloseTimeout: '15 minutes',
  // The next one comes in an hour.
  scheduleToCloseTimeout: '50 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '5 seconds', maximumInterval: '2 minutes' },
  summary: 'tend the store: delete what is older than its time',
});

/** Keeps the store as small as its settings say. Started by a schedule; returns what was deleted. */
export async function tendStore(): ReturnType<UpkeepActivities['tendStore']> {
  return await tend();
}
