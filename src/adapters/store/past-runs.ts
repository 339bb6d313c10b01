import { ToolFailure } from '../../domain/failure.js';
import type { RunRef } from '../../domain/question.js';
import type { LoggedAttempt, PastRuns, RunFilter, RunPage, RunSummary } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { isoTime } from './storable.js';

/** Runs and their attempts, read through the views that dashboards read. */
export function storedPastRuns(db: Db): PastRuns {
  return {
    list: (filter) => listRuns(db, filter),
    find: async ({ tenant, runId }) => (await db.run<RunSummary>(byId, [tenant, runId]))[0],
    attempts: async ({ tenant, runId }) => await db.run<LoggedAttempt>(ofRun, [tenant, runId]),
  };
}

const usualPage = 50;
const longestPage = 500;

async function listRuns(db: Db, filter: RunFilter): Promise<RunPage> {
  const limit = Math.min(Math.max(filter.limit ?? usualPage, 1), longestPage);
  const { tenant, status, user, session, since, until, question } = filter;
  const narrowed = [tenant, status, user, session, since, until, question];
  const found = await db.run<RunSummary & { readonly place: string }>(list, [
    ...narrowed.map((value) => value ?? null),
    ...(filter.cursor === undefined ? [null, null, null] : placeOf(filter.cursor)),
    limit + 1,
  ]);
  const runs = found.slice(0, limit).map(({ place: _place, ...run }) => run);
  const last = found[limit - 1];
  return { runs, next: found.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** Opaque to its holder: the place of a run in the list, which newer runs do not move. */
function cursorOf({ place, tenant, runId }: RunRef & { readonly place: string }): string {
  return Buffer.from(JSON.stringify([place, tenant, runId])).toString('base64url');
}

function placeOf(cursor: string): readonly [string, string, string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 3) {
      const [place = '', tenant = '', runId = ''] = parts.map(String);
      if (isPlace(place)) return [place, tenant, runId];
    }
  } catch {}
  throw new ToolFailure({
    error: 'wrong_cursor',
    class: 'user_error',
    message: 'The cursor is not one of this list: take it whole from the page before.',
  });
}

/** As the list writes it: Postgres takes other times than JavaScript does. */
function isPlace(text: string): boolean {
  const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d{3}Z$/.exec(text)?.[1];
  const ms = Date.parse(`${iso}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === `${iso}Z`;
}

const summary = `
  tenant, run_id as "runId", question, user_id as "user", session_id as session,
  to_char(as_of, 'YYYY-MM-DD') as "asOf", time_zone as "timeZone", mode, status,
  ${isoTime('began_at')} as "beganAt", ${isoTime('ended_at')} as "endedAt",
  round(total_ms)::float8 as "totalMs", cost_usd::float8 as "costUsd", answer_text as text`;

const list: NamedStatement = {
  name: 'list_runs',
  text: `
    select ${summary}, to_char(began_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
    from surefoot.v_runs
    where ($1::text is null or tenant = $1)
      and ($2::text is null or status = $2)
      and ($3::text is null or user_id = $3)
      and ($4::text is null or session_id = $4)
      and ($5::timestamptz is null or began_at >= $5)
      and ($6::timestamptz is null or began_at < $6)
      and ($7::text is null or strpos(lower(question), lower($7)) > 0)
      and ($8::timestamptz is null or (began_at, tenant, run_id) < ($8, $9::text, $10::text))
    order by began_at desc, tenant desc, run_id desc
    limit $11::integer`,
};

const byId: NamedStatement = {
  name: 'past_run',
  text: `select ${summary} from surefoot.v_runs where tenant = $1 and run_id = $2`,
};

const ofRun: NamedStatement = {
  name: 'attempts_of_run',
  text: `
    select tool, step, activity_id as "activityId", attempt, plan_version as "planVersion", status, rung,
           ${isoTime('started_at')} as "startedAt", latency_ms as "latencyMs", error_class as "errorClass",
           error_name as "errorName", error_code as "errorCode", breaker_state as "breakerState",
           row_count::float8 as "rowCount", model, prompt_version as "promptVersion", claude_calls as "claudeCalls",
           input_tokens::float8 as "inputTokens", cache_read_tokens::float8 as "cacheReadTokens",
           output_tokens::float8 as "outputTokens", cost_usd::float8 as "costUsd", worker, parameters
    from surefoot.v_tool_calls
    where tenant = $1 and run_id = $2
    order by started_at, activity_id, attempt
    limit 2000`,
};
