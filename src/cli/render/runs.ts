import { dollars } from '../../domain/shown/dollars.js';
import { formatDuration } from '../../domain/shown/duration.js';
import { toMinute } from '../../domain/shown/minute.js';
import { runName } from '../../domain/shown/run-name.js';
import type { RunSummary } from '../../ports.js';
import { listed } from './listed.js';
import type { Look } from './look.js';

const columns = ['run', 'status', 'began', 'took', 'cost', 'user', 'question'];

/** A line each. What `surefoot show` says as well gives way to the questions. */
export function renderRuns(runs: readonly RunSummary[], look: Look): string[] {
  if (runs.length === 0) return ['There are no such runs.'];
  const rows = runs.map((run) => [
    runName(run),
    run.status,
    toMinute(run.beganAt),
    run.totalMs === null ? '' : formatDuration(run.totalMs),
    run.costUsd === null || run.costUsd === 0 ? '' : dollars(run.costUsd),
    run.user,
    run.question,
  ]);
  return listed(columns, rows, {
    ...look,
    whole: ['run'],
    dispensable: ['cost', 'took', 'user'],
  });
}
