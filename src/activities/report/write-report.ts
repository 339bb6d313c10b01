import { cancellationSignal } from '@temporalio/activity';
import { noticeOf, type ReportNotice } from '../../domain/report/notice.js';
import { lastPeriod } from '../../domain/report/period.js';
import type { ReportOrder } from '../../domain/tasks.js';
import { beating } from '../beating.js';
import type { Deps } from '../deps.js';
import { makeReport } from './make-report.js';

/** Makes the report that is due on that day, unless it is kept already. Safe to repeat: the first one stays. */
export async function writeReport(
  { kind, day }: ReportOrder,
  { report: deps }: Pick<Deps, 'report'>,
): Promise<ReportNotice> {
  const signal = cancellationSignal();
  return await beating(async () => {
    const madeAt = new Date().toISOString();
    const task = { kind, period: lastPeriod(kind, day), tenant: null, madeAt };
    const made = await makeReport(task, deps, signal);
    const { reportId, report } = await deps.reports.keep(made);
    return noticeOf(reportId, report);
  });
}
