import { toMinute } from '../../domain/shown/minute.js';
import { runName } from '../../domain/shown/run-name.js';
import type { VerifiedQuestion } from '../../ports.js';
import type { Look } from './look.js';
import { textTable } from './text-table.js';

const columns = ['verified', 'by', 'run', 'as of', 'question'];

/** A line each. */
export function renderExamples(examples: readonly VerifiedQuestion[], look: Look): string[] {
  if (examples.length === 0) return ['No question is verified.'];
  return textTable(
    columns,
    examples.map(({ verifiedAt, verifiedBy, tenant, runId, asOf, question }) => [
      toMinute(verifiedAt),
      verifiedBy,
      runName({ tenant, runId }),
      asOf,
      question,
    ]),
    { ...look, whole: ['run'] },
  );
}
