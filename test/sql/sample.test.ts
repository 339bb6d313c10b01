import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import type { Catalog, Warehouse } from '../../src/ports.js';
import { guard } from '../../src/sql/guard.js';
import { sample, type SampleOptions, type Scaled } from '../../src/sql/sample/sample.js';
import { readSample } from '../../src/sql/sample/read-sample.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import { runSql, type TestDatabase } from '../support.js';

const never = new AbortController().signal;
const limits = { maxRows: 1_000, maxBytes: 1024 * 1024 };

describe('an estimate from a sample of pages', () => {
  let database: TestDatabase;
  let warehouse: Warehouse & { close(): Promise<void> };
  let catalog: Catalog;
  let client: Client;
  before(async () => {
    database = await sampleDatabase();
    warehouse = connectWarehouse({
      url: database.url,
      name: 'sample',
      poolSize: 2,
      catalogTtlMs: 60_000,
    });
    catalog = await warehouse.catalog(never);
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query("set timezone = 'UTC'");
  });
  after(async () => {
    await client.end();
    await warehouse.close();
    await database.drop();
  });

  async function scaled(sql: string, options: Partial<SampleOptions> = {}): Promise<Scaled> {
    const sampled = await sample(sql, { catalog, seed: 7, ...options });
    assert.equal(sampled.kind, 'scaled', JSON.stringify(sampled));
    return sampled;
  }

  const run = async ({ sql, params }: Scaled, values: readonly string[] = []) =>
    await warehouse.query(
      {
        sql,
        params: params.map((number) => values[number - 1] ?? null),
        timeZone: 'UTC',
        tenant: '',
        timeoutMs: 5_000,
      },
      limits,
      { signal: never, onProgress: () => {} },
    );

  async function firstRow(sql: string): Promise<Record<string, string | null>> {
    const { rows } = await client.query<Record<string, string | null>>(sql);
    return rows[0] ?? {};
  }

  // One statement for many seeds: the text is the same but for the seed, and the guard has seen it once.
  async function coverage(sql: string, column: string, seeds: number): Promise<number> {
    const truth = Number((await firstRow(sql))[column]);
    const { sql: estimate } = await scaled(sql, { seed: 999_999 });
    let covered = 0;
    let given = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const row = await firstRow(
        estimate
          .replaceAll('repeatable (999999)', `repeatable (${seed})`)
          .replaceAll('REPEATABLE (999999)', `REPEATABLE (${seed})`),
      );
      if (!row[`${column}__enough`]) continue;
      given += 1;
      const [low, high] = [Number(row[`${column}__low`]), Number(row[`${column}__high`])];
      if (low <= truth && truth <= high) covered += 1;
    }
    assert.ok(given > seeds * 0.9, `only ${given} of ${seeds} gave a figure`);
    return covered / given;
  }

  for (const [name, sql, column, seeds] of [
    ['a sum', 'select sum(net_amount) as revenue from order_items', 'revenue', 300],
    ['a count', 'select count(*) as n from order_items', 'n', 100],
    ['an average', 'select avg(net_amount) as mean from order_items', 'mean', 100],
    [
      'a filtered sum over a join',
      `select sum(i.net_amount * fx.usd_per_unit) as revenue from order_items i join orders o using (order_id)
       join exchange_rates fx on fx.currency = o.currency
        and fx.month = date_trunc('month', o.ordered_at at time zone 'UTC')::date
       where o.status <> 'cancelled'`,
      'revenue',
      100,
    ],
  ] as const) {
    it(`holds the truth in at least 93 of 100 intervals: ${name}`, async () => {
      const share = await coverage(sql, column, seeds);
      assert.ok(share >= 0.93, `${(share * 100).toFixed(1)} %`);
    });
  }

  it('gives the same figures for the same seed, and others for another', async () => {
    const sql = 'select sum(net_amount) as revenue from order_items';
    const [first, again, other] = [
      await run(await scaled(sql)),
      await run(await scaled(sql)),
      await run(await scaled(sql, { seed: 8 })),
    ];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first.rows, other.rows);
  });

  it('comes near the truth per group, keys and order as in the original', async () => {
    const sql = `select o.status, sum(i.net_amount) as revenue from order_items i join orders o using (order_id)
      group by 1 order by revenue desc`;
    const statement = await scaled(sql, { percent: 40 });
    const { result, intervals } = readSample(await run(statement), statement);
    const { rows } = await client.query<[string, string]>({ text: sql, rowMode: 'array' });
    assert.deepEqual(
      result.columns.map(({ name }) => name),
      ['status', 'revenue'],
    );
    const [[status, revenue] = []] = result.rows;
    assert.equal(status, rows[0]?.[0]);
    assert.ok(Math.abs(Number(revenue) / Number(rows[0]?.[1]) - 1) < 0.1);
    assert.equal(intervals[0]?.column, 'revenue');
  });

  it('gives no figure for a group on fewer than 30 pages', async () => {
    const statement = await scaled(
      `select date_trunc('week', o.ordered_at)::date as week, count(*) as n
       from order_items i join orders o using (order_id) group by 1`,
    );
    const raw = await run(statement);
    assert.ok(raw.rows.length > 20);
    assert.ok(raw.rows.every(([, n, low, high]) => n === null && low === null && high === null));
    const { result, notEnough } = readSample(raw, statement);
    assert.deepEqual(result.rows, []);
    assert.equal(notEnough, raw.rows.length);
  });

  it('is exact where the whole table is drawn', async () => {
    const statement = await scaled('select sum(quantity) as n from returns', { percent: 100 });
    const { rows } = await run(statement);
    const { n } = await firstRow('select sum(quantity) as n from returns');
    assert.deepEqual(rows[0]?.slice(0, 3), [`${n}.00`, `${n}.00`, `${n}.00`]);
  });

  it('knows the table by the names that the statement has for it', async () => {
    for (const sql of [
      'select count(public.order_items.quantity) as n from order_items',
      'select count(order_items.quantity) as n from public.order_items',
      'select count("I t".quantity) as n from only order_items as "I t" join orders using (order_id)',
    ]) {
      const { rows } = await run(await scaled(sql, { percent: 100 }));
      assert.deepEqual(rows[0]?.[0], (await firstRow(sql))['n'], sql);
    }
  });

  it('keeps parameters', async () => {
    const statement = await scaled(
      'select count(*) as n from order_items i join orders o using (order_id) where o.status = $1',
    );
    const { rows } = await run(statement, ['completed']);
    assert.ok(Number(rows[0]?.[0]) > 50_000);
  });

  it('trusts nothing where row-level security hides rows', async () => {
    await runSql(
      database.url,
      `create role hidden_reader login password 'x'; grant select on all tables in schema public to hidden_reader;
       alter table order_items enable row level security;
       create policy some_rows on order_items for select to hidden_reader using (order_id > 30000)`,
    );
    try {
      const statement = await scaled('select count(*) as n from order_items');
      await client.query('begin; set local role hidden_reader');
      const row = await firstRow(statement.sql);
      await client.query('rollback');
      assert.equal(row['n__enough'], false);
      assert.equal(row['n'], null);
    } finally {
      await runSql(
        database.url,
        'alter table order_items disable row level security; drop owned by hidden_reader; drop role hidden_reader',
      );
    }
  });

  it('trusts nothing where pages were emptied', async () => {
    await runSql(
      database.url,
      `create table holes (id int, filler text);
       insert into holes select i, repeat('x', 200) from generate_series(1, 40000) i;
       delete from holes where id between 10000 and 14000;
       analyze holes`,
    );
    await runSql(database.url, 'vacuum holes');
    const holes = await readAgain();
    const row = await firstRow(
      (await scaled('select count(*) as n from holes', { catalog: holes })).sql,
    );
    assert.equal(row['n__enough'], false);
  });

  async function readAgain(): Promise<Catalog> {
    const fresh = connectWarehouse({ url: database.url, name: 'p', poolSize: 1, catalogTtlMs: 1 });
    const read = await fresh.catalog(never);
    await fresh.close();
    return read;
  }

  it('samples a partitioned table by page numbers', async () => {
    await runSql(
      database.url,
      `create table events (id int not null, day date not null, amount numeric) partition by range (day);
       create table events_1 partition of events for values from ('2025-01-01') to ('2025-07-01');
       create table events_2 partition of events for values from ('2025-07-01') to ('2026-01-01');
       insert into events select i, date '2025-01-01' + i % 365, i % 97 from generate_series(1, 60000) i;
       analyze events`,
    );
    const partitioned = await readAgain();
    const statement = await scaled('select sum(amount) as total from events', {
      catalog: partitioned,
      percent: 30,
    });
    const row = await firstRow(statement.sql);
    const { total } = await firstRow('select sum(amount) as total from events');
    assert.equal(row['total__enough'], true);
    assert.ok(
      Number(row['total__low']) <= Number(total) && Number(total) <= Number(row['total__high']),
    );
  });

  for (const [what, sql, reason] of [
    [
      'distinct counts',
      'select count(distinct order_id) as n from order_items',
      /different values/,
    ],
    ['the greatest value', 'select max(net_amount) as m from order_items', /outside a sample/],
    [
      'percentiles',
      'select percentile_cont(0.5) within group (order by net_amount) as p from order_items',
      /percentiles/,
    ],
    [
      'NOT IN',
      'select count(*) as n from orders where order_id not in (select order_id from returns)',
      /without a match/,
    ],
    [
      'NOT EXISTS',
      'select count(*) as n from orders o where not exists (select 1 from returns r where r.order_id = o.order_id)',
      /without a match/,
    ],
    [
      'an anti-join',
      'select count(*) as n from orders o left join returns r using (order_id) where r.return_id is null',
      /without a match/,
    ],
    ['EXCEPT', 'select order_id from orders except select order_id from returns', /EXCEPT/],
    [
      'INTERSECT',
      'select order_id from orders intersect select order_id from returns',
      /INTERSECT/,
    ],
    [
      'self-joins',
      'select count(*) as n from orders a join orders b using (customer_id)',
      /same table twice/,
    ],
    [
      'HAVING',
      'select customer_id, count(*) as n from orders group by 1 having count(*) > 5',
      /HAVING/,
    ],
    [
      'LIMIT over totals',
      'select customer_id, count(*) as n from orders group by 1 order by 2 desc limit 3',
      /LIMIT/,
    ],
    ['DISTINCT', 'select distinct status, count(*) as n from orders group by 1', /DISTINCT/],
    [
      'window functions',
      'select status, sum(count(*)) over () as n from orders group by status',
      /window/,
    ],
    [
      'the filled side of an outer join alone',
      'select count(*) as n from (select 1 as x) one left join orders o on true',
      /can be sampled/,
    ],
    ['whole-number division', 'select sum(quantity) / count(*) as r from order_items', /computed/],
    ['what is no table', 'select count(*) as n from (select * from orders) o', /can be sampled/],
    ['a statement that writes', 'delete from orders', /guarded/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const sampled = await sample(sql, { catalog, seed: 1 });
      assert.equal(sampled.kind, 'refused', JSON.stringify(sampled));
      assert.match(sampled.kind === 'refused' ? sampled.reason : '', reason);
    });
  }

  it('shows the first rows of a list, through the guard, and the rows beneath a refused figure', async () => {
    const list = await sample(
      'select order_id, status from orders where status = $1 order by ordered_at',
      {
        catalog,
        seed: 1,
      },
    );
    assert.equal(list.kind, 'look');
    const refused = await sample(
      'select status, count(distinct customer_id) as n from orders group by 1',
      {
        catalog,
        seed: 1,
      },
    );
    const look = refused.kind === 'refused' ? refused.look : null;
    for (const each of [list, look]) {
      assert.ok(each?.kind === 'look');
      const guarded = await guard(each.sql, { catalog, paramCount: each.params.length });
      assert.ok(guarded.accepted);
      assert.equal(guarded.facts.limit, 10_000);
      assert.doesNotMatch(each.sql, /ORDER BY|count|GROUP/i);
    }
  });
});
