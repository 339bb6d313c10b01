import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Activities } from './activities.js';
import type { BaselinePlan, Chart, Question, Result, Review, Verified } from './types.js';

type Refs = Readonly<Record<string, string>>;

/** What `durable` keeps, beside the baseline's answers. */
export const durableTables = `
  create table if not exists durable_calls
    (id uuid primary key, run text, tool text, started_at timestamptz default now(), ended_at timestamptz);
  create table if not exists durable_replies (run text, role text, reply jsonb, primary key (run, role));
  create table if not exists durable_results (ref uuid primary key, run text, result jsonb)`;

/**
 * Each activity of `bare` with a row before and after it; each call to Claude looked for before it is paid for, and kept;
 * statements explained, read-only and bounded; each result kept before it counts. As few round trips as that takes.
 */
export function durableActivities(by: Activities, store: Pool, warehouse: Pool) {
  const read = new Map<string, Result>();

  async function logged<T>(run: string, tool: string, work: () => Promise<T>): Promise<T> {
    const id = randomUUID();
    const begun = store.query({
      name: 'begin',
      text: 'insert into durable_calls (id, run, tool) values ($1, $2, $3)',
      values: [id, run, tool],
    });
    const [outcome] = await Promise.all([work(), begun]);
    await store.query({
      name: 'end',
      text: 'update durable_calls set ended_at = now() where id = $1',
      values: [id],
    });
    return outcome;
  }

  async function paidOnce<T>(run: string, role: string, ask: () => Promise<T>): Promise<T> {
    const { rows } = await store.query<{ reply: T }>({
      name: 'find',
      text: 'select reply from durable_replies where run = $1 and role = $2',
      values: [run, role],
    });
    const [kept] = rows;
    if (kept !== undefined) return kept.reply;
    const reply = await ask();
    await store.query({
      name: 'keep',
      text: 'insert into durable_replies (run, role, reply) values ($1, $2, $3)',
      values: [run, role, JSON.stringify(reply)],
    });
    return reply;
  }

  async function readOnly<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await warehouse.connect();
    await client.query('begin read only; set local statement_timeout = 28000');
    const rows = await work(client);
    void client.query('rollback').finally(() => client.release());
    return rows;
  }

  function resultsOf(refs: Refs): Readonly<Record<string, Result>> {
    return Object.fromEntries(Object.entries(refs).map(([step, ref]) => [step, resultOf(ref)]));
  }

  function resultOf(ref: string): Result {
    return read.get(ref) ?? { columns: [], rows: [] };
  }

  return {
    planOnce: async (question: Question): Promise<BaselinePlan> =>
      await logged(question.id, 'plan', async () => {
        const plan = await paidOnce(question.id, 'planner', () => by.plan(question));
        const queries = plan.steps.filter(({ tool }) => tool === 'execute_query');
        await Promise.all(
          queries.map(({ input }) =>
            readOnly((client) => client.query(`explain (format json) ${input.sql}`)),
          ),
        );
        return plan;
      }),

    reviewOnce: async (question: Question, sqls: readonly string[]): Promise<Review> =>
      await logged(question.id, 'review', () =>
        paidOnce(question.id, 'reviewer', () => by.review(question, sqls)),
      ),

    queryKept: async (run: string, sql: string): Promise<string> =>
      await logged(run, 'execute_query', async () => {
        const { fields, rows } = await readOnly((client) =>
          client.query<(string | null)[]>({ text: sql, rowMode: 'array' }),
        );
        const ref = randomUUID();
        const result = { columns: fields.map(({ name }) => name), rows };
        read.set(ref, result);
        await store.query({
          name: 'put',
          text: 'insert into durable_results (ref, run, result) values ($1, $2, $3)',
          values: [ref, run, JSON.stringify(result)],
        });
        return ref;
      }),

    formatKept: async (run: string, ref: string, x: string, y: string): Promise<Chart> =>
      await logged(run, 'format_results', () => by.format(resultOf(ref), x, y)),

    verifyKept: async (run: string, refs: Refs): Promise<Verified> =>
      await logged(run, 'verify', () => by.verify(resultsOf(refs))),

    interpretOnce: async (question: Question, refs: Refs): Promise<string> =>
      await logged(question.id, 'interpret', () =>
        paidOnce(question.id, 'interpreter', () => by.interpret(question, resultsOf(refs))),
      ),
  };
}

export type DurableActivities = ReturnType<typeof durableActivities>;
