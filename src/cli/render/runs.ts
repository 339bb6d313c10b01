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
  return renderTable(
    {
      step: '',
      columns: columns.map((name) => ({ name, type: 'text' })),
      rows: runs.map((run) => [
        run.tenant === 'default' ? run.runId : `${run.tenant}/${run.runId}`,
        run.status,
        run.beganAt.slice(0, 16).replace('T', ' '),
        run.totalMs === null ? '' : formatDuration(run.totalMs),
        run.costUsd === null || run.costUsd === 0 ? '' : `$${run.costUsd.toFixed(4)}`,
        run.user,
        run.question,
      ]),
      rowCount: runs.length,
      truncated: false,
    },
    { width, maxRows: runs.length, style },
  );
}
