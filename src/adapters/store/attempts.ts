import type { Begun } from '../../domain/begun.js';
import { workflowIdOf, type RunRef } from '../../domain/question.js';
import type { AttemptEnd, AttemptKey, AttemptStart, Execution, NewRunEvent } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { runWithEvent, statementWithEvent } from './run-events.js';
import { storableJson } from './storable.js';

const keyColumns = 'workflow_id, temporal_run_id, activity_id, attempt, month';
/** Parameters $11 to $18 of both statements; the columns stay null where an end comes without its start. */
const startColumns = [
  'tool',
  'step',
  'worker',
  'user_id',
  'session_id',
  'plan_version',
  'parameters',
  'warehouse',
];
/** Parameters $19 to $35. */
const endColumns = [
  'status',
  'error_class',
  'error_code',
  'error_name',
  'rung',
  'breaker_state',
  'row_count',
  'bytes',
  'digest',
  'reply_id',
  'model',
  'prompt_version',
  'claude_calls',
  'input_tokens',
  'cache_read_tokens',
  'output_tokens',
  'cost_usd',
];

const insert = `insert into surefoot.tool_calls (tenant, run_id, ${keyColumns}, ${startColumns.join(', ')}`;
const values = `$1, $2, $6, $7, $8, $9::integer, $10::date, ${parameters(startColumns, 11)}`;

/** Attempts that never ended, up to that one, also where their workers died before they were logged. */
const lostUpTo = (last: string, worker: string) => `lost as (
    ${insert}, status)
    select $1, $2, $6, $7, $8, each, $10::date, $11, $12, ${worker}, $14, $15, $16, $17, $18, 'lost'
    from generate_series(1, ${last}) as each
    on conflict (${keyColumns}) do update set status = 'lost' where tool_calls.status = 'running'
  )`;

/** Whoever comes after them says so. */
const lost = lostUpTo('$9::integer - 1', 'null');

/** A run that has its answer waits for nobody: what begins after it, and dies, has no one else to say so. */
const atOnceLost = `case when exists (
      select from surefoot.runs where tenant = $1 and run_id = $2 and answer is not null)
    then 'lost' else 'running' end`;

const start: NamedStatement = statementWithEvent(
  'start_attempt',
  `${lost},
  started as (
    ${insert}, status)
    values (${values}, ${atOnceLost})
    on conflict (${keyColumns}) do update set ${excluded(startColumns)}
      where tool_calls.tool is null
  )`,
);

/** Inserts the attempt's row and marks earlier ones that never ended as lost. Safe to repeat, and after the end. */
export async function startAttempt(
  db: Db,
  attempt: AttemptStart,
  event?: NewRunEvent,
): Promise<void> {
  const values = [...keyOf(attempt), ...startOf(attempt)];
  await runWithEvent(db, start, attempt, event, values);
}

const end: NamedStatement = statementWithEvent(
  'end_attempt',
  `${lost},
  ended as (
    ${insert}, ${endColumns.join(', ')}, started_at, ended_at, latency_ms)
    values (${values}, ${parameters(endColumns, 19)},
            now() - (coalesce($36::float8, 0) + $37::float8) * interval '1 millisecond',
            now() - $37::float8 * interval '1 millisecond', $36::float8)
    on conflict (${keyColumns}) do update set ${excluded(endColumns)}, ended_at = excluded.ended_at,
      started_at = case tool_calls.status when 'lost' then least(tool_calls.started_at, excluded.started_at)
                                          else tool_calls.started_at end,
      latency_ms = coalesce($36::float8, extract(epoch from excluded.ended_at - tool_calls.started_at)::float8 * 1000)
      where tool_calls.status in ('running', 'lost')
  )`,
);

/** Completes the attempt's row, or writes it whole. Safe to repeat: the first end stays; `lost` is not an end. */
export async function endAttempt(
  db: Db,
  attempt: AttemptEnd,
  also: { readonly start?: AttemptStart; readonly events?: readonly NewRunEvent[] } = {},
): Promise<void> {
  const values = [
    ...keyOf(attempt),
    ...(also.start ? startOf(also.start) : unknownStart),
    ...endOf(attempt),
    attempt.latencyMs ?? null,
    attempt.lateMs ?? 0,
  ];
  await runWithEvent(db, end, also.start ?? runOf(attempt), also.events, values);
}

const count: NamedStatement = {
  name: 'count_calls',
  text: `
    select coalesce(sum(claude_calls), 0)::integer as told, cardinality($2::text[]) - count(*)::integer as lost
    from surefoot.tool_calls
    where workflow_id = $1 and ended_at is not null
      and temporal_run_id || '.' || activity_id || '.' || attempt = any ($2)`,
};

/** An attempt without an end is lost, also one that died before it was logged at all. */
export async function countCalls(
  db: Db,
  run: RunRef,
  attemptIds: readonly string[],
): Promise<{ readonly told: number; readonly lost: number }> {
  const values = [workflowIdOf(run), attemptIds];
  const [row] = await db.run<{ told: number; lost: number }>(count, values);
  return row ?? { told: 0, lost: 0 };
}

const unended: NamedStatement = {
  name: 'unfinished_activities',
  text: `
    select activity_id as id
    from unnest($3::text[], $4::text[]) as begun (activity_id, seen)
    where not exists (
      select from surefoot.tool_calls t
      where t.workflow_id = $1 and t.temporal_run_id = $2 and t.activity_id = begun.activity_id
        and case begun.seen when 'success' then t.status = 'success'
                            else t.attempt = begun.seen::integer and t.ended_at is not null end)`,
};

/** Of these activities those whose last attempt has no end in the log, as far as it is known which one that was. */
export async function unfinishedActivities(
  db: Db,
  { workflowId, temporalRunId }: Execution,
  begun: Begun['begun'],
): Promise<readonly string[]> {
  const all = Object.entries(begun);
  const unknown = all.flatMap(([id, end]) => (end === 'unknown' ? [id] : []));
  const known = all.filter(([, end]) => end !== 'unknown');
  if (known.length === 0) return unknown;
  const ids = known.map(([id]) => id);
  const seen = known.map(([, end]) => String(end));
  const found = await db.run<{ id: string }>(unended, [workflowId, temporalRunId, ids, seen]);
  return [...unknown, ...found.map(({ id }) => id)];
}

const lose: NamedStatement = statementWithEvent(
  'lose_attempts',
  lostUpTo('$9::integer', 'case each when $9::integer then $13 end'),
);

/** Writes what an attempt, and those before it, cannot say any more. Safe to repeat: an end stays. */
export async function loseAttempts(db: Db, attempt: AttemptStart): Promise<void> {
  await runWithEvent(db, lose, attempt, undefined, [...keyOf(attempt), ...startOf(attempt)]);
}

function keyOf({ workflowId, temporalRunId, activityId, attempt, scheduledAtMs }: AttemptKey) {
  const month = `${new Date(scheduledAtMs).toISOString().slice(0, 7)}-01`;
  return [workflowId, temporalRunId, activityId, attempt, month];
}

function startOf(attempt: AttemptStart) {
  const { tool, step, worker, user, session, planVersion, parameters, warehouse } = attempt;
  const kept = parameters === null ? null : storableJson(parameters);
  return [tool, step, worker, user, session, planVersion, kept, warehouse];
}

const unknownStart: readonly null[] = startColumns.map(() => null);

function endOf(attempt: AttemptEnd) {
  const { status, errorClass, errorCode, errorName, rung, breakerState } = attempt;
  const { rowCount, bytes, digest, replyId, model, promptVersion, usage } = attempt;
  const how = [status, errorClass, errorCode, errorName, rung, breakerState];
  const result = [...how, rowCount, bytes, digest, replyId];
  if (usage === null) return [...result, model, promptVersion, null, null, null, null, null];
  const { claudeCalls, inputTokens, cacheReadTokens, outputTokens, costUsd } = usage;
  const paid = [claudeCalls, inputTokens, cacheReadTokens, outputTokens, costUsd];
  return [...result, model, promptVersion, ...paid];
}

/** An end without its start still says whose it is: by the workflow id, see `workflowIdOf`. */
function runOf({ workflowId }: AttemptKey): RunRef {
  const [, tenant = 'default', runId = workflowId] =
    /^surefoot\/([^/]+)\/(.+)$/.exec(workflowId) ?? [];
  return { tenant, runId };
}

function parameters(columns: readonly string[], first: number): string {
  return columns.map((_, index) => `$${first + index}`).join(', ');
}

function excluded(columns: readonly string[]): string {
  return columns.map((column) => `${column} = excluded.${column}`).join(', ');
}
