import { ToolFailure } from '../../domain/failure.js';
import type { NewRunEvent, RunEvent } from '../../ports.js';
import type { RunRef } from '../../domain/question.js';
import type { Db, NamedStatement, Value } from './db.js';
import { runNotBegun } from './failures.js';
import { isoTime, storableJson } from './storable.js';

const append: NamedStatement = statementWithEvent('append_event', '');

/** Appends once per key, with the next seq of its run. */
export async function appendEvent(db: Db, run: RunRef, event: NewRunEvent): Promise<void> {
  await runWithEvent(db, append, run, event, []);
}

const select: NamedStatement = {
  name: 'select_events',
  text: `
    select seq::float8 as seq, kind, key, data, ${isoTime('at')} as at
    from surefoot.run_events
    where tenant = $1 and run_id = $2 and seq > $3
    order by seq
    limit least($4::integer, 1000)`,
};

/** In order, at most `limit` and never more than 1,000. */
export async function selectEvents(
  db: Db,
  { tenant, runId }: RunRef,
  after: number,
  limit: number,
): Promise<RunEvent[]> {
  return [...(await db.run<RunEvent>(select, [tenant, runId, after, limit]))];
}

/**
 * A statement that appends events in passing; `work` is further CTEs, whose parameters begin at $6. The final select
 * reads the events' CTE, so that the run's row is locked before any row of `work`, in every such statement alike.
 */
export function statementWithEvent(name: string, work: string): NamedStatement {
  return {
    name,
    text: `
      with unseen as (
        select kind, key, data, row_number() over (order by place) as nth, count(*) over () as many
        from unnest($3::text[], $4::text[], $5::text[]) with ordinality as told (kind, key, data, place)
        where not exists (
          select from surefoot.run_events e where e.tenant = $1 and e.run_id = $2 and e.key = told.key)
      ),
      next as (
        update surefoot.runs set event_seq = event_seq + (select count(*) from unseen)
        where tenant = $1 and run_id = $2 and exists (select from unseen)
        returning event_seq
      ),
      event as (
        insert into surefoot.run_events (tenant, run_id, seq, kind, key, data)
        select $1, $2, event_seq - many + nth, kind, key, data::jsonb from next, unseen
        returning seq
      )${work === '' ? '' : `, ${work}`}
      select (select count(*) from event) = (select count(*) from unseen) as told`,
  };
}

/** Runs such a statement. @throws ToolFailure `run_not_begun`: then the rest of the statement is done all the same */
export async function runWithEvent(
  db: Db,
  statement: NamedStatement,
  { tenant, runId }: RunRef,
  events: NewRunEvent | readonly NewRunEvent[] | undefined,
  values: readonly Value[],
): Promise<void> {
  const told = [events ?? []].flat();
  const kinds = told.map(({ kind }) => kind);
  const keys = told.map(({ key }) => key);
  const data = told.map((event) => storableJson(event.data));
  const all = [tenant, runId, kinds, keys, data, ...values];
  const run = () => db.run<{ told: boolean }>(statement, all);
  // Two at once with one key: the second is rolled back whole, its seq with it, and now sees the first.
  const [row] = await run().catch((error: unknown) => {
    if (isDuplicate(error)) return run();
    throw error;
  });
  if (row?.told !== true) throw runNotBegun();
}

function isDuplicate(error: unknown): boolean {
  return error instanceof ToolFailure && error.toolError.code === '23505';
}
