import type { RunSummary } from '../../ports.js';
import { formatDuration } from '../../domain/shown/duration.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';

const columns = ['run', 'status', 'began', 'took', 'cost', 'user', 'question'];

/** A line each. */
export function renderRuns(
  runs: readonly RunSummary[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  if (runs.length === 0) return ['There are no such runs.'];
  const rows = runs.map((run) => [
    run.tenant === 'default' ? run.runId : `${run.tenant}/${run.runId}`,
    run.status,
    run.beganAt.slice(0, 16).replace('T', ' '),
    run.totalMs === null ? '' : formatDuration(run.totalMs),
    run.costUsd === null || run.costUsd === 0 ? '' : `$${run.costUsd.toFixed(4)}`,
    run.user,
    run.question,
  ]);
  // A column that says nothing takes the room of the questions.
  const isTold = (_: unknown, column: number) => rows.some((row) => row[column] !== '');
  return renderTable(
    {
      step: '',
      columns: columns.filter(isTold).map((name) => ({ name, type: 'text' })),
      rows: rows.map((row) => row.filter(isTold)),
      rowCount: runs.length,
      truncated: false,
    },
    { width, maxRows: runs.length, style, whole: ['run'] },
  );
}
