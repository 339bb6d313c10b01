import { caseOf } from '../../domain/evaluation-case.js';
import type { RatedRun } from '../../ports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';

const columns = ['rating', 'rated', 'run', 'user', 'note', 'question'];

/** A line each. */
export function renderFeedback(
  rated: readonly RatedRun[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  if (rated.length === 0) return ['There are no such ratings.'];
  return renderTable(
    {
      step: '',
      columns: columns.map((name) => ({ name, type: 'text' })),
      rows: rated.map(({ rating, ratedAt, tenant, runId, user, note, question }) => [
        rating,
        ratedAt.slice(0, 16).replace('T', ' '),
        tenant === 'default' ? runId : `${tenant}/${runId}`,
        user,
        note,
        question,
      ]),
      rowCount: rated.length,
      truncated: false,
    },
    { width, maxRows: rated.length, style, whole: ['run'] },
  );
}

/** The same for programs: the rating, and what it fell on. */
export function feedbackJson(rated: RatedRun) {
  const { answer, bindings: _bindings, ...rating } = rated;
  const { sql } = caseOf(rated);
  return { ...rating, status: answer.status, sql, answer: answer.text };
}
