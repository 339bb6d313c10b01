import { formatDuration } from '../../domain/shown/duration.js';
import { toMinute } from '../../domain/shown/minute.js';
import { runName } from '../../domain/shown/run-name.js';
import type { RunSummary } from '../../ports.js';
import type { Look } from './look.js';
import { textTable } from './text-table.js';
import { displayWidth } from './text.js';

const columns = ['run', 'status', 'began', 'took', 'cost', 'user', 'question'];

/** A line each. */
export function renderRuns(runs: readonly RunSummary[], look: Look): string[] {
  if (runs.length === 0) return ['There are no such runs.'];
  const rows = runs.map((run) => [
    runName(run),
    run.status,
    toMinute(run.beganAt),
    run.totalMs === null ? '' : formatDuration(run.totalMs),
    run.costUsd === null || run.costUsd === 0 ? '' : `$${run.costUsd.toFixed(4)}`,
    run.user,
    run.question,
  ]);
  // What says nothing, or what `surefoot show` says as well, takes no room from the questions.
  const told = columns.filter((_, column) => rows.some((row) => row[column] !== ''));
  const kept = asManyAs(told, look.width - leastQuestionWidth, rows);
  const isKept = (_: unknown, column: number) => kept.includes(columns[column] ?? '');
  return textTable(
    kept,
    rows.map((row) => row.filter(isKept)),
    { ...look, whole: ['run'] },
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
