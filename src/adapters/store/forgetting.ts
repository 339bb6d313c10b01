import { forgottenAnswer } from '../../domain/forgotten.js';
import type { RunRef } from '../../domain/question.js';
import type { Erased, Execution, Forgetting } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { logMonths } from './log-partitions.js';
import { findRun } from './runs.js';
import { storableJson } from './storable.js';

/** Run by run, each in one statement: who is interrupted goes on where they were. */
export function storedForgetting(db: Db): Forgetting {
  return {
    ended: (who, limit) => db.run<RunRef & Execution>(ended, [who.tenant, who.user, limit]),
    running: async ({ tenant, user }) =>
      (await db.run<{ runId: string }>(running, [tenant, user])).map(({ runId }) => runId),
    async eraseRun(run, { user }) {
      const answer = (await findRun(db, run))?.answer ?? null;
      const [erased] = await db.run<Erased>(eraseRun, [
        ...[run.tenant, run.runId, user],
        answer === null ? null : storableJson(forgottenAnswer(answer)),
      ]);
      return erased ?? nothing;
    },
    async eraseRest({ tenant, user }) {
      let attempts = 0;
      for (const month of await logMonths(db)) {
        const [row] = await db.run<{ count: number }>(eraseMonth, [tenant, user, month]);
        attempts += row?.count ?? 0;
      }
      const [rest] = await db.run<{ count: number }>(eraseDefault, [tenant, user]);
      const [ratings] = await db.run<{ count: number }>(eraseRatings, [tenant, user]);
      await db.run(eraseVerified, [tenant, user]);
      await db.run(eraseResolver, [tenant, user]);
      return { attempts: attempts + (rest?.count ?? 0), ratings: ratings?.count ?? 0 };
    },
  };
}

const nothing: Erased = {
  ...{ runs: 0, events: 0, attempts: 0, replies: 0, results: 0, tickets: 0, ratings: 0 },
};

/** A run without an answer that began before that has ended without one. */
const goesOn = `answer is null and began_at >= now() - interval '7 days 1 hour'`;

const ended: NamedStatement = {
  name: 'ended_runs_of_user',
  text: `
    select tenant, run_id as "runId", workflow_id as "workflowId", temporal_run_id as "temporalRunId"
    from surefoot.runs
    where tenant = $1 and user_id = $2 and not (${goesOn})
    order by began_at limit $3`,
};

const running: NamedStatement = {
  name: 'running_runs_of_user',
  text: `
    select run_id as "runId" from surefoot.runs
    where tenant = $1 and user_id = $2 and ${goesOn}
    order by began_at`,
};

/** What an event says in ids, codes and numbers; words of Claude's and a person's go, and what holds them is empty. */
const wordless = `coalesce((
  select jsonb_object_agg(key, case
    when key in ('question', 'intent', 'reason') then '""'
    when key in ('checks', 'warnings', 'suggestions') then '[]'
    when key = 'findings' then (
      select coalesce(jsonb_agg(
        jsonb_build_object('code', finding -> 'code', 'where', '', 'what', '', 'fix', '')), '[]')
      from jsonb_array_elements(value) as finding)
    else value end)
  from jsonb_each(data)
  where key in ('question', 'asOf', 'timeZone', 'mode', 'workflowId', 'temporalRunId', 'version', 'intent', 'steps',
                'promptVersion', 'waits', 'reason', 'findings', 'checks', 'warnings', 'suggestions', 'step', 'tool',
                'rung', 'attempt', 'status', 'class', 'error', 'rowCount', 'bytes', 'model', 'replyId', 'usage',
                'ticketId', 'cause', 'priority')
), '{}')`;

const namelessAttempt = `user_id = '', session_id = '', parameters = null, digest = null`;

const eraseRun: NamedStatement = {
  name: 'erase_run',
  text: `
    with run as (
      update surefoot.runs set question = '', user_id = '', session_id = '', context = null, answer = $4::json
      where tenant = $1 and run_id = $2 and user_id = $3
      returning tenant, run_id
    ),
    events as (
      update surefoot.run_events e set data = ${wordless} from run
      where e.tenant = run.tenant and e.run_id = run.run_id returning 1
    ),
    attempts as (
      update surefoot.tool_calls t set ${namelessAttempt} from run
      where t.tenant = run.tenant and t.run_id = run.run_id returning 1
    ),
    replies as (
      delete from surefoot.replies r using run where r.tenant = run.tenant and r.run_id = run.run_id returning 1
    ),
    results as (
      delete from surefoot.results r using run where r.tenant = run.tenant and r.run_id = run.run_id returning 1
    ),
    asked as (
      update surefoot.api_runs a set body_hash = '' from run
      where a.tenant = run.tenant and a.run_id = run.run_id
    ),
    cache as (
      delete from surefoot.cache c using run where c.tenant = run.tenant and c.run_id = run.run_id
    ),
    tickets as (
      update surefoot.tickets t
      set body = json_build_object('error', json_build_object(
            'error', body #>> '{error,error}', 'class', body #>> '{error,class}')),
          resolution = null, status = 'resolved', resolved_at = coalesce(resolved_at, now()),
          resolved_by = coalesce(resolved_by, 'surefoot forget')
      from run where t.tenant = run.tenant and t.run_id = run.run_id returning 1
    ),
    verified as (
      delete from surefoot.verified_questions v using run where v.tenant = run.tenant and v.run_id = run.run_id
    ),
    ratings as (
      update surefoot.feedback f set note = '' from run
      where f.tenant = run.tenant and f.run_id = run.run_id returning 1
    )
    select (select count(*) from run)::integer as runs, (select count(*) from events)::integer as events,
           (select count(*) from attempts)::integer as attempts, (select count(*) from replies)::integer as replies,
           (select count(*) from results)::integer as results, (select count(*) from tickets)::integer as tickets,
           (select count(*) from ratings)::integer as ratings`,
};

/** Those that outlived their runs. */
function eraseAttempts(name: string, table: string, also = ''): NamedStatement {
  return {
    name,
    text: `
      with erased as (
        update surefoot.${table} t set ${namelessAttempt}
        where tenant = $1 and user_id = $2 ${also} and not exists (
          select from surefoot.runs r where r.tenant = t.tenant and r.run_id = t.run_id)
        returning 1
      )
      select count(*)::integer as count from erased`,
  };
}

/** Month by month, since nothing finds a user's attempts but reading them all. */
const eraseMonth = eraseAttempts('erase_attempts_of_month', 'tool_calls', 'and month = $3::date');
const eraseDefault = eraseAttempts('erase_attempts_of_default', 'tool_calls_default');

/** A rating goes on counting, as nobody's. */
const eraseRatings: NamedStatement = {
  name: 'erase_ratings_of_user',
  text: `
    with erased as (
      update surefoot.feedback set user_id = gen_random_uuid()::text, note = ''
      where tenant = $1 and user_id = $2 returning 1
    )
    select count(*)::integer as count from erased`,
};

/** Those that outlived their runs; and who verified others' is nobody. */
const eraseVerified: NamedStatement = {
  name: 'erase_verified_of_user',
  text: `
    with gone as (
      delete from surefoot.verified_questions where tenant = $1 and user_id = $2
    )
    update surefoot.verified_questions set verified_by = ''
    where tenant = $1 and verified_by = $2 and user_id <> $2`,
};

/** Others' tickets stay resolved, by nobody. */
const eraseResolver: NamedStatement = {
  name: 'erase_resolver',
  text: `update surefoot.tickets set resolved_by = '' where tenant = $1 and resolved_by = $2`,
};
