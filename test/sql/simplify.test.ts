import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import type { QueryInput } from '../../src/domain/plan.js';
import type { Catalog } from '../../src/ports.js';
import { guard } from '../../src/sql/guard.js';
import { readGrouped } from '../../src/sql/select/grouped.js';
import { readSelect } from '../../src/sql/select/text.js';
import { simplify, type Rewrite } from '../../src/sql/simplify/simplify.js';
import { chinookDatabase } from '../adapters/warehouse/chinook.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import {
  postgresForTests,
  runSql,
  sharedData,
  unlessShared,
  type TestDatabase,
} from '../support.js';
import { goldDatabases, goldQueries } from './gold.js';

interface Opened {
  readonly database: TestDatabase;
  readonly client: Client;
  readonly catalog: Catalog;
}

async function opened(database: TestDatabase): Promise<Opened> {
  const warehouse = connectWarehouse({
    url: database.url,
    name: 'w',
    poolSize: 2,
    catalogTtlMs: 60_000,
  });
  const catalog = await warehouse.catalog(new AbortController().signal);
  await warehouse.close();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("set timezone = 'UTC'; set datestyle = 'ISO'");
  return { database, client, catalog };
}

async function closed({ client, database }: Opened): Promise<void> {
  await client.end();
  await database.drop();
}

function declared(more: Partial<QueryInput> = {}): QueryInput {
  return {
    sql: '',
    params: [],
    measure: { name: 'm', column: 'm', aggregation: 'sum', additive: true, unit: '' },
    grain: '',
    period: { from: '', to: '' },
    dimensions: [],
    filters: [],
    order: '',
    limit: 0,
    ...more,
  };
}

type Rows = readonly Readonly<Record<string, string | null>>[];

async function rowsOf({ client }: Opened, sql: string): Promise<Rows> {
  const { rows } = await client.query<Record<string, string | null>>({
    text: sql,
    types: { getTypeParser: () => (value: string) => value },
  } as never);
  return rows;
}

/** Holds a rewrite's rows against what the original's rows give without the dropped part. */
async function holds(at: Opened, sql: string, input: QueryInput, rewrite: Rewrite): Promise<void> {
  const said = `${sql}\n→ ${rewrite.sql}\n${rewrite.note}`;
  const paramCount = rewrite.input.params.length;
  const guarded = await guard(rewrite.sql, { catalog: at.catalog, paramCount });
  assert.ok(guarded.accepted, `${said}\n${JSON.stringify(guarded)}`);
  assert.match(rewrite.note, /\w+ \w+.*\.$/);
  const [before, now] = [await rowsOf(at, sql), await rowsOf(at, rewrite.sql)];
  const columns = Object.keys(now[0] ?? {});
  if (rewrite.exact) {
    const left = before.map((row) => columns.map((name) => row[name] ?? null));
    const cells = now.map((row) => columns.map((name) => row[name] ?? null));
    assert.deepEqual(sorted(cells), sorted(left), said);
    return;
  }
  const select = await readSelect(rewrite.sql);
  const outputs = (select && readGrouped(select, at.catalog))?.outputs ?? [];
  const keys = outputs.filter(({ key }) => key !== null).map(({ name }) => name);
  const measures = columns.filter((name) => !keys.includes(name));
  const coarser = rewrite.input.grain === input.grain ? undefined : rewrite.input.grain;
  const grainColumn = keys.find((name) => /^\d{4}-\d\d-\d\d/.test(now[0]?.[name] ?? ''));
  const totals = new Map<string, number[]>();
  for (const row of before) {
    const key = JSON.stringify(
      keys.map((name) =>
        name === grainColumn && coarser !== undefined
          ? truncated(row[name] ?? '', coarser)
          : row[name],
      ),
    );
    const sums = totals.get(key) ?? measures.map(() => 0);
    totals.set(
      key,
      sums.map((sum, i) => sum + Number(row[measures[i] ?? '']) * 1),
    );
  }
  assert.equal(now.length, totals.size, said);
  for (const row of now) {
    const sums = totals.get(JSON.stringify(keys.map((name) => row[name])));
    assert.ok(sums, `${said}\n${JSON.stringify(row)}`);
    for (const [i, name] of measures.entries()) {
      // What the original rounds, it rounds once a row.
      const slack = 0.01 * before.length + 1e-9 * Math.abs(sums[i] ?? 0);
      assert.ok(Math.abs(Number(row[name]) - (sums[i] ?? Number.NaN)) <= slack, said);
    }
  }
}

function sorted(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

function truncated(day: string, unit: string): string {
  const [year = '', month = ''] = day.split('-');
  const first =
    unit === 'year'
      ? 1
      : unit === 'quarter'
        ? Math.floor((Number(month) - 1) / 3) * 3 + 1
        : Number(month);
  return `${year}-${String(first).padStart(2, '0')}-01${day.slice(10)}`;
}

const measure = (column: string, additive = true): Partial<QueryInput> => ({
  measure: { name: column, column, aggregation: 'sum', additive, unit: '' },
});
const fx = `join exchange_rates fx on fx.currency = o.currency
  and fx.month = date_trunc('month', o.ordered_at at time zone 'UTC')::date`;

/** Statement, declaration, and what each rewrite drops, in order. */
const onSample: readonly [string, string, Partial<QueryInput>, readonly RegExp[]][] = [
  [
    'an inner ORDER BY',
    `select r.status, count(*) as m from (select status from orders order by ordered_at) r group by 1 order by 2 desc`,
    { ...measure('m'), dimensions: ['status'], order: 'm desc' },
    [/^Left out: the sorting inside subqueries\.$/],
  ],
  [
    'an inner ORDER BY in a WITH query, kept one for LIMIT',
    `with a as (select order_id from orders order by ordered_at), b as (select order_id from orders order by ordered_at, order_id limit 5)
     select count(*) as m from a join b using (order_id)`,
    measure('m'),
    [/sorting inside/],
  ],
  [
    'the outer ORDER BY that nobody declared',
    'select status, count(*) as m from orders group by status order by 2',
    { ...measure('m'), dimensions: ['status'] },
    [/sorting of the rows/],
  ],
  [
    'an unused LEFT JOIN by key',
    `select o.status, count(*) as m from orders o left join regions r on r.region_id = o.region_id group by 1 order by 1`,
    { ...measure('m'), dimensions: ['status'], order: 'status' },
    [/the join to regions, which nothing else uses/],
  ],
  [
    'an unused LEFT JOIN by USING, and one that then is',
    `select o.status, count(*) as m from orders o left join customers c using (customer_id) left join regions r on r.region_id = c.region_id
     group by 1 order by 1`,
    { ...measure('m'), dimensions: ['status'], order: 'status' },
    [/the join to regions.*the join to customers/],
  ],
  [
    'a column that nothing declared, with the join behind it',
    `select o.status, count(*) as m, max(r.name) as last_region from orders o left join regions r on r.region_id = o.region_id group by 1 order by 1`,
    { ...measure('m'), dimensions: ['status'], order: 'status' },
    [/the column last_region; the join to regions/],
  ],
  [
    'a window first, then a distinct count',
    `select status, count(*) as m, count(distinct customer_id) as customers, rank() over (order by count(*)) as place
     from orders group by 1 order by m`,
    { ...measure('m', false), dimensions: ['status'], order: 'm' },
    [/the column place\.$/, /the column place; the column customers/],
  ],
  [
    'a named window with its column',
    `select status, count(*) as m, sum(count(*)) over w as running from orders group by 1 window w as (order by status) order by 1`,
    { ...measure('m', false), dimensions: ['status'], order: 'status' },
    [/the column running/],
  ],
  [
    'ORDER BY by number stays right when a column before it goes',
    `select avg(quantity) as a, product_id, sum(quantity) as m from order_items group by 2 order by 3, 2`,
    { ...measure('m', false), dimensions: ['product_id'], order: 'm' },
    [/the column a\./],
  ],
  [
    'days to months, quarters and years',
    `select date_trunc('day', o.ordered_at)::date as day, sum(i.net_amount) as m from orders o join order_items i using (order_id)
     where o.ordered_at >= '2025-01-01' group by 1 order by 1`,
    { ...measure('m'), grain: 'day', dimensions: ['day'], order: 'day' },
    [/by month instead of by day/, /by quarter/, /by year/],
  ],
  [
    'a cast to date is a day',
    `select o.ordered_at::date as day, count(*) as m from orders o where o.ordered_at >= '2026-01-01' group by o.ordered_at::date order by day`,
    {
      ...measure('m'),
      grain: 'day',
      dimensions: ['day'],
      order: 'day',
      period: { from: '2026-01-01', to: '2026-03-01' },
    },
    [/by month/, /by quarter/],
  ],
  [
    'months in a date column',
    `select t.month, sum(t.revenue_usd) as m from targets t group by t.month order by t.month`,
    { ...measure('m'), grain: 'month', dimensions: ['month'], order: 'month' },
    [/by quarter instead of by month/, /by year/],
  ],
  [
    'a month in a time zone, rounded, and a region',
    `select date_trunc('month', o.ordered_at at time zone 'UTC')::date as month, coalesce(r.name, '(none)') as region,
       round(sum(i.net_amount * fx.usd_per_unit), 2) as m
     from order_items i join orders o using (order_id) ${fx} left join regions r on r.region_id = o.region_id
     where o.status <> 'cancelled' and o.ordered_at >= '2025-01-01' group by 1, 2 order by 1, 2`,
    { ...measure('m'), grain: 'month', dimensions: ['month', 'region'], order: 'month, region' },
    [/by quarter/, /by year/, /not split by region/],
  ],
  [
    'dimensions from the last to the second',
    `select o.status, ch.name as channel, c.segment, count(*) as m from orders o join channels ch using (channel_id)
     join customers c on c.customer_id = o.customer_id group by o.status, ch.name, c.segment`,
    { ...measure('m'), dimensions: ['status', 'channel', 'segment'] },
    [/not split by segment\./, /not split by segment, not split by channel/],
  ],
  [
    'another dimension than the currency',
    'select status, currency, count(*) as m from orders group by 1, 2',
    { ...measure('m'), dimensions: ['status', 'currency'] },
    [/not split by status\.$/],
  ],
];

/** Nothing is made of these. */
const leftAlone: readonly [string, string, Partial<QueryInput>][] = [
  [
    'a declared order',
    'select status, count(*) as m from orders group by 1 order by 2',
    { ...measure('m', false), order: 'm' },
  ],
  [
    'an ORDER BY that LIMIT needs',
    'select order_id as m from orders order by ordered_at, order_id limit 3',
    { ...measure('m', false), limit: 3 },
  ],
  [
    'an inner order that row_number() sees',
    'select count(*) as m from (select row_number() over () as n from (select order_id from orders order by 1) o) x',
    measure('m', false),
  ],
  [
    'an inner order that array_agg sees',
    'select array_agg(order_id) as m from (select order_id from orders order by 1) o',
    measure('m', false),
  ],
  [
    'an inner order that a LIMIT sees',
    'select order_id as m from (select order_id from orders order by 1) o limit 2',
    { ...measure('m', false), limit: 2 },
  ],
  [
    'DISTINCT ON',
    'select distinct on (status) status, order_id as m from orders order by status, order_id',
    measure('m', false),
  ],
  [
    'an inner join',
    'select count(*) as m from orders o join regions r on r.region_id = o.region_id',
    measure('m'),
  ],
  [
    'a LEFT JOIN that repeats rows',
    'select count(*) as m from orders o left join shipments s on s.order_id = o.order_id',
    measure('m'),
  ],
  [
    'a LEFT JOIN by part of a key',
    'select count(*) as m from orders o left join order_items i on i.order_id = o.order_id',
    measure('m'),
  ],
  [
    'a LEFT JOIN whose table WHERE reads',
    `select count(*) as m from orders o left join regions r on r.region_id = o.region_id where r.name = 'EMEA'`,
    measure('m'),
  ],
  [
    'a LEFT JOIN under OR',
    'select count(*) as m from orders o left join regions r on r.region_id = o.region_id or r.region_id = 1',
    measure('m'),
  ],
  [
    'columns under DISTINCT',
    'select distinct status, channel_id, region_id as m from orders',
    { ...measure('m', false), dimensions: ['status'] },
  ],
  [
    'a ratio',
    `select date_trunc('month', ordered_at)::date as month, avg(region_id) as m from orders group by 1`,
    { ...measure('m'), grain: 'month', dimensions: ['month'] },
  ],
  [
    'a distinct count',
    `select date_trunc('month', ordered_at)::date as month, count(distinct customer_id) as m from orders group by 1`,
    { ...measure('m'), grain: 'month', dimensions: ['month'] },
  ],
  [
    'HAVING',
    `select date_trunc('month', ordered_at)::date as month, count(*) as m from orders group by 1 having count(*) > 5`,
    { ...measure('m'), grain: 'month', dimensions: ['month'] },
  ],
  [
    'weeks',
    `select date_trunc('week', ordered_at)::date as week, count(*) as m from orders group by 1`,
    { ...measure('m'), grain: 'week', dimensions: ['week'] },
  ],
  [
    'months as text',
    `select to_char(date_trunc('month', ordered_at), 'YYYY-MM') as month, count(*) as m from orders group by 1`,
    { ...measure('m'), grain: 'month', dimensions: ['month'] },
  ],
  [
    'what is not declared additive',
    `select date_trunc('day', ordered_at)::date as day, count(*) as m from orders group by 1`,
    { ...measure('m', false), grain: 'day', dimensions: ['day'] },
  ],
  [
    'totals of totals',
    'select s.status, sum(s.n) as m from (select status, region_id, count(*) as n from orders group by 1, 2) s group by s.status, s.n',
    { ...measure('m'), dimensions: ['status'] },
  ],
  [
    'a month beside its name',
    `select date_trunc('month', ordered_at)::date as month, to_char(ordered_at, 'Mon') as name, count(*) as m from orders group by 1, 2`,
    { ...measure('m'), grain: 'month', dimensions: ['month'] },
  ],
  ['a union', 'select 1 as m union all select 2', measure('m')],
  ['what does not parse', 'selec 1', measure('m')],
];

describe('simplify on the sample', () => {
  let at: Opened;
  before(async () => {
    at = await opened(await sampleDatabase());
  });
  after(() => closed(at));

  for (const [what, sql, more, notes] of onSample) {
    it(`drops ${what}`, async () => {
      const input = declared(more);
      const rewrites = await simplify(sql, { catalog: at.catalog, declaration: input });
      assert.equal(rewrites.length, notes.length, JSON.stringify(rewrites, null, 1));
      for (const [i, rewrite] of rewrites.entries()) {
        assert.match(rewrite.note, notes[i] ?? /never/);
        await holds(at, sql, input, rewrite);
      }
    });
  }

  for (const [what, sql, more] of leftAlone) {
    it(`leaves alone ${what}`, async () => {
      assert.deepEqual(
        await simplify(sql, { catalog: at.catalog, declaration: declared(more) }),
        [],
      );
    });
  }

  it('keeps the order of rows that may be too many, also one that comes from inside', async () => {
    const keptOrder = async (sql: string) =>
      await simplify(sql, { catalog: at.catalog, declaration: declared({}), keepOrder: true });
    const flat = 'select order_id as m from orders';
    assert.deepEqual(await keptOrder(`${flat} order by ordered_at`), []);
    assert.deepEqual(await keptOrder(`select m from (${flat} order by ordered_at) as o`), []);
    const [inner] = await keptOrder(
      `select m from (${flat} order by ordered_at) as o order by m desc`,
    );
    assert.equal(inner?.note, 'Left out: the sorting inside subqueries.');
    assert.equal(inner.reordered, false);
  });

  it('keeps columns that others read, and numbers parameters anew', async () => {
    const text = (value: string) => ({ kind: 'text', value, step: '', column: '' }) as const;
    const sql = `select status, count(*) as m, count(*) filter (where currency = $1) as euro, max(ordered_at) as last
      from orders where ordered_at >= $2 group by 1`;
    const declaration = declared({
      dimensions: ['status'],
      params: [text('EUR'), text('2026-01-01')],
    });
    const [rewrite] = await simplify(sql, { catalog: at.catalog, declaration, keep: ['last'] });
    assert.match(rewrite?.note ?? '', /the column euro\./);
    assert.deepEqual(rewrite?.input.params, [text('2026-01-01')]);
    assert.match(rewrite?.sql ?? '', /last/);
    const { rows } = await at.client.query(rewrite?.sql ?? '', ['2026-01-01']);
    assert.equal(rows.length, 3);
  });
});

describe('simplify on Chinook', { skip: unlessShared('chinook/chinook.sql') }, () => {
  it('gives the rows of the original, summed where it says so', async () => {
    const at = await opened(await chinookDatabase());
    try {
      let rewritten = 0;
      for (const [sql, more] of [
        [
          `select date_trunc('month', i.invoice_date) as month, i.billing_country, sum(i.total) as m from invoice i group by 1, 2 order by 1`,
          { grain: 'month', dimensions: ['month', 'billing_country'] },
        ],
        [
          `select g.name as genre, sum(il.unit_price * il.quantity) as m, count(*) as lines, avg(il.quantity) as a from invoice_line il join track t using (track_id) left join genre g on g.genre_id = t.genre_id left join media_type mt on mt.media_type_id = t.media_type_id group by 1 order by 2 desc`,
          { dimensions: ['genre'] },
        ],
        [
          `select e.last_name, c.country, sum(i.total) as m from invoice i join customer c using (customer_id) left join employee e on e.employee_id = c.support_rep_id group by 1, 2`,
          { dimensions: ['last_name', 'country'] },
        ],
      ] as const) {
        const declaration = declared(more);
        const rewrites = await simplify(sql, { catalog: at.catalog, declaration });
        rewritten += rewrites.length;
        for (const rewrite of rewrites) await holds(at, sql, declaration, rewrite);
      }
      assert.ok(rewritten >= 7, `${rewritten} rewrites`);
    } finally {
      await closed(at);
    }
  });
});

describe('simplify on gold queries', { skip: unlessShared('sql-eval/questions.csv') }, () => {
  it('gives the rows of the original, whatever is declared', async () => {
    const gold = await goldQueries();
    let [statements, rewritten] = [0, 0];
    for (const name of goldDatabases) {
      const database = await (await postgresForTests()).createDatabase();
      await runSql(database.url, await readFile(sharedData(`sql-eval/${name}.sql`) ?? '', 'utf8'));
      const at = await opened(database);
      try {
        for (const { sql } of gold.filter((query) => query.database === name)) {
          const select = await readSelect(sql);
          const names = ((select && readGrouped(select, at.catalog))?.outputs ?? []).map(
            (each) => each.name,
          );
          const limited = select?.limitCount !== undefined;
          // As a planner might: the last column is the measure, the others but one are dimensions.
          const declaration = declared({
            ...measure(names.at(-1) ?? ''),
            dimensions: names.slice(0, -1).filter((_, i) => i !== 1),
            limit: limited ? 1 : 0,
          });
          const rewrites = await simplify(sql, { catalog: at.catalog, declaration });
          statements += rewrites.length > 0 ? 1 : 0;
          rewritten += rewrites.length;
          for (const rewrite of rewrites) await holds(at, sql, declaration, rewrite);
        }
      } finally {
        await closed(at);
      }
    }
    assert.ok(statements >= 30, `${statements} statements, ${rewritten} rewrites`);
  });
});
