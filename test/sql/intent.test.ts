import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkQuestion } from '../../src/domain/intent/check-question.js';
import type { QueryShape } from '../../src/domain/intent/query-shape.js';
import type { Binding, QueryInput } from '../../src/domain/plan.js';
import type { Catalog, Table } from '../../src/ports.js';
import { checkIntent } from '../../src/sql/shape/check-intent.js';
import { readShape } from '../../src/sql/shape/read-shape.js';
import { table } from './catalog.js';

function dated(bare: Table, name: string): Table {
  const columns = bare.columns.map((column) =>
    column.name === name ? { ...column, type: 'date' } : column,
  );
  return { ...bare, columns };
}

const catalog: Catalog = {
  version: 'v1',
  tables: [
    dated(table('orders', ['id', 'region', 'status', 'day', 'amount']), 'day'),
    table('regions', ['name']),
  ],
};

function declared(sql: string, more: Partial<QueryInput> = {}): QueryInput {
  return {
    ...{ sql, params: [], grain: '', dimensions: [], filters: [], order: '', limit: 0 },
    measure: { name: '', column: '', aggregation: '', additive: false, unit: '' },
    period: { from: '', to: '' },
    ...more,
  };
}

const measure = (aggregation: string, column = 'm') => ({
  measure: { name: column, column, aggregation, additive: false, unit: '' },
});
const q4 = { period: { from: '2025-10-01', to: '2026-01-01' } };
const inQ4 = "where day >= '2025-10-01' and day < '2026-01-01'";
const text = (value: string): Binding => ({ kind: 'text', value, step: '', column: '' });

for (const [code, cases] of [
  ['missing_measure', [['select sum(amount) as revenue from orders', measure('sum')]]],
  [
    'missing_dimension',
    [['select region, sum(amount) as m from orders group by 1', { dimensions: ['channel'] }]],
  ],
  [
    'aggregation_differs',
    [
      ['select avg(amount) as m from orders', measure('sum')],
      ['select round(sum(amount), 2) as m from orders', measure('avg')],
      ['select count(region) as m from orders', measure('count_distinct')],
      ['select max(amount) as m from orders', measure('sum')],
      ['select max(amount) as m from orders', measure('Average')],
      ['select sum(amount) / 100 as m from orders', measure('avg')],
      ['select sum(amount) / 60.0 as m from orders', measure('avg')],
      ['with t as (select avg(amount) as a from orders) select a as m from t', measure('sum')],
      [
        'select sum(amount) as m from orders union all select sum(id::int) from orders',
        measure('min'),
      ],
    ],
  ],
  [
    'period_differs',
    [
      ['select sum(amount) as m from orders', q4],
      ["select sum(amount) as m from orders where day >= '2024-10-01' and day < '2025-01-01'", q4],
      ['select sum(amount) as m from orders where extract(year from day) = 2024', q4],
      ['select sum(amount) as m from orders', { filters: ['day >= 2025-10-01'] }],
      [
        "select sum(amount) as m from orders where day >= date '2026-01-01' - interval '1 month' and day < '2026-01-01'",
        q4,
      ],
      [
        "select date_trunc('month', day) as month, sum(amount) as m from orders where day < '2026-01-01' group by 1",
        q4,
      ],
    ],
  ],
  [
    'grain_differs',
    [
      [
        "select date_trunc('week', day) as month, count(*) as m from orders group by 1",
        { grain: 'month' },
      ],
    ],
  ],
  [
    'filter_missing',
    [
      ['select sum(amount) as m from orders', { filters: ["status <> 'cancelled'"] }],
      [
        "select sum(amount) as m from orders where region = 'APAC'",
        { filters: ["region = 'EMEA'"] },
      ],
      ['select sum(amount) as m from orders', { filters: ['region is not null'] }],
      ['select sum(amount) as m from orders where amount::int > 10', { filters: ['amount > 100'] }],
      [
        "select id from orders where region in ('EMEA')",
        { filters: ["region in ('EMEA', 'APAC')"] },
      ],
      [
        'select id from orders where region = $1',
        { params: [text('APAC')], filters: ["region = 'EMEA'"] },
      ],
    ],
  ],
  [
    'order_missing',
    [['select region, sum(amount) as m from orders group by 1', { order: 'm desc' }]],
  ],
  [
    'order_differs',
    [
      ['select region, sum(amount) as m from orders group by 1 order by m', { order: 'm desc' }],
      [
        'select region, sum(amount) as m from orders group by 1 order by 2 desc',
        { order: 'm asc, region' },
      ],
      [
        'select region, sum(amount) as m from orders group by 1 order by sum(amount)',
        { order: 'm DESC' },
      ],
      ['select region from orders group by 1 order by count(*)', { order: 'count(*) desc' }],
      [
        'select region from orders group by 1 order by sum(amount) desc',
        { order: 'avg(amount) desc' },
      ],
    ],
  ],
  [
    'limit_differs',
    [
      ['select id from orders order by amount', { limit: 5 }],
      ['select id from orders order by amount limit 10', { limit: 5 }],
    ],
  ],
] satisfies [string, [string, Partial<QueryInput>][]][]) {
  describe(`${code} sends a plan back`, () => {
    for (const [sql, more] of cases) {
      it(`${sql} against ${JSON.stringify(more)}`, async () => {
        const { doubts } = await checkIntent(declared(sql, more), catalog);
        assert.deepEqual(
          doubts.map((doubt) => [doubt.code, doubt.refutes]),
          [[code, true]],
        );
      });
    }
  });
}

it('a filter by name whose query filters by a key is a warning', async () => {
  const query = declared('select id from orders where region_id = 2', {
    filters: ["region = 'EMEA'"],
  });
  const { doubts } = await checkIntent(query, catalog);
  assert.deepEqual(
    doubts.map((doubt) => [doubt.code, doubt.refutes]),
    [['filter_missing', false]],
  );
});

describe('nothing is held against', () => {
  for (const [sql, more] of [
    ['select count(*) as m from orders', {}],
    ['select * from orders', measure('sum', 'amount')],
    [
      'select sum(n) as m from (select count(*) as n from orders group by region) t',
      measure('count'),
    ],
    ['select count(*) as m from (select distinct region from orders) t', measure('count_distinct')],
    ['select sum(amount) / count(*) as m from orders', measure('avg')],
    ['select round(sum(amount) / 12.0, 2) as m from orders', measure('avg')],
    ['select count(*) / 92.0 as m from orders', measure('average')],
    [
      'select avg(s) as m from (select sum(amount) as s from orders group by region) t',
      measure('avg'),
    ],
    ['select percentile_cont(0.5) within group (order by amount) as m from orders', measure('avg')],
    ['select sum(amount) as m from orders', measure('net of refunds')],
    [`select sum(amount) as m from orders ${inQ4}`, q4],
    ["select sum(amount) as m from orders where day between '2025-10-01' and '2025-12-31'", q4],
    ["select sum(amount) as m from orders where date_trunc('quarter', day) = '2025-10-01'", q4],
    [
      "select sum(amount) as m from orders where day >= '2025-10-01' and day < date '2025-10-01' + interval '3 months'",
      q4,
    ],
    [
      "select sum(amount) as m from orders where day >= date '2026-01-01' - interval '3 months' and day < '2026-01-01'",
      q4,
    ],
    [
      "select sum(amount) as m from orders where day >= date_trunc('month', date '2025-12-31') - interval '2 months' and day <= '2025-12-31'",
      q4,
    ],
    [
      "select sum(amount) as m from orders where day >= date_trunc('quarter', date '2026-12-31' - interval '1 year') and day < '2026-01-01'",
      q4,
    ],
    [
      "select count(*) as m from orders where day >= date '2025-12-31' - interval '13 weeks' and day < '2026-01-01'",
      q4,
    ],
    [
      'select sum(amount) as m from orders where extract(year from day) = 2025',
      { period: { from: '2025-01-01', to: '2026-01-01' } },
    ],
    ['select sum(amount) as m from orders where day > current_date - 30', q4],
    [
      'select sum(amount) as m from orders where day >= $1 and day < $2',
      { ...q4, params: ['2025-10-01', '2026-01-01'].map(text) },
    ],
    [
      "select to_char(day, 'YYYY-MM') as month, count(*) as m from orders group by 1",
      { grain: 'month', dimensions: ['month'] },
    ],
    [
      'select extract(year from day) as y, extract(month from day) as mo, count(*) as m from orders group by 1, 2',
      { grain: 'month' },
    ],
    ['select day, count(*) as m from orders group by 1', { grain: 'day', dimensions: ['day'] }],
    [
      "select sum(amount) as m from orders where status <> 'cancelled'",
      { filters: ["o.status <> 'cancelled'"] },
    ],
    [
      "select count(*) filter (where status = 'completed') as m from orders",
      { filters: ["status = 'completed'"] },
    ],
    [
      "select sum(amount) as m from orders where lower(region) like '%emea%'",
      { filters: ["region ILIKE '%EMEA%'"] },
    ],
    ['select sum(amount) as m from orders', { filters: ['only orders that were not cancelled'] }],
    [
      'select id from orders where region = any($1)',
      {
        params: [{ ...text(''), kind: 'column', step: 's', column: 'c' }],
        filters: ["region = 'EMEA'"],
      },
    ],
    [
      'select region, sum(amount) as m from orders group by 1 order by m desc',
      { order: 'highest first' },
    ],
    [
      'select region, sum(amount) as m from orders group by 1 order by 2 desc, 1',
      { order: 'm desc', dimensions: ['region'] },
    ],
    [
      'select coalesce(region, $$none$$) as area, sum(amount) as m from orders group by 1',
      { dimensions: ['region'] },
    ],
    ['select ntile(5) over (order by amount) as r from orders', { dimensions: ['R'] }],
    [
      "with recursive months as (select date '2025-10-01' as month union all select (month + interval '1 month')::date from months where month < '2025-12-01') select m.month, count(id) as m from months m left join orders on date_trunc('month', day) = m.month group by 1",
      { ...q4, grain: 'month', dimensions: ['month'] },
    ],
    [
      'with orders as (select region, coalesce(amount::int, 0) as amount from orders) select sum(amount) as m from orders',
      measure('sum'),
    ],
    [
      'select id from (select id, rank() over (order by amount) as r from orders) t where r <= 5',
      { limit: 5 },
    ],
    ['select id from orders order by amount limit 5', {}],
  ] satisfies [string, Partial<QueryInput>][]) {
    it(`${sql} against ${JSON.stringify(more)}`, async () => {
      const { doubts } = await checkIntent(declared(sql, more), catalog);
      assert.deepEqual(doubts, []);
    });
  }
});

describe('a question’s own words', () => {
  const values = ['EMEA', 'North America', 'Web'].map((value) => ({ value, column: 'name' }));
  const total = 'select sum(amount) as m from orders';
  const joined =
    'select name, count(*) as m from regions join orders on region = name group by name';
  for (const [question, sql, expected] of [
    ['Who are our top 5 customers?', total, ['rank_missing']],
    ['the bottom three regions', total, ['rank_missing']],
    ['Our top 5 customers', `${total} group by region order by 1 limit 5`, []],
    ['Our top ten regions', 'select id from orders order by amount limit 10', []],
    ['The top 10 % of orders, the first 3 months, our top 2.5 ratings', total, []],
    ['Revenue in Q4 2025', total, ['period_not_filtered']],
    ['Revenue last quarter', total, ['period_not_filtered']],
    ['Revenue in Q4 2025', `${total} ${inQ4}`, []],
    ['Revenue by year up to 2025', 'select day, sum(amount) as m from orders group by 1', []],
    ['How many regions were there in 2025?', 'select count(*) as m from regions', []],
    ['How many orders are of 1999?', "select count(*) as m from orders where region = '1999'", []],
    ['Revenue per month', total, ['grain_missing']],
    ['Revenue in EMEA', total, ['value_not_used']],
    ['Revenue in EMEA', `${total} where region = 'EMEA'`, []],
    ['Revenue in EMEA', `${total} where region = 'E1'`, []],
    ['Revenue in EMEA', 'select name, count(*) as m from regions group by 1', []],
    ['Orders by region, including those without orders', joined, ['unmatched_left_out']],
    ['All regions, even regions that have no orders', joined, ['unmatched_left_out']],
    ['Orders by region, with or without sales', joined.replace('join', 'left join'), []],
    ['Orders by region, including those without orders', total, []],
    ['Regions without orders', joined, []],
    ['Web or not web, North American or not', total, []],
  ] satisfies [string, string, string[]][]) {
    it(`${question}: ${sql}`, async () => {
      const shape = await readShape(sql, [], catalog);
      assert.ok(shape);
      const doubts = checkQuestion(question, [shape], values);
      assert.deepEqual(
        doubts.map(({ code }) => code),
        expected,
      );
    });
  }

  it('one statement of the plan is enough, and what earlier steps give is not known', async () => {
    const shapes = await Promise.all(
      [total, 'select id from orders order by amount limit 5'].map((sql) =>
        readShape(sql, [], catalog),
      ),
    );
    const [first, second] = shapes as [QueryShape, QueryShape];
    assert.deepEqual(checkQuestion('Our top 5', [first, second], []), []);
    assert.deepEqual(checkQuestion('Our top 5', [{ ...first, isOpen: true }], []), []);
  });
});
