import type { RunSummary } from '../../ports.js';
import { formatDuration } from '../../domain/shown/duration.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { displayWidth } from './text.js';

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
  // What says nothing, or what `surefoot show` says as well, takes no room from the questions.
  const told = columns.filter((_, column) => rows.some((row) => row[column] !== ''));
  const kept = asManyAs(told, width - leastQuestionWidth, rows);
  const isKept = (_: unknown, column: number) => kept.includes(columns[column] ?? '');
  return renderTable(
    {
      step: '',
      columns: kept.map((name) => ({ name, type: 'text' })),
      rows: rows.map((row) => row.filter(isKept)),
      rowCount: runs.length,
      truncated: false,
    },
    { width, maxRows: runs.length, style, whole: ['run'] },
  );
}

const leastQuestionWidth = 24;

/** The columns but for as many of the less important ones as leave so much room for the others beside the question. */
function asManyAs(
  told: readonly string[],
  room: number,
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widthOf = (name: string) =>
    Math.max(name.length, ...rows.map((row) => displayWidth(row[columns.indexOf(name)] ?? '')));
  const needed = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (name === 'question' ? 0 : widthOf(name) + 2), 0);
  return ['cost', 'took', 'user'].reduce(
    (kept, least) => (needed(kept) <= room ? kept : kept.filter((name) => name !== least)),
    told,
  );
}
