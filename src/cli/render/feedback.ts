import { caseOf } from '../../domain/evaluation-case.js';
import { toMinute } from '../../domain/shown/minute.js';
import { runName } from '../../domain/shown/run-name.js';
import type { RatedRun } from '../../ports.js';
import type { Look } from './look.js';
import { textTable } from './text-table.js';

const columns = ['rating', 'rated', 'run', 'user', 'note', 'question'];

/** A line each. */
export function renderFeedback(rated: readonly RatedRun[], look: Look): string[] {
  if (rated.length === 0) return ['There are no such ratings.'];
  return textTable(
    columns,
    rated.map(({ rating, ratedAt, tenant, runId, user, note, question }) => [
      rating,
      toMinute(ratedAt),
      runName({ tenant, runId }),
      user,
      note,
      question,
    ]),
    { ...look, whole: ['run'] },
  );
}

/** The same for programs: the rating, and what it fell on. */
export function feedbackJson(rated: RatedRun) {
  const { answer, bindings: _bindings, ...rating } = rated;
  const { sql } = caseOf(rated);
  return { ...rating, status: answer.status, sql, answer: answer.text };
}
