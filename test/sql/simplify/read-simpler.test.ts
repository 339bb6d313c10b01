import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryInput } from '../../../src/domain/plan.js';
import { readSimpler } from '../../../src/sql/simplify/read-simpler.js';
import { shop, table } from '../catalog.js';

const catalog = {
  ...shop,
  tables: [
    ...shop.tables.filter(({ name }) => name !== 'customers'),
    table('customers', ['id', 'name', 'segment'], 'public', { uniqueKeys: [['id']] }),
  ],
};

function declared(sql: string, more: Partial<QueryInput> = {}): QueryInput {
  return {
    ...{ sql, grain: '', period: { from: '', to: '' }, dimensions: ['region'], filters: [] },
    ...{ order: '', limit: 0 },
    params: [1, 2].map((n) => ({ kind: 'text', value: `${n}`, step: '', column: '' })),
    measure: { name: 'm', column: 'm', aggregation: 'sum', additive: true, unit: '' },
    ...more,
  };
}

const orders = `select o.region, max(o.status) as last, sum(o.amount) as m from orders o
  left join customers c on c.id = o.customer_id where o.status <> $1 and o.ordered_at >= $2 group by o.region`;
const items = `select o.region, sum(o.amount) as m from orders o
  left join (select order_id, count(*) as n from order_items group by order_id) i on i.order_id = o.id
  where o.status <> $1 and o.ordered_at >= $2 group by 1`;
const both = `select region, status, amount as m from orders where status = $1
  union all select region, 'x' as s, target from finance.budget where month > $2`;

for (const [what, before, after, note, more] of [
  [
    'a column and a join',
    orders,
    orders.replace('max(o.status) as last, ', '').replace(/left join.*= o.customer_id/, ''),
    'Left out: the column last; the join to customers, which nothing else uses.',
  ],
  [
    'a join to a grouped subquery',
    items,
    items.replace(/left join.*= o.id\n/, ''),
    'Left out: the join to i, which nothing else uses.',
  ],
  [
    'a column of both arms of a UNION ALL',
    both,
    both.replace('status, amount', 'amount').replace("'x' as s, ", ''),
    'Left out: the column status.',
  ],
  [
    'an ORDER BY inside a WITH query',
    `with a as (select region, amount from orders where status = $1 and region > $2 order by amount)
     select region, sum(amount) as m from a group by 1`,
    `with a as (select region, amount from orders where status = $1 and region > $2)
     select region, sum(amount) as m from a group by 1`,
    'Left out: sorting that the answer does not need.',
  ],
  [
    'a column before the one that GROUP BY and ORDER BY count to',
    `select max(status) as s, region, sum(amount) as m from orders where status = $1 or region = $2 group by 2 order by 3`,
    `select region, sum(amount) as m from orders where status = $1 or region = $2 group by 1 order by 2`,
    'Left out: the column s.',
    { order: 'm' },
  ],
] as const) {
  test(`what is left means the same without ${what}`, async () => {
    const declaration = declared(before, more ?? {});
    const read = await readSimpler(after, { catalog, declaration });
    assert.equal(read?.note, note);
    assert.equal(read.exact, true);
    assert.equal(read.input.sql, read.sql);
    assert.deepEqual(read.input.params, declaration.params);
  });
}

const top = `${orders} order by m desc limit 5`;
const distinct = `select distinct region, status, amount as m from orders where region > $1 and status > $2`;
const joined = orders.replace('left join', 'join');
for (const [what, before, after, more] of [
  ['nothing is left out', orders, orders],
  ['a condition is gone', orders, orders.replace('o.status <> $1 and ', '')],
  ['a condition is new', orders, orders.replace('where', "where o.region = 'EMEA' and")],
  [
    'a literal is another',
    orders.replace('$2', "'2026-01-01'"),
    orders.replace('$2', "'2026-06-01'"),
  ],
  ['HAVING is gone', `${orders} having sum(o.amount) > 5`, orders],
  ['an inner join is gone', joined, joined.replace(/join.*= o.customer_id/, '')],
  [
    'a LEFT JOIN that multiplies rows is gone',
    orders.replace('customers c on c.id = o.customer_id', 'order_items c on c.order_id = o.id'),
    orders.replace(/left join.*= o.customer_id/, ''),
  ],
  [
    'a LEFT JOIN that something reads is gone',
    orders.replace('max(o.status)', 'max(c.name)'),
    orders.replace('max(o.status)', 'max(name)').replace(/left join.*= o.customer_id/, ''),
  ],
  ['a join is another kind', orders, joined],
  ['the ORDER BY of a LIMIT is gone', top, top.replace('order by m desc', '')],
  ['the LIMIT is another', top, top.replace('limit 5', 'limit 3')],
  ['a declared order is gone', `${orders} order by m`, orders, { order: 'm' }],
  [
    'the measure is another',
    orders,
    orders.replace('sum(o.amount)', 'avg(o.amount)').replace('max(o.status) as last, ', ''),
  ],
  ['a column that is declared is gone', orders, orders.replace('select o.region,', 'select')],
  ['a column is new', orders, orders.replace('max(o.status) as last', "'x' as first")],
  ['a key is gone', orders.replace('group by o.region', 'group by o.region, o.segment'), orders],
  ['DISTINCT sees fewer columns', distinct, distinct.replace('status, amount', 'amount')],
  ['DISTINCT is gone', distinct, distinct.replace('distinct', '')],
  ['one arm of a UNION ALL is gone', both, both.replace(/union all[^]*/, '')],
  [
    'a UNION sees fewer columns',
    both.replace('union all', 'union'),
    both
      .replace('union all', 'union')
      .replace('status, amount', 'amount')
      .replace("'x' as s, ", ''),
  ],
  [
    'arms lose different columns',
    both,
    both
      .replace('status, amount', 'amount')
      .replace('target from', 'month from')
      .replace("'x' as s, ", ''),
  ],
  [
    'the last aggregate is gone',
    'select 1 as region, count(*) as n, 2 as m from orders where status = $1 or region = $2',
    'select 1 as region, 2 as m from orders where status = $1 or region = $2',
  ],
  [
    'a star stands for columns',
    orders.replace('max(o.status) as last, ', '(select x.* from (select 1 as a, 2 as b) x) as s, '),
    orders,
  ],
  ['it is no SELECT', orders, 'delete from orders'],
] as const) {
  test(`nothing is made of it where ${what}`, async () => {
    const declaration = declared(before, more ?? {});
    assert.equal(before === after, what === 'nothing is left out');
    assert.equal(await readSimpler(after, { catalog, declaration }), undefined);
  });
}
