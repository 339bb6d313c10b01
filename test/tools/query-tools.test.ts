import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import { ToolFailure, type ToolError } from '../../src/domain/failure.js';
import type { Binding, QueryInput } from '../../src/domain/plan.js';
import type { Cell } from '../../src/domain/result.js';
import type { StoredResult, Warehouse } from '../../src/ports.js';
import type { CheckContext, ToolContext } from '../../src/tools/define-tool.js';
import { createExecuteQuery } from '../../src/tools/execute-query.js';
import { fetchSchema } from '../../src/tools/fetch-schema.js';
import { chinookDatabase } from '../adapters/warehouse/chinook.js';
import { unlessShared, type TestDatabase } from '../support.js';

const never = new AbortController().signal;
const executeQuery = createExecuteQuery();

function inputOf(sql: string, params: readonly Binding[] = []): QueryInput {
  return {
    sql,
    params,
    measure: { name: '', column: '', aggregation: '', additive: false, unit: '' },
    grain: '',
    period: { from: '', to: '' },
    dimensions: [],
    filters: [],
    order: '',
    limit: 0,
  };
}

const bind = (kind: Binding['kind'], more: Partial<Binding> = {}): Binding => ({
  kind,
  value: '',
  step: '',
  column: '',
  ...more,
});

function stored(
  names: readonly string[],
  rows: readonly Cell[][],
  truncated = false,
): StoredResult {
  const columns = names.map((name) => ({ name, type: 'text' }));
  return { columns, rows, rowCount: rows.length, truncated, resultId: 'r', readAt: '', sql: null };
}

function contextOf(
  warehouse: Warehouse,
  results: Readonly<Record<string, StoredResult>> = {},
  more: Partial<ToolContext> = {},
): ToolContext {
  return {
    run: { tenant: 'default', runId: 'run' },
    stepId: 'step',
    asOf: '2025-12-31',
    timeZone: 'UTC',
    warehouse,
    catalogVersion: 'v1',
    keep: [],
    timeoutMs: 10_000,
    signal: never,
    onProgress: () => {},
    askSimplifier: async () => undefined,
    async result(step) {
      const found = results[step];
      if (found !== undefined) return found;
      throw new ToolFailure({ error: 'unresolved_parameter', class: 'permanent', message: step });
    },
    ...more,
  };
}

async function failureOf(work: Promise<unknown>): Promise<ToolError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ToolFailure) return error.toolError;
  throw error ?? new Error('It did not fail.');
}

describe('on a real warehouse', { skip: unlessShared('chinook/chinook.sql') }, () => {
  let database: TestDatabase;
  let warehouse: Warehouse & { close(): Promise<void> };
  let checking: CheckContext;
  before(async () => {
    database = await chinookDatabase();
    warehouse = connectWarehouse({
      url: database.url,
      name: 'music',
      poolSize: 3,
      catalogTtlMs: 60_000,
    });
    const catalog = await warehouse.catalog(never);
    checking = { catalog, warehouse, tenant: 'default', timeZone: 'UTC', signal: never };
  });
  after(async () => {
    await warehouse.close();
    await database.drop();
  });
  const run = (input: QueryInput, results = {}, more: Partial<ToolContext> = {}) =>
    executeQuery.run(input, contextOf(warehouse, results, more));
  const check = async (sql: string, params: readonly Binding[] = []) => {
    const checked = await executeQuery.check?.(inputOf(sql, params), checking);
    assert.ok(checked);
    return checked;
  };

  it('a query that declares what it asks for is named so', async () => {
    const sql = 'SELECT billing_country AS country, sum(total) AS revenue FROM invoice GROUP BY 1';
    const measure = { name: 'revenue', column: 'revenue', aggregation: 'sum', additive: true };
    const declared = { dimensions: ['country'], period: { from: '2025-01-01', to: '2026-01-01' } };
    const input = { ...inputOf(sql), measure: { ...measure, unit: 'USD' }, ...declared };
    const checked = await executeQuery.check?.(input, checking);
    assert.equal(checked?.summary, 'revenue in USD by country, 2025-01-01 to 2026-01-01');
    for (const [grain, by] of [
      ['country', 'by country'],
      ['month', 'by country per month'],
    ] as const) {
      const again = await executeQuery.check?.({ ...input, grain }, checking);
      assert.equal(again?.summary, `revenue in USD ${by}, 2025-01-01 to 2026-01-01`);
    }
  });

  it('a checked query is the deparsed tree, with facts and a one-line summary', async () => {
    const checked = await check(
      "select billing_country as country,\n sum(total) as revenue from invoice -- all\n where invoice_date >= '2025-01-01' group by 1 order by 2 desc limit 5",
    );
    assert.deepEqual(checked.findings, []);
    assert.deepEqual(checked.facts, {
      tables: ['invoice'],
      literals: ['2025-01-01', '1', '2', '5'],
      limit: 5,
    });
    assert.match(
      checked.summary,
      /^SELECT billing_country AS country, sum\(total\) AS revenue|^revenue/,
    );
    assert.ok(checked.summary.length <= 120);
    assert.doesNotMatch(checked.input.sql, /--/);
    const { rows, columns } = await executeQuery.run(checked.input, contextOf(warehouse));
    assert.equal(rows.length, 5);
    assert.deepEqual(columns[1], { name: 'revenue', type: 'numeric' });
  });

  it('what Postgres knows better than the tree is a finding, too', async () => {
    const { findings } = await check('select name, count(*) as n from artist');
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['not_grouped'],
    );
    const wrong = await check('select nmae, artits_id from artist');
    assert.deepEqual(
      wrong.findings.map(({ code, fix }) => [code, fix]),
      [
        ['unknown_column', 'Use name. artist has artist_id, name.'],
        ['unknown_column', 'Use artist_id. artist has artist_id, name.'],
      ],
    );
  });

  it('a query with bindings is explained before their steps have run', async () => {
    const { findings } = await check(
      'select count(*) as n from track where genre_id = any($1) and unit_price > $2',
      [bind('column', { step: 'genres', column: 'id' }), bind('cell', { step: 'p', column: 'x' })],
    );
    assert.deepEqual(findings, []);
  });

  it('a warehouse that cannot be asked is no finding', async () => {
    const away = connectWarehouse({
      url: 'postgres://nobody@127.0.0.1:1/nothing',
      name: 'away',
      poolSize: 1,
      catalogTtlMs: 0,
    });
    const sql = 'select name from artist';
    const checked = await executeQuery.check?.(inputOf(sql), { ...checking, warehouse: away });
    assert.deepEqual(checked?.findings, []);
    assert.notEqual(checked?.facts, null);
    assert.equal(checked?.cost, undefined);
    await away.close();
  });

  it('parameters of each kind', async () => {
    const results = {
      top: stored(['artist_id', 'name'], [['1', 'AC/DC']]),
      genres: stored(['id'], [['1'], ['2'], [null]]),
    };
    const { rows } = await run(
      inputOf(
        `select count(*) filter (where artist_id = $1) as cell,
                (select count(*) from genre where genre_id = any($2)) as listed,
                count(*) filter (where title > $3) > 0 as text, $4::text as nothing from album`,
        [
          bind('cell', { step: 'top', column: 'artist_id' }),
          bind('column', { step: 'genres', column: 'id' }),
          bind('text', { value: 'A' }),
          bind('null'),
        ],
      ),
      results,
    );
    assert.deepEqual(rows, [['2', '2', true, null]]);
  });

  for (const [what, binding, results] of [
    ['a step that is not there', { step: 'nope', column: 'id' }, {}],
    ['a column that is not there', { step: 's', column: 'nope' }, { s: stored(['id'], [['1']]) }],
    ['a cell of no row', { step: 's', column: 'id' }, { s: stored(['id'], []) }],
    ['a cell of two rows', { step: 's', column: 'id' }, { s: stored(['id'], [['1'], ['2']]) }],
  ] satisfies [string, Partial<Binding>, Record<string, StoredResult>][]) {
    it(`${what} is an error, never a literal`, async () => {
      const input = inputOf('select name from artist where artist_id = $1', [
        bind('cell', binding),
      ]);
      const error = await failureOf(run(input, results));
      assert.deepEqual([error.error, error.class], ['unresolved_parameter', 'permanent']);
    });
  }

  it('a column that was cut short does not stand for the whole', async () => {
    const input = inputOf('select name from artist where artist_id = any($1)', [
      bind('column', { step: 's', column: 'id' }),
    ]);
    const error = await failureOf(run(input, { s: stored(['id'], [['1']], true) }));
    assert.equal(error.error, 'unresolved_parameter');
  });

  it('what was never checked is refused when it runs', async () => {
    for (const sql of [
      'delete from artist',
      'select pg_sleep(1) as a',
      'select nope from artist',
    ]) {
      const error = await failureOf(run(inputOf(sql)));
      assert.deepEqual([error.error, error.class], ['guard_refused', 'permanent'], sql);
    }
  });

  it("caps are the constructor's", async () => {
    const small = createExecuteQuery({ maxRows: 3 });
    const result = await small.run(inputOf('select name from artist'), contextOf(warehouse));
    assert.deepEqual([result.rowCount, result.truncated], [3, true]);
  });

  it('Postgres says no before the attempt runs out of time', async () => {
    const input = inputOf(
      'select count(*) as n from invoice i, generate_series(1, 1000000000) g where i.total < g',
    );
    const error = await failureOf(run(input, {}, { timeoutMs: 600 }));
    assert.deepEqual([error.error, error.code], ['tool_timeout', '57014']);
    assert.ok((error.timeout_ms ?? 600) < 600);
    const help = await executeQuery.help?.(input, contextOf(warehouse), error);
    assert.deepEqual(help?.alternatives, ['invoice.invoice_date']);
    assert.match(
      help?.suggestion ?? '',
      /^Filter invoice by invoice_date \(2021-01-01 to 2025-12-22\)\./,
    );
    assert.equal(help?.query, input.sql);
  });

  it('fetch_schema tells of the tables asked for', async () => {
    const { rows, columns } = await fetchSchema.run({ tables: ['invoice'] }, contextOf(warehouse));
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['table', 'column', 'type', 'nullable', 'key', 'values'],
    );
    assert.deepEqual(rows.slice(0, 3), [
      ['invoice', 'invoice_id', 'integer', false, 'primary', null],
      ['invoice', 'customer_id', 'integer', false, 'references customer.customer_id', null],
      [
        'invoice',
        'invoice_date',
        'timestamp without time zone',
        false,
        '',
        '2021-01-01 00:00:00 to 2025-12-22 00:00:00',
      ],
    ]);
    const all = await fetchSchema.run({ tables: [] }, contextOf(warehouse));
    assert.equal(new Set(all.rows.map(([table]) => table)).size, 11);
    const error = await failureOf(fetchSchema.run({ tables: ['invoces'] }, contextOf(warehouse)));
    assert.match(error.suggestion, /invoice/);
    const checked = await fetchSchema.check?.({ tables: ['invoces', 'track'] }, checking);
    assert.deepEqual(
      checked?.findings.map(({ code }) => code),
      ['unknown_table'],
    );
  });
});

describe('the cache key', () => {
  /** Everything that rows depend on, small enough that near misses are common. */
  const asked = fc.record({
    region: fc.constantFrom('EMEA', 'APAC', 'null', ''),
    limit: fc.constantFrom(1, 2, 11),
    kind: fc.constantFrom('text', 'null', 'cell', 'column'),
    value: fc.constantFrom('', 'null', '1', '["1"]'),
    tenant: fc.constantFrom('a', 'b', ''),
    role: fc.constantFrom('reader', 'writer'),
    timeZone: fc.constantFrom('UTC', 'Asia/Tokyo'),
    maxRows: fc.constantFrom(10, 11),
    version: fc.constantFrom('v1', 'v2'),
  });
  type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

  /** Down: what is kept can be found all the same. */
  function warehouseOf(role: string): Warehouse {
    const down = () => Promise.reject(new Error('connection refused'));
    const identity = `postgres://${role}@host:5432/shop`;
    const checkTenant = () => {};
    return { name: 'shop', identity, checkTenant, catalog: down, explain: down, query: down };
  }

  async function keyOf(question: Asked): Promise<string | undefined> {
    const { region, limit, kind, value, tenant, role, timeZone, maxRows, version } = question;
    const sql = `SELECT id FROM orders WHERE region = '${region}' AND amount > $1 LIMIT ${limit}`;
    const input = inputOf(sql, [bind(kind, { value, step: 's', column: 'c' })]);
    const context = contextOf(
      warehouseOf(role),
      { s: stored(['c'], [[value]]) },
      { run: { tenant, runId: 'any' }, timeZone, catalogVersion: version },
    );
    return await createExecuteQuery({ maxRows }).cacheKey?.(input, context);
  }

  /** What the answer depends on: a null parameter has no value. */
  const meant = (question: Asked) =>
    JSON.stringify({ ...question, ...(question.kind === 'null' && { value: '' }) });

  it('is shared by the same question alone', async () => {
    await fc.assert(
      fc.asyncProperty(asked, asked, async (one, other) => {
        const same = meant(one) === meant(other);
        assert.equal((await keyOf(one)) === (await keyOf(other)), same);
      }),
      { numRuns: 2_000 },
    );
  });

  it('changes with each single part', async () => {
    await fc.assert(
      fc.asyncProperty(asked, asked, fc.nat(), async (one, other, pick) => {
        const fields = Object.keys(one) as (keyof Asked)[];
        const field = fields[pick % fields.length]!;
        const changed: Asked = { ...one, [field]: other[field] };
        fc.pre(meant(changed) !== meant(one));
        assert.notEqual(await keyOf(changed), await keyOf(one));
      }),
      { numRuns: 500 },
    );
  });

  it('knows nothing of the run: another run of the tenant may use the result', async () => {
    const input = inputOf('SELECT id FROM orders');
    const warehouse = warehouseOf('reader');
    const keyFor = (runId: string) => {
      const run = { tenant: 'a', runId };
      return executeQuery.cacheKey?.(input, contextOf(warehouse, {}, { run, stepId: runId }));
    };
    const keys = [await keyFor('one'), await keyFor('two')];
    assert.equal(keys[0], keys[1]);
    assert.match(keys[0] ?? '', /^[0-9a-f]{64}$/);
  });
});
