import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Binding } from '../../src/domain/plan.js';
import type { Catalog, Table, TableColumn } from '../../src/ports.js';
import { guard } from '../../src/sql/guard.js';
import { lintSql } from '../../src/sql/lint/lint-sql.js';
import { table } from './catalog.js';

const types: Readonly<Record<string, Partial<TableColumn>>> = {
  quantity: { type: 'integer' },
  price: { type: 'numeric(10,2)' },
  amount: { type: 'numeric(10,2)' },
  total: { type: 'numeric(10,2)' },
  usd: { type: 'numeric(10,4)' },
  size: { type: 'bigint' },
  currency: { type: 'character(3)', values: ['EUR', 'USD'] },
  status: { values: ['cancelled', 'completed', 'pending 1', 'pending 2'] },
};

function keyed(
  name: string,
  columns: readonly string[],
  primaryKey: readonly string[],
  more: Partial<Table> = {},
): Table {
  const bare = table(name, columns, 'public', { primaryKey, uniqueKeys: [primaryKey], ...more });
  return { ...bare, columns: bare.columns.map((column) => ({ ...column, ...types[column.name] })) };
}

const catalog: Catalog = {
  version: 'v1',
  tables: [
    keyed('customers', ['id', 'name', 'region'], ['id']),
    keyed('orders', ['id', 'customer_id', 'status', 'currency', 'total', 'size', 'day'], ['id']),
    keyed('lines', ['order_id', 'line', 'product_id', 'quantity', 'amount'], ['order_id', 'line']),
    keyed('products', ['id', 'name', 'price'], ['id']),
    keyed('shipments', ['id', 'order_id', 'carrier', 'quantity'], ['id']),
    keyed('rates', ['currency', 'month', 'usd'], ['currency', 'month']),
    table('notes', ['order_id', 'text']),
  ],
};

async function doubtsOf(sql: string, params: readonly Binding[] = []) {
  const guarded = await guard(sql, { catalog, paramCount: (sql.match(/\$\d/g) ?? []).length });
  assert.ok(guarded.accepted, `${sql}\n${JSON.stringify(guarded)}`);
  return await lintSql(sql, catalog, params);
}

const lines = 'orders o join lines l on l.order_id = o.id';

for (const [code, weight, cases] of [
  [
    'compared_with_itself',
    'finding',
    [
      'select o.id from orders o join customers c on c.id = c.id',
      'select id from orders where day >= day',
      'select id from orders where exists (select 1 from lines l where l.order_id = l.order_id)',
    ],
  ],
  [
    'unlinked_tables',
    'finding',
    [
      'select o.id, c.name from orders o, customers c',
      'select o.id, c.name from orders o join customers c on true',
      'select o.id, c.name, p.price from orders o, customers c, products p where o.customer_id = c.id',
      'select o.id, n.text from orders o join notes n on o.id = o.customer_id',
    ],
  ],
  [
    'unlinked_tables',
    'warning',
    [
      'select o.id, c.name from orders o cross join customers c',
      "select o.id, r.usd from orders o join rates r on r.currency = 'EUR'",
      'select count(distinct o.id) as a, count(distinct c.id) as b from orders o, customers c',
    ],
  ],
  [
    'outer_join_undone',
    'warning',
    [
      "select c.name from customers c left join orders o on o.customer_id = c.id where o.status = 'completed'",
      "select c.name from orders o right join customers c on o.customer_id = c.id where o.day between '2026-01-01' and '2026-02-01'",
    ],
  ],
  [
    'outer_join_undone',
    'finding',
    [
      'select c.name from customers c left join orders o on o.customer_id = c.id join lines l on l.order_id = o.id',
      'select c.name from orders o right join customers c on o.customer_id = c.id join lines l on o.id = l.order_id',
    ],
  ],
  [
    'unlike_ratio',
    'finding',
    [
      'select avg(amount) / nullif(sum(quantity), 0) as m from lines',
      "select avg(case when status = 'completed' then 1 else 0 end)::float / nullif(count(*), 0) as m from orders",
      'select sum(amount) / nullif(avg(amount), 0) as m from lines',
      "select sum(case when status = 'completed' then 1 else 0 end)::float / nullif(avg(case when currency = 'EUR' then 1 else 0 end), 0) as m from orders",
    ],
  ],
  ['unlike_ratio', 'warning', ['select sum(amount) / nullif(avg(quantity), 0) as m from lines']],
  [
    'misnamed_aggregate',
    'finding',
    [
      'select sum(amount) as avg_amount from lines',
      'select count(*) as average_orders from orders',
      'select avg(size) as total_size from orders',
      'select avg(t.mean_size) as m from (select sum(size) as mean_size from orders group by customer_id) t',
    ],
  ],
  [
    'repeated_rows',
    'finding',
    [
      `select sum(o.total) as m from ${lines}`,
      `select c.region, sum(o.total) as m from ${lines} join customers c on c.id = o.customer_id group by c.region`,
      `select sum(l.quantity) as m from ${lines} join shipments s on s.order_id = o.id`,
      `select sum(l.amount) as m from ${lines} join shipments s using (order_id)`,
      'select sum(l.line::int) as m from lines l join notes n using (order_id) join shipments s using (order_id)',
      `select sum(l.amount * r.usd) as m from ${lines} join rates r on r.currency = o.currency`,
      'with o as (select id, total from orders) select sum(l.amount) as m from lines l join orders on orders.id = l.order_id join shipments s on s.order_id = orders.id',
    ],
  ],
  [
    'repeated_rows',
    'warning',
    [
      'select sum(p.price) as m from products p join lines l on l.product_id = p.id',
      `select avg(o.total) as m from ${lines}`,
      `select count(o.id) as m from ${lines}`,
    ],
  ],
  [
    'integer_division',
    'finding',
    [
      'select count(*) / count(distinct customer_id) as m from orders',
      'select sum(quantity) * 100 / count(*) as m from lines',
    ],
  ],
  ['integer_division', 'warning', ['select sum(quantity) / 60 as m from lines']],
  [
    'unguarded_ratio',
    'advice',
    [
      'select sum(amount) / sum(quantity) as m from lines',
      'select amount / quantity as m from lines',
    ],
  ],
  [
    'unknown_value',
    'finding',
    [
      "select id from orders where status = 'Completed'",
      "select id from orders where status in ('complted', 'cancelled')",
      "select id from orders where status <> 'CANCELLED'",
      "select id from orders where lower(status) = 'Completed'",
      "select count(*) filter (where status = 'canceled') as m from orders",
    ],
  ],
  [
    'unknown_value',
    'warning',
    [
      "select id from orders where status = 'returned'",
      "select id from orders where status = 'pending 3'",
    ],
  ],
  [
    'limit_without_order',
    'warning',
    [
      'select id from orders limit 5',
      'select count(*) as m from (select id from orders limit 5) t',
    ],
  ],
  [
    'mixed_units',
    'finding',
    [
      'select sum(total) as m from orders',
      `select o.status, sum(l.amount) as m from ${lines} group by o.status`,
    ],
  ],
] satisfies [string, string, string[]][]) {
  describe(`${code} as ${weight}`, () => {
    for (const sql of cases) {
      it(sql, async () => {
        const doubts = await doubtsOf(sql);
        const mine = doubts.filter((doubt) => doubt.code === code);
        assert.deepEqual(
          mine.map((doubt) => doubt.weight),
          [weight],
          JSON.stringify(doubts),
        );
      });
    }
  });
}

describe('nothing is held against', () => {
  const usd =
    "join rates r on r.currency = o.currency and r.month = date_trunc('month', o.day::date)::text";
  for (const sql of [
    'select o.id from orders o join customers c on c.id = o.customer_id',
    'select a.id from orders a join orders b on a.customer_id = b.customer_id and a.id <> b.id',
    'select o.id from orders o, customers c where c.id = o.customer_id',
    'select o.id, t.n from orders o cross join (select count(*) as n from orders) t',
    'select o.id, d.day as label from orders o cross join generate_series(1, 3) as d(day)',
    'select c.name from customers c left join orders o on o.customer_id = c.id where o.id is null',
    "select o.id from orders o left join customers c on c.id = o.customer_id where c.region = 'EMEA'",
    "select c.name from customers c left join orders o on o.customer_id = c.id and o.status = 'completed'",
    `select sum(l.amount * r.usd) as m from ${lines} ${usd}`,
    `select sum(l.quantity * p.price) as m from lines l join products p on p.id = l.product_id`,
    `select c.region, sum(l.quantity) as m from ${lines} join customers c on c.id = o.customer_id group by 1`,
    "select sum(l.amount) as m from orders o join lines l on l.order_id = o.id where o.currency = 'EUR'",
    `select o.currency, sum(l.amount) as m from ${lines} group by o.currency`,
    `select s.id, sum(l.quantity) as m from ${lines} join shipments s on s.order_id = o.id group by s.id`,
    'select sum(l.quantity) as m from lines l join (select order_id, count(*) as n from shipments group by order_id) s on s.order_id = l.order_id',
    'select sum(l.quantity) as m from lines l where exists (select 1 from shipments s where s.order_id = l.order_id)',
    `select count(distinct o.id) as m, count(*) as n from ${lines}`,
    // Nothing is declared of the notes: that they have no key is not known.
    'select sum(o.size) as m from orders o join notes n on n.order_id = o.id',
    'select sum(quantity)::numeric / nullif(count(*), 0) as m from lines',
    'select sum(quantity) / 2.0 as m from lines',
    'select status, sum(size) / count(*) as m from orders group by status',
    'select quantity / 10 as bucket, count(*) as n from lines group by 1',
    "select id from orders where status in ('completed', 'cancelled')",
    "select id from orders where lower(status) = 'completed'",
    'select id from orders where status = $1',
    'select id from orders order by total desc limit 5',
    'select max(total) as m from orders limit 1',
    'select sum(size) as m from orders',
    'select c.name from customers c left join orders o on o.customer_id = c.id left join lines l on l.order_id = o.id',
    'select c.name from customers c left join (orders o join lines l on l.order_id = o.id) on o.customer_id = c.id',
    'select avg(amount) / nullif(avg(quantity), 0) as m from lines',
    'select sum(amount) / nullif(count(*), 0) as avg_amount from lines',
    'select sum(amount) as total_of_averages from lines',
    'select avg(total_amount) as avg_total from (select sum(amount) as total_amount from lines group by order_id) t',
    'select order_id, avg(sum(size)) over () as average_size from (select id as order_id, size from orders) t group by order_id',
  ]) {
    it(sql, async () => assert.deepEqual(await doubtsOf(sql), []));
  }
});

it('says what was meant, and where', async () => {
  const [doubt] = await doubtsOf("select id from orders where status = 'Cancelled'");
  assert.equal(
    doubt?.fix,
    "Did you mean 'cancelled'? It has 'cancelled', 'completed', 'pending 1', 'pending 2'.",
  );
  assert.equal(typeof doubt?.location, 'number');
});

it('reads a text that is bound as if it were written, and not what earlier steps give', async () => {
  const sql = 'select id from orders where status = $1 and currency = $2';
  const bound = (kind: Binding['kind'], value = ''): Binding => ({
    ...{ kind, value, step: 'one', column: 'status' },
  });
  const doubts = await doubtsOf(sql, [bound('text', 'Cancelled'), bound('text', 'EUR')]);
  assert.deepEqual(
    doubts.map(({ code, weight }) => [code, weight]),
    [['unknown_value', 'finding']],
  );
  assert.deepEqual(await doubtsOf(sql, [bound('cell'), bound('text', 'EUR')]), []);
});
