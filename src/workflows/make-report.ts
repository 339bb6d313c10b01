import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ReportNotice } from '../domain/report/notice.js';
import type { ReportKind } from '../domain/report/report.js';
import type { UpkeepActivities } from '../domain/tasks.js';

const { writeReport } = proxyActivities<Pick<UpkeepActivities, 'writeReport'>>({
  startToCloseTimeout: '30 minutes',
  // Nobody waits for it: a store or a warehouse that is away may come back.
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
  summary: 'write the report and keep it',
});

const { announceReport } = proxyActivities<Pick<UpkeepActivities, 'announceReport'>>({
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
  summary: 'tell log and webhook that the report is there',
});

/** The report of the last whole week, month or quarter before today. Started by a schedule; returns what was told. */
export async function makeReport(kind: ReportKind): Promise<ReportNotice> {
  const day = workflowInfo().startTime.toISOString().slice(0, 10);
  const notice = await writeReport({ kind, day });
  await announceReport(notice);
  return notice;
}
