import type { EvidenceResult } from './evidence.js';

/** The sentence of ours where Claude's could not be grounded or had; its numbers are our own counts. */
export function answerWithoutInterpretation(
  reason: keyof typeof reasons,
  step: string | null,
  result: Pick<EvidenceResult, 'rowCount' | 'truncated' | 'rung'> | null,
): string {
  const why = reasons[reason];
  if (step === null || result === null) return `${why}, and there is no data to show.`;
  if (result.rowCount === 0) return `${why}; step ${step} found no rows.`;
  const rows = `${result.rowCount.toLocaleString('en-US')} ${result.rowCount === 1 ? 'row' : 'rows'}`;
  const what = result.rung === 'sample' ? 'what a sample of the data shows' : 'the data';
  return `${why}; here is ${what}: ${result.truncated ? 'the first ' : ''}${rows} from step ${step}.`;
}

const reasons = {
  not_grounded: 'The figures could not be put into words safely',
  unreachable: 'Claude could not be reached to put the figures into words',
  over_budget: 'The run may not ask Claude again to put the figures into words',
} as const;
