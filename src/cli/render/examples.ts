import type { VerifiedQuestion } from '../../ports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';

const columns = ['verified', 'by', 'run', 'as of', 'question'];

/** A line each. */
export function renderExamples(
  examples: readonly VerifiedQuestion[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  if (examples.length === 0) return ['No question is verified.'];
  return renderTable(
    {
      step: '',
      columns: columns.map((name) => ({ name, type: 'text' })),
      rows: examples.map(({ verifiedAt, verifiedBy, tenant, runId, asOf, question }) => [
        verifiedAt.slice(0, 16).replace('T', ' '),
        verifiedBy,
        tenant === 'default' ? runId : `${tenant}/${runId}`,
        asOf,
        question,
      ]),
      rowCount: examples.length,
      truncated: false,
    },
    { width, maxRows: examples.length, style, whole: ['run'] },
  );
}
