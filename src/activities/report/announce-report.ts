import { cancellationSignal, log } from '@temporalio/activity';
import type { ReportNotice } from '../../domain/report/notice.js';
import type { Deps } from '../deps.js';

const webhookMs = 15_000;

/** Tells log and webhook that a report is there. A receiver drops what it has had by the report's id. */
export async function announceReport(
  notice: ReportNotice,
  { report: { webhook } }: Pick<Deps, 'report'>,
): Promise<void> {
  const { reportId, title, summary } = notice;
  log.info('report made', { reportId, title, summary });
  await webhook?.deliver(notice, { signal: cancellationSignal(), timeoutMs: webhookMs });
}
