import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import { ToolFailure, type ToolError } from '../../src/domain/failure.js';
import type { Binding, QueryInput } from '../../src/domain/plan.js';
import type { ResultSet } from '../../src/domain/result.js';
import type { StoredResult, Warehouse } from '../../src/ports.js';
import type { Lesser, ToolContext } from '../../src/tools/define-tool.js';
import { createExecuteQuery } from '../../src/tools/execute-query.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import type { TestDatabase } from '../support.js';

const never = new AbortController().signal;
const executeQuery = createExecuteQuery();
const why: ToolError = {
  error: 'tool_timeout',
  class: 'timeout',
  tool: 'execute_query',
  timeout_ms: 1_000,
  query: null,
  message: '',
  suggestion: '',
  code: null,
  alternatives: [],
};

function inputOf(sql: string, params: readonly Binding[] = []): QueryInput {
  return {
    ...{ sql, params, grain: '', period: { from: '', to: '' } },
    ...{ dimensions: [], filters: [], order: '', limit: 0 },
    measure: { name: '', column: '', aggregation: '', additive: false, unit: '' },
  };
}

const text = (value: string): Binding => ({ kind: 'text', value, step: '', column: '' });

describe('the sample rung of execute_query', () => {
  let database: TestDatabase;
  let warehouse: Warehouse & { close(): Promise<void> };
  before(async () => {
    database = await sampleDatabase();
    warehouse = connectWarehouse({
      ...{ url: database.url, name: 'sample', poolSize: 2 },
      catalogTtlMs: 600_000,
    });
  });
  after(async () => {
    await warehouse.close();
    await database.drop();
  });

  const context = (more: Partial<ToolContext> = {}): ToolContext => ({
    ...{ run: { tenant: 'default', runId: 'run' }, stepId: 'revenue', asOf: '2026-09-30' },
    ...{
      timeZone: 'UTC',
      warehouse,
      catalogVersion: 'v1',
      keep: [],
      timeoutMs: 10_000,
      signal: never,
    },
    onProgress: () => {},
    askSimplifier: async () => undefined,
    result: async (): Promise<StoredResult> => {
      throw new Error('No step is read from.');
    },
    ...more,
  });

  async function sampled(
    sql: string,
    params: readonly Binding[] = [],
    more: Partial<ToolContext> = {},
  ): Promise<Lesser<ResultSet>> {
    const lesser = await executeQuery.rungs?.sample?.(inputOf(sql, params), context(more), why);
    assert.ok(lesser);
    return { note: lesser.note, output: executeQuery.output.parse(lesser.output) };
  }

  const live = async (sql: string, params: readonly Binding[] = []): Promise<ResultSet> =>
    await executeQuery.run(inputOf(sql, params), context());

  async function failure(sql: string): Promise<ToolError> {
    const error: unknown = await sampled(sql).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ToolFailure, String(error));
    return error.toolError;
  }

  const revenue = 'SELECT sum(net_amount) AS revenue, count(*) AS items FROM order_items';

  it('estimates totals with an interval each, and says from how much', async () => {
    const { output, note } = await sampled(revenue);
    const [truth] = (await live(revenue)).rows;
    assert.deepEqual(output.columns, (await live(revenue)).columns.map(asNumeric));
    assert.deepEqual(
      output.intervals?.map(({ row, column }) => [row, column]),
      [
        [0, 'revenue'],
        [0, 'items'],
      ],
    );
    for (const [at, { low, high }] of (output.intervals ?? []).entries()) {
      const [estimate, real] = [output.rows[0]?.[at], truth?.[at]];
      assert.notEqual(estimate, real);
      assert.ok(Number(low) <= Number(real) && Number(real) <= Number(high), `${low} to ${high}`);
    }
    assert.match(note, /^Estimated from \d+ of \d+ pages of order_items /);
  });

  it('gives a retry the very same figures, and another step or run others', async () => {
    const first = await sampled(revenue);
    assert.equal(JSON.stringify(await sampled(revenue)), JSON.stringify(first));
    const run = { tenant: 'default', runId: 'another' };
    assert.notDeepEqual((await sampled(revenue, [], { run })).output.rows, first.output.rows);
    const step = await sampled(revenue, [], { stepId: 'other' });
    assert.notDeepEqual(step.output.rows, first.output.rows);
  });

  it('gives each parameter its value, whatever their order', async () => {
    const sql = `SELECT count(*) AS n FROM order_items i JOIN orders o USING (order_id)
      WHERE i.quantity >= $2::int AND o.status = $1`;
    const params = [text('completed'), text('1')];
    const { output } = await sampled(sql, params);
    const [[n] = []] = (await live(sql, params)).rows;
    const [interval] = output.intervals ?? [];
    assert.ok(Number(interval?.low) <= Number(n) && Number(n) <= Number(interval?.high));
  });

  it('leaves out groups on too few pages, and is not whole without them', async () => {
    const sql = `SELECT CASE WHEN order_id < 2000 THEN 'old' ELSE 'new' END AS age,
      sum(net_amount) AS revenue FROM order_items GROUP BY 1`;
    const { output, note } = await sampled(sql);
    assert.equal((await live(sql)).rowCount, 2);
    assert.deepEqual(
      output.rows.map(([age]) => age),
      ['new'],
    );
    assert.equal(output.truncated, true);
    assert.match(note, /had too few pages/);
    assert.equal(output.intervals?.length, output.rows.length);
  });

  it('shows the first rows of a list, and the rows beneath what cannot be estimated', async () => {
    const list = await sampled('SELECT order_id, status FROM orders ORDER BY ordered_at LIMIT 5');
    assert.deepEqual([list.output.rowCount, list.output.truncated], [10_000, true]);
    assert.deepEqual(list.output.intervals, []);
    assert.match(list.note, /^Only a look at the data: the first 10,000 rows in no order/);

    const distinct = await sampled('SELECT count(DISTINCT customer_id) AS n FROM orders');
    assert.deepEqual(distinct.output.intervals, []);
    assert.deepEqual(
      distinct.output.columns.map(({ name }) => name),
      ['customer_id'],
    );
    assert.match(distinct.note, /different values cannot be counted/);
  });

  it('shows rows where the sample is too small for any figure', async () => {
    const { output, note } = await sampled(
      'SELECT sum(net_amount) AS revenue FROM order_items WHERE order_id = $1::int',
      [text('7')],
    );
    assert.deepEqual(output.intervals, []);
    assert.match(note, /too small for a figure/);
  });

  it('shows rows where even a sample takes too long', async () => {
    const { output, note } = await sampled(
      'SELECT sum(i.net_amount) AS revenue FROM order_items i JOIN customers c ON c.customer_id + i.order_id > 0',
      [],
      { timeoutMs: 2_000 },
    );
    assert.deepEqual([output.rowCount, output.intervals], [10_000, []]);
    assert.match(note, /could not be estimated in time/);
  });

  it('says why there is neither an estimate nor a look', async () => {
    const {
      error,
      class: kind,
      message,
    } = await failure('SELECT order_id FROM orders UNION SELECT order_id FROM returns');
    assert.deepEqual([error, kind], ['not_sampled', 'permanent']);
    assert.match(message, /UNION/);
  });

  it('runs nothing that the guard would not let through', async () => {
    assert.match((await failure('SELECT pg_sleep(1) AS n')).message, /guarded/);
  });

  it('is cancelled on the server like any query', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await assert.rejects(sampled(revenue, [], { signal }), /stopped/);
  });
});

/** Estimates are numeric, whatever the total was. */
function asNumeric<Column extends { readonly type: string }>(column: Column): Column {
  return { ...column, type: 'numeric' };
}
