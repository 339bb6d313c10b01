import type { Answer } from '../../domain/answer.js';
import type { RunRef } from '../../domain/question.js';
import type { BegunRun, Pinned, RunRecord } from '../../ports.js';
import type { Db, NamedStatement } from './db.js';
import { runNotBegun } from './failures.js';
import { settled } from './settled.js';
import { storableJson } from './storable.js';

/** How many turns a context tells of. */
function turnsIn(context: string): string {
  return `coalesce(json_array_length((${context}::text)::json -> 'turns'), 0)`;
}

const insert: NamedStatement = {
  name: 'begin_run',
  text: `
    with begun as (
      insert into surefoot.runs (tenant, run_id, question, user_id, session_id, as_of, time_zone, mode,
                                 workflow_id, temporal_run_id, schema_digest, context, turns, event_seq)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12, $13, ${turnsIn('$13')}, 1)
      on conflict do nothing
      returning null::json as answer, schema_digest as digest, context
    ),
    started as (
      insert into surefoot.run_events (tenant, run_id, seq, kind, key, data)
      select $1, $2, 1, 'run.started', 'run.started', $11::jsonb from begun
    )
    select answer, digest, context from begun
    union all
    select answer, schema_digest, context from surefoot.runs where tenant = $1 and run_id = $2`,
};

/** Registers a run with its first event. Safe to repeat: the first record stays, and what it pins. */
export async function beginRun(
  db: Db,
  run: RunRecord,
  { digest = null, context = null }: Partial<Nullable<Pinned>> = {},
): Promise<BegunRun> {
  const { tenant, runId, question, user, session, asOf, timeZone, mode } = run;
  const { workflowId, temporalRunId } = run;
  const event = { question, asOf, timeZone, mode, workflowId, temporalRunId };
  const asked = [question, user, session, asOf, timeZone, mode];
  const known = [tenant, runId, ...asked, workflowId, temporalRunId];
  const values = [...known, storableJson(event), digest, context];
  return await settled(() => db.run<BegunRun>(insert, values));
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

const update: NamedStatement = {
  name: 'finish_run',
  text: `
    with ended as (
      update surefoot.runs
      set status = $3, answer = $4::json, ended_at = now(), event_seq = event_seq + 1, context = null
      where tenant = $1 and run_id = $2 and answer is null
      returning event_seq
    ),
    told as (
      insert into surefoot.run_events (tenant, run_id, seq, kind, key, data)
      select $1, $2, event_seq, 'answered', 'answered', jsonb_build_object('status', $3::text) from ended
    ),
    lost as (
      update surefoot.tool_calls set status = 'lost'
      where tenant = $1 and run_id = $2 and status = 'running'
    )
    select null::json as answer, true as ours from ended
    union all
    select answer, false from surefoot.runs where tenant = $1 and run_id = $2 and answer is not null
    union all
    select null, false where not exists (select from surefoot.runs where tenant = $1 and run_id = $2)`,
};

/**
 * Records the answer with its event, and marks attempts that never ended as lost. Safe to repeat: the first answer stays
 * and is returned.
 */
export async function finishRun(db: Db, run: RunRef, answer: Answer): Promise<Answer> {
  const stored = storableJson(answer);
  const values = [run.tenant, run.runId, answer.status, stored];
  const standing = await settled(() => db.run<Standing>(update, values));
  if (standing.ours)
    return stored === JSON.stringify(answer) ? answer : (JSON.parse(stored) as Answer);
  if (standing.answer === null) throw runNotBegun();
  return standing.answer;
}

interface Standing {
  readonly answer: Answer | null;
  readonly ours: boolean;
}

const select: NamedStatement = {
  name: 'find_run',
  text: `
    select question, user_id as "user", session_id as session, to_char(as_of, 'YYYY-MM-DD') as "asOf",
           time_zone as "timeZone", mode, workflow_id as "workflowId", temporal_run_id as "temporalRunId", answer
    from surefoot.runs
    where tenant = $1 and run_id = $2`,
};

/** What is known of a run, with its answer where it ended. */
export async function findRun(
  db: Db,
  { tenant, runId }: RunRef,
): Promise<{ record: RunRecord; answer: Answer | null } | undefined> {
  type Row = Omit<RunRecord, keyof RunRef> & { readonly answer: Answer | null };
  const [row] = await db.run<Row>(select, [tenant, runId]);
  if (row === undefined) return undefined;
  const { answer, ...record } = row;
  return { record: { tenant, runId, ...record }, answer };
}

const pinOnce: NamedStatement = {
  name: 'pin_plan_input',
  text: `
    update surefoot.runs
    set schema_digest = case when schema_digest = $5 then $3 else coalesce(schema_digest, $3) end,
        context = case when schema_digest = $5 then $4 else coalesce(context, $4) end,
        turns = case when context is null or schema_digest = $5 then ${turnsIn('$4')} else turns end
    where tenant = $1 and run_id = $2
    returning schema_digest as digest, context`,
};

/** The first ones given stay and are returned; a digest that they are given in place of goes, once. */
export async function pin(
  db: Db,
  { tenant, runId }: RunRef,
  { digest, context }: Pinned,
  inPlaceOf: string | null = null,
): Promise<Pinned> {
  const [row] = await db.run<Pinned>(pinOnce, [tenant, runId, digest, context, inPlaceOf]);
  if (row === undefined) throw runNotBegun();
  return row;
}

const selectContext: NamedStatement = {
  name: 'run_context',
  text: `select context from surefoot.runs where tenant = $1 and run_id = $2`,
};

export async function contextOf(db: Db, { tenant, runId }: RunRef): Promise<string | null> {
  const [row] = await db.run<{ context: string | null }>(selectContext, [tenant, runId]);
  return row?.context ?? null;
}
