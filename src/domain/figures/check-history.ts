import type { Finding } from '../finding.js';
import type { Evidence, EvidenceResult } from './evidence.js';
import { isSeries } from './value-periods.js';

/** "An all-time high", "never before" in English: said of more than the rows of one or two periods can tell. */
export function checkHistory(searched: string, { results }: Evidence): Finding[] {
  const [word] = searched.match(history) ?? [];
  if (word === undefined || [...results.values()].some(isLong)) return [];
  return [
    {
      code: 'history_unsupported',
      where: 'answer',
      what: `"${word}" speaks of all times, and no step has a series of periods.`,
      fix: 'Leave it out.',
    },
  ];
}

function isLong(result: EvidenceResult): boolean {
  return result.rows.length > 2 && isSeries(result);
}

const history =
  /\b(?:all[- ]time|never (?:before|been)|for the first time|on record|since records began|in (?:its|our|the company['’]s) history|(?:best|worst|highest|lowest|strongest|weakest|most|least)\b[^.;,]{0,30} ever\b|an? (?:new )?record\b(?! of\b)|record (?:high|low|quarter|month|year|revenue|sales)\b)/i;
