import type { Report } from './report.js';
import { headline } from './render/cells.js';
import { plainSentence } from './render/format.js';

/** What is told of a report that is there. */
export interface ReportNotice {
  readonly reportId: string;
  readonly kind: Report['kind'];
  readonly from: string;
  /** The day after its last. */
  readonly to: string;
  readonly title: string;
  /** Its summary, a sentence each. */
  readonly summary: readonly string[];
  /** ISO. */
  readonly madeAt: string;
}

export function noticeOf(reportId: string, report: Report): ReportNotice {
  const { kind, period, summary, madeAt } = report;
  return {
    ...{ reportId, kind, from: period.from, to: period.to, madeAt },
    title: headline(report),
    summary: summary.map(plainSentence),
  };
}
