import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { copyRows } from '../../../src/adapters/warehouse/copy.js';
import {
  ensureSample,
  generateSample,
  isSampleLoaded,
  loadSample,
} from '../../../src/embedded/sample/index.js';
import { postgresForTests, runSql, type TestDatabase } from '../../support.js';
import { sampleDatabase } from './sample-database.js';
import { sampleTruth, type Ask, type Dimension, type Truth } from './sample-truth.js';

const postgres = await postgresForTests();

const sample = generateSample();
const truth = sampleTruth(sample);
const small = generateSample({ orders: 600 });

const wholeTime = { from: '2024-01-01', to: '2026-10-01' };
const q3 = { from: '2025-07-01', to: '2025-10-01' };
const q4 = { from: '2025-10-01', to: '2026-01-01' };

describe('the loaded sample', () => {
  let database: TestDatabase;
  let client: Client;

  before(async () => {
    database = await sampleDatabase();
    client = await connectTo(database.url);
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  test('is known to be loaded', async () => {
    assert.equal(await isSampleLoaded(client), true);
  });

  test('has every generated row', async () => {
    for (const [table, rows] of [
      ['regions', sample.regions],
      ['channels', sample.channels],
      ['categories', sample.categories],
      ['products', sample.products],
      ['customers', sample.customers],
      ['exchange_rates', sample.exchangeRates],
      ['orders', sample.orders],
      ['order_items', sample.orderItems],
      ['returns', sample.returns],
      ['shipments', sample.shipments],
      ['targets', sample.targets],
    ] as const) {
      assert.equal(await scalar(`select count(*) from ${table}`), String(rows.length), table);
    }
  });

  test('is analyzed, and every key and foreign key holds', async () => {
    const analyzed = `select count(distinct tablename) from pg_stats where schemaname = 'public'`;
    assert.equal(await scalar(analyzed), '11');
    const kinds = await pairs(
      `select contype::text, count(*) from pg_constraint
       where connamespace = 'public'::regnamespace and contype in ('p', 'f', 'u') and convalidated group by 1`,
    );
    assert.deepEqual(
      kinds,
      new Map([
        ['p', '11'],
        ['f', '10'],
        ['u', '3'],
      ]),
    );
  });

  test('has the net amounts that its prices and discounts give', async () => {
    const wrong = `select count(*) from order_items where net_amount <> round(quantity * unit_price * (1 - discount), 2)`;
    assert.equal(await scalar(wrong), '0');
  });

  for (const [name, period] of [
    ['by region for Q4 2025', { ...q4, by: 'region' }],
    ['by region for Q3 2025', { ...q3, by: 'region' }],
    ['by month of 2025', { from: '2025-01-01', to: '2026-01-01', by: 'month' }],
    ['by quarter', { ...wholeTime, by: 'quarter' }],
    ['by category for 2025', { from: '2025-01-01', to: '2026-01-01', by: 'category' }],
    ['by product', { ...wholeTime, by: 'product' }],
    ['by channel for March 2026', { from: '2026-03-01', to: '2026-04-01', by: 'channel' }],
    ['by segment', { ...wholeTime, by: 'segment' }],
    ['by currency', { ...wholeTime, by: 'currency' }],
    ['in total', wholeTime],
    [
      'for Q4 2026, of which there is nothing',
      { from: '2026-10-01', to: '2027-01-01', by: 'region' },
    ],
  ] satisfies [string, Ask][]) {
    test(`gives the true answers ${name}`, async () => {
      const { by }: Ask = period;
      const key = by === undefined ? `'total'` : keys[by];
      const answer = await ask({ ...period, key, measure: `concat_ws(' ', ${allMeasures})` });
      const measures = [truth.revenueUsd, truth.orders, truth.units, truth.customers];
      const answers = [...measures, truth.averageOrderValueUsd].map((measure) => measure(period));
      const expected = [...(answers[0] ?? [])].map(([value]): [string | null, string] => [
        value,
        answers.map((values) => values.get(value)).join(' '),
      ]);
      assert.deepEqual(sorted(answer), sorted(new Map(expected)));
    });
  }

  test('gives the true returns and refunds, dated by the day of return', async () => {
    const ask = { ...q4, by: 'region' } as const;
    const from = `from returns rt join orders o using (order_id) left join regions r using (region_id)
      join exchange_rates fx on fx.currency = o.currency and fx.month = date_trunc('month', o.ordered_at at time zone 'UTC')::date
      where rt.returned_at >= '2025-10-01Z' and rt.returned_at < '2026-01-01Z' group by 1`;
    assert.deepEqual(
      sorted(await pairs(`select r.name, count(*) ${from}`)),
      sorted(truth.returns(ask)),
    );
    assert.deepEqual(
      sorted(
        await pairs(`select r.name, round(sum(rt.refund_amount * fx.usd_per_unit), 2) ${from}`),
      ),
      sorted(truth.refundsUsd(ask)),
    );
  });

  // The factors are those that docs/sample-warehouse.md names.
  describe('bites the careless, Q4 2025:', () => {
    const right = Number(truth.revenueUsd(q4).get('total'));

    for (const [mistake, question, [least, most]] of [
      [
        'joining shipments repeats lines',
        { joins: 'join shipments s using (order_id)' },
        [1.95, 2.05],
      ],
      ['adding up dollars and euros', { measure: 'sum(i.net_amount)' }, [0.965, 0.975]],
      ['counting cancelled orders', { status: 'true' }, [1.045, 1.055]],
      ['leaving out pending orders', { status: `o.status = 'completed'` }, [0.975, 0.985]],
      [
        'dropping orders without a region',
        { joins: 'join regions lost on lost.region_id = o.region_id' },
        [0.975, 0.985],
      ],
      ['joining rates by currency alone', { rateMonth: 'true' }, [32.5, 33.5]],
      [
        'forgetting discounts',
        { measure: 'sum(i.quantity * i.unit_price * fx.usd_per_unit)' },
        [1.065, 1.075],
      ],
    ] satisfies [string, Question, [number, number]][]) {
      test(mistake, async () => {
        const factor = Number((await ask({ ...q4, ...question })).get('total')) / right;
        assert.ok(factor > least && factor < most, `${factor} times the revenue`);
      });
    }

    test("the customer's region is not the order's", async () => {
      const joins = 'left join regions home on home.region_id = c.region_id';
      const byCustomer = await ask({ ...q4, joins, key: 'home.name' });
      const byOrder = truth.revenueUsd({ ...q4, by: 'region' });
      const factor = Number(byCustomer.get('LATAM')) / Number(byOrder.get('LATAM'));
      assert.equal(factor.toFixed(2), '1.15');
    });

    test('a quarter of another time zone is another quarter', async () => {
      const tokyo = await ask({ from: '2025-10-01 00:00+09', to: '2026-01-01 00:00+09' });
      assert.notEqual(tokyo.get('total'), truth.revenueUsd(q4).get('total'));
    });
  });

  async function scalar(sql: string): Promise<unknown> {
    const { rows } = await client.query<[unknown]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  }

  async function pairs(sql: string): Promise<Truth> {
    const { rows } = await client.query<[string | null, string]>({ text: sql, rowMode: 'array' });
    return new Map(rows);
  }

  async function ask(question: Question & Pick<Ask, 'from' | 'to'>): Promise<Truth> {
    return pairs(salesSql(question));
  }
});

test('an owner who is no superuser can load it, and a small one will do', async () => {
  const role = `owner_${process.pid}`;
  const database = await postgres.createDatabase();
  await runSql(postgres.adminUrl, `create role ${role} login password 'plain'`);
  await runSql(postgres.adminUrl, `alter database ${database.name} owner to ${role}`);
  const login = { username: role, password: 'plain' };
  const client = await connectTo(Object.assign(new URL(database.url), login).href);
  try {
    await loadSample(client, { copyRows, sample: small });
    const { rows } = await client.query('select count(*)::int as orders from orders');
    assert.deepEqual(rows, [{ orders: 600 }]);
  } finally {
    await client.end();
    await database.drop();
    await runSql(postgres.adminUrl, `drop role ${role}`);
  }
});

test('a load that fails leaves nothing behind, and the connection is fit for the next', async () => {
  const time = '2025-01-01T00:00:00Z';
  const parcel = { shipmentId: 1, carrier: 'none', shippedAt: time, deliveredAt: null };
  const orphan = { ...small, shipments: [{ ...parcel, orderId: 601 }] };
  const unreadable = { ...small, shipments: [{ ...parcel, orderId: 1, shippedAt: 'no time' }] };

  const database = await postgres.createDatabase();
  const client = await connectTo(database.url);
  try {
    await assert.rejects(loadSample(client, { copyRows, sample: orphan }), { code: '23503' });
    await assert.rejects(loadSample(client, { copyRows, sample: unreadable }), { code: '22007' });

    const tables = `select 1 from pg_class where relnamespace = 'public'::regnamespace`;
    assert.deepEqual((await client.query(tables)).rows, []);
    assert.equal(await isSampleLoaded(client), false);
    await loadSample(client, { copyRows, sample: small });
    assert.equal(await isSampleLoaded(client), true);
  } finally {
    await client.end();
    await database.drop();
  }
});

/** How a question differs from the right one for revenue. */
interface Question {
  readonly measure?: string;
  readonly key?: string;
  readonly joins?: string;
  readonly status?: string;
  readonly rateMonth?: string;
}

const revenue = 'round(sum(i.net_amount * fx.usd_per_unit), 2)';
const allMeasures = [
  revenue,
  'count(distinct o.order_id)',
  'sum(i.quantity)',
  'count(distinct o.customer_id)',
  'round(sum(i.net_amount * fx.usd_per_unit) / count(distinct o.order_id), 2)',
].join();

function salesSql({
  from,
  to,
  measure = revenue,
  key = `'total'`,
  joins = '',
  status = `o.status <> 'cancelled'`,
  rateMonth = `fx.month = date_trunc('month', o.ordered_at at time zone 'UTC')::date`,
}: Question & Pick<Ask, 'from' | 'to'>): string {
  return `
    select ${key}, ${measure}
    from order_items i join orders o using (order_id) join customers c using (customer_id)
      join channels ch using (channel_id) left join regions r on r.region_id = o.region_id
      join products p using (product_id) join categories ca using (category_id)
      join exchange_rates fx on fx.currency = o.currency and ${rateMonth} ${joins}
    where ${status} and o.ordered_at >= '${from}' and o.ordered_at < '${to}'
    group by 1`;
}

const keys: Record<Dimension, string> = {
  region: 'r.name',
  channel: 'ch.name',
  segment: 'c.segment',
  month: `date_trunc('month', o.ordered_at at time zone 'UTC')::date::text`,
  quarter: `date_trunc('quarter', o.ordered_at at time zone 'UTC')::date::text`,
  currency: 'o.currency',
  category: 'ca.name',
  product: 'p.name',
};

function sorted(answer: Truth): [string | null, string][] {
  return [...answer].toSorted(([a], [b]) => String(a).localeCompare(String(b)));
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  // The periods asked for are days in UTC, wherever the server stands.
  await client.query(`set time zone 'UTC'`);
  return client;
}

test('of several first starts at once one loads it, and the others have it too', async () => {
  const database = await postgres.createDatabase();
  const clients = await Promise.all([1, 2, 3].map(() => connectTo(database.url)));
  let loads = 0;
  const onLoad = () => void (loads += 1);
  try {
    await Promise.all(
      clients.map((client) => ensureSample(client, { copyRows, onLoad, sample: small })),
    );
    assert.equal(loads, 1);
    for (const client of clients) assert.equal(await isSampleLoaded(client), true);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await database.drop();
  }
});
