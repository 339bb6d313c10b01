import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { noticeOf, type ReportNotice } from '../../domain/report/notice.js';
import { lastPeriod } from '../../domain/report/period.js';
import type { ReportOrder } from '../../domain/tasks.js';
import type { Deps } from '../deps.js';
import { makeReport } from './make-report.js';

const heartbeatMs = 10_000;

/** Makes the report that is due on that day, unless it is kept already. Safe to repeat: the first one stays. */
export async function writeReport(
  { kind, day }: ReportOrder,
  { report: deps }: Pick<Deps, 'report'>,
): Promise<ReportNotice> {
  const signal = cancellationSignal();
  const timer = setInterval(() => heartbeat(), heartbeatMs);
  try {
    const madeAt = new Date().toISOString();
    const task = { kind, period: lastPeriod(kind, day), tenant: null, madeAt };
    const made = await makeReport(task, deps, signal);
    const { reportId, report } = await deps.reports.keep(made);
    return noticeOf(reportId, report);
  } finally {
    clearInterval(timer);
  }
}
