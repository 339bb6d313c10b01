import { proxyActivities } from '@temporalio/workflow';
import type { UpkeepActivities } from '../domain/tasks.js';

const { checkAlerts: check } = proxyActivities<Pick<UpkeepActivities, 'checkAlerts'>>({
  startToCloseTimeout: '2 minutes',
  // Later than that the next check is better.
  scheduleToCloseTimeout: '4 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '2 seconds', maximumInterval: '30 seconds' },
  summary: 'alerts: is a rule broken, or well again?',
});

/** Looks whether any rule of docs/alerts.md is broken, and tells of what is new. Started by a schedule. */
export async function checkAlerts(): ReturnType<UpkeepActivities['checkAlerts']> {
  return await check();
}
