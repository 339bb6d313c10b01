import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import { ToolFailure, type ToolError } from '../../src/domain/failure.js';
import type { Binding, QueryInput } from '../../src/domain/plan.js';
import type { ResultSet } from '../../src/domain/result.js';
import type { Warehouse } from '../../src/ports.js';
import type { Lesser, ToolContext } from '../../src/tools/define-tool.js';
import { createExecuteQuery } from '../../src/tools/execute-query.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import type { TestDatabase } from '../support.js';

const executeQuery = createExecuteQuery();
const why: ToolError = {
  ...{ error: 'tool_timeout', class: 'timeout', tool: 'execute_query', timeout_ms: 1_000 },
  ...{ query: null, message: '', suggestion: '', code: '57014', alternatives: [] },
} as const;

const inputOf = (sql: string, more: Partial<QueryInput> = {}): QueryInput => ({
  ...{ sql, params: [], grain: '', period: { from: '', to: '' } },
  ...{ dimensions: [], filters: [], order: '', limit: 0 },
  measure: { name: 'orders', column: 'orders', aggregation: 'count', additive: true, unit: '' },
  ...more,
});
const given = (value: string): Binding => ({ kind: 'text', value, step: '', column: '' });

/** Of each order, a whole look at its lines. */
const costly = '(SELECT count(*) FROM order_items AS i WHERE i.quantity > o.channel_id + $1::int)';

describe('the simplified rung of execute_query', () => {
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
    ...{ run: { tenant: 'default', runId: 'run' }, stepId: 'orders', asOf: '2026-09-30' },
    ...{ timeZone: 'UTC', warehouse, catalogVersion: 'v1', keep: [], timeoutMs: 20_000 },
    signal: new AbortController().signal,
    onProgress: () => {},
    askSimplifier: async () => undefined,
    result: async () => {
      throw new Error('No step is read from.');
    },
    ...more,
  });

  async function simplified(
    input: QueryInput,
    more: Partial<ToolContext> = {},
    tool = executeQuery,
  ): Promise<Lesser<ResultSet> & { readonly input: QueryInput }> {
    const lesser = await tool.rungs?.simplified?.(input, context(more), why);
    assert.ok(lesser?.input);
    return {
      ...lesser,
      output: executeQuery.output.parse(lesser.output),
      input: executeQuery.input.parse(lesser.input),
    };
  }

  const refused = (
    input: QueryInput,
    more: Partial<ToolContext> = {},
    tool = executeQuery,
  ): Promise<void> =>
    assert.rejects(simplified(input, more, tool), (error) => {
      assert.ok(error instanceof ToolFailure, String(error));
      const { error: name, class: kind, query } = error.toolError;
      assert.deepEqual([name, kind, query], ['not_simplified', 'permanent', input.sql]);
      return true;
    });

  const withCostlyColumn = inputOf(
    `SELECT o.status, sum(${costly}) AS lines, count(*) AS orders FROM orders AS o
     WHERE o.ordered_at >= $2::date GROUP BY o.status ORDER BY o.status`,
    { params: [given('3'), given('2026-01-01')], dimensions: ['status'], order: 'status' },
  );

  it('leaves out the column that costs most, and says so', async () => {
    const lesser = await simplified(withCostlyColumn);
    assert.equal(lesser.note, 'Left out: the column lines.');
    assert.doesNotMatch(lesser.sql ?? '', /order_items/);
    assert.deepEqual(lesser.input, {
      ...withCostlyColumn,
      sql: lesser.sql,
      params: [given('2026-01-01')],
    });
    const live = await executeQuery.run(
      inputOf(
        `SELECT status, count(*) AS orders FROM orders WHERE ordered_at >= '2026-01-01' GROUP BY 1 ORDER BY 1`,
      ),
      context(),
    );
    assert.deepEqual(lesser.output, live);
  });

  const sorted = (where: string): QueryInput =>
    inputOf(
      `SELECT o.order_id AS orders FROM orders AS o WHERE ${where} ORDER BY ${costly.replace('$1::int', '3')}`,
    );
  const taking = (maxRows: number) => createExecuteQuery({ maxRows, maxBytes: 100_000_000 });

  it('leaves out an undeclared order only where it does not decide which rows are returned', async () => {
    const all = sorted('true');
    const { note, output } = await simplified(all, {}, taking(1_000_000));
    assert.equal(note, 'Left out: the sorting of the rows.');
    assert.equal(output.truncated, false);
    await refused(all, {}, taking(output.rowCount));
    const askSimplifier = async () => 'SELECT o.order_id AS orders FROM orders AS o WHERE true';
    await refused(all, { askSimplifier }, taking(output.rowCount));
  });

  it('does not stand with the wrong rows where there are more than EXPLAIN thought', async () => {
    const underestimated = sorted('o.order_id % 1 = 0');
    assert.equal((await simplified(underestimated, {}, taking(1_000_000))).output.truncated, false);
    await refused(underestimated, {}, taking(5_000));
  });

  it('keeps a column that somebody reads', () => refused(withCostlyColumn, { keep: ['lines'] }));

  it('goes to a higher level where that is much cheaper', async () => {
    const sql = `SELECT o.status, ${costly.replace('$1::int', '3')} AS busy, count(*) AS orders FROM orders AS o GROUP BY 1, 2`;
    const input = inputOf(sql, { dimensions: ['status', 'busy'] });
    const { note, output, input: lesser } = await simplified(input);
    assert.equal(note, 'The same data at a higher level: not split by busy.');
    assert.deepEqual(lesser.dimensions, ['status']);
    assert.deepEqual(
      output.columns.map(({ name }) => name),
      ['status', 'orders'],
    );
    assert.equal(output.rowCount, 3);
  });

  it('does not run what is hardly cheaper', () =>
    refused(
      inputOf(
        `SELECT date_trunc('day', ordered_at)::date AS day, count(*) AS orders FROM orders GROUP BY 1 ORDER BY 1`,
        { grain: 'day', dimensions: ['day'], order: 'day' },
      ),
    ));

  it('has nothing for a query that holds no more than was asked', () =>
    refused(inputOf('SELECT count(*) AS orders FROM orders')));

  const ofBoth = (columns: string): string =>
    [2025, 2026]
      .map(
        (year) => `SELECT o.status, ${columns}count(*) AS orders FROM orders AS o
          WHERE o.ordered_at >= '${year}-01-01' AND o.ordered_at < '${year}-07-01' GROUP BY o.status`,
      )
      .join(' UNION ALL ');
  const union = inputOf(ofBoth(`sum(${costly.replace('$1::int', '3')}) AS lines, `), {
    dimensions: ['status'],
  });

  it('asks Claude where the rules find nothing, and says in our own words what is left out', async () => {
    const asked: unknown[] = [];
    const askSimplifier: ToolContext['askSimplifier'] = async ({ sql }, tables) => {
      asked.push(sql, tables.map(({ name }) => name).toSorted());
      return ofBoth('');
    };
    const { note, output } = await simplified(union, { askSimplifier });
    assert.deepEqual(asked, [union.sql, ['order_items', 'orders']]);
    assert.equal(note, 'Left out: the column lines.');
    assert.equal(output.rowCount, 6);
  });

  it('runs nothing of Claude’s that means something else, or is not allowed', async () => {
    for (const sql of [
      ofBoth('').replaceAll("'2025-01-01'", "'2025-03-01'"),
      'SELECT pg_sleep(1) AS orders',
      'not even SQL',
    ]) {
      await refused(union, { askSimplifier: async () => sql });
    }
  });
});
