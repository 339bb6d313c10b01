import type { Tended } from '../../domain/tasks.js';
import type { Db, NamedStatement } from './db.js';
import { tendLog } from './log-partitions.js';

/** How long each kind is kept, in milliseconds. */
export interface Retention {
  readonly resultsMs: number;
  readonly repliesMs: number;
  /** Answers with their events, the tool-call log, resolved tickets and alerts, and how breakers changed. */
  readonly answersMs: number;
  /** Made reports. */
  readonly reportsMs: number;
}

const hour = 3_600_000;

/** Results as long as a stale one may stand in. What a run that goes on still builds on stays as long as it does. */
export const defaultRetention: Retention = {
  resultsMs: 24 * hour,
  repliesMs: 7 * 24 * hour,
  answersMs: 90 * 24 * hour,
  reportsMs: 730 * 24 * hour,
};

export interface PurgeOptions {
  readonly keep?: Retention;
  /** Called before each batch: what it throws ends the work there, which is as good as a pause. */
  readonly onBatch?: () => void;
}

/**
 * Deletes what is older than its time at `now`, in batches short enough for the statement timeout, and sees that the
 * tool-call log has partitions for the months to come.
 */
export async function purge(
  db: Db,
  now: Date,
  { keep = defaultRetention, onBatch = () => undefined }: PurgeOptions = {},
): Promise<Tended> {
  const before = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const all = (statement: NamedStatement, ...times: readonly string[]) =>
    deleteAll(db, statement, times, onBatch);
  await all(deleteCache, before(keep.resultsMs));
  await all(deleteBreakerChanges, before(keep.answersMs));
  await all(deleteAlerts, before(keep.answersMs));
  await all(deleteQueryPlans, before(keep.answersMs));
  await all(deleteApiRuns, before(keep.answersMs));
  const results = await all(deleteResults, before(keep.resultsMs), before(longestRunMs));
  const replies =
    (await all(deleteReplies, before(keep.repliesMs), before(longestRunMs))) +
    (await all(deleteReviews, before(keep.answersMs)));
  const runs = await all(deleteRuns, before(keep.answersMs), before(longestRunMs));
  const tickets = await all(deleteTickets, before(keep.answersMs));
  const reports = await all(deleteReports, before(keep.reportsMs));
  // The log last: whoever reads it at length holds this up, and nothing else.
  const months = await tendLog(db, now, before(keep.answersMs));
  const toolCalls = await all(deleteToolCalls, before(keep.answersMs));
  return { months, results, replies, runs, toolCalls, tickets, reports };
}

/** Seven days, and a little: a run without an answer that began before that has ended without one. */
const longestRunMs = 7 * 24 * hour + hour;

async function deleteAll(
  db: Db,
  statement: NamedStatement,
  before: readonly string[],
  onBatch: () => void,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    onBatch();
    const [row] = await db.run<{ deleted: number }>(statement, before);
    if (row === undefined || row.deleted === 0) return deleted;
    deleted += row.deleted;
  }
}

/** `$2` is when a run that goes on began at the earliest. */
const ofEndedRuns = (table: string) => `and not exists (
      select from surefoot.runs r
      where r.tenant = ${table}.tenant and r.run_id = ${table}.run_id
        and r.answer is null and r.began_at >= $2::timestamptz)`;

const deleteCache = batch('cache', 'tenant, cache_key', 'read_at', 1_000);
/** Few at a time: one may hold megabytes. */
const deleteResults = batch(
  'results',
  'tenant, run_id, result_id',
  'kept_at',
  50,
  ofEndedRuns('results'),
);
const deleteReplies = batch(
  'replies',
  'tenant, run_id, reply_id',
  'kept_at',
  500,
  `and role <> 'reviewer' ${ofEndedRuns('replies')}`,
);
/** The reviewer’s reasoning is kept for audit as long as the answer that it let through. */
const deleteReviews: NamedStatement = {
  ...batch('replies', 'tenant, run_id, reply_id', 'kept_at', 500, "and role = 'reviewer'"),
  name: 'purge_reviews',
};
const deleteQueryPlans = batch('query_plans', 'statement', 'explained_at', 500);
const deleteApiRuns = batch('api_runs', 'tenant, run_id', 'asked_at', 1_000);
const deleteBreakerChanges = batch('breaker_changes', 'name, version', 'at', 1_000);
/** Neither one that fires nor an open ticket has such a time. */
const deleteAlerts = batch('alerts', 'alert_id', 'resolved_at', 500);
const deleteTickets = batch('tickets', 'ticket_id', 'resolved_at', 500);
const deleteReports = batch('reports', 'report_id', 'made_at', 50);
const deleteToolCalls = batch(
  'tool_calls',
  'workflow_id, temporal_run_id, activity_id, attempt, month',
  'started_at',
  1_000,
);

function batch(table: string, key: string, time: string, size: number, also = ''): NamedStatement {
  return {
    name: `purge_${table}`,
    text: `
      with gone as (
        delete from surefoot.${table} where (${key}) in (
          select ${key} from surefoot.${table} where ${time} < $1::timestamptz ${also} order by ${time} limit ${size})
        returning 1
      )
      select count(*)::integer as deleted from gone`,
  };
}

const deleteRuns: NamedStatement = {
  name: 'purge_runs',
  text: `
    with old as (
      select tenant, run_id from surefoot.runs
      where began_at < $1::timestamptz and (answer is not null or began_at < $2::timestamptz)
      order by began_at limit 200
    ),
    events as (
      delete from surefoot.run_events e using old where e.tenant = old.tenant and e.run_id = old.run_id
    ),
    gone as (
      delete from surefoot.runs r using old where r.tenant = old.tenant and r.run_id = old.run_id returning 1
    )
    select count(*)::integer as deleted from gone`,
};
