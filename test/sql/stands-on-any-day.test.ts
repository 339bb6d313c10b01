import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { standsOnAnyDay } from '../../src/domain/intent/stands-on-any-day.js';
import type { Catalog } from '../../src/ports.js';
import { readShape } from '../../src/sql/shape/read-shape.js';

const column = (name: string, type: string) => ({
  ...{ name, type, nullable: false, comment: '', values: [], range: null, masked: false },
});
const catalog: Catalog = {
  version: '1',
  tables: [
    {
      ...{ schema: 'public', name: 'orders', kind: 'table', comment: '', rowEstimate: 100 },
      columns: [
        column('order_id', 'bigint'),
        column('ordered_at', 'timestamp with time zone'),
        column('status', 'text'),
        column('amount', 'numeric'),
        column('region', 'text'),
      ],
      ...{ primaryKey: ['order_id'], uniqueKeys: [], foreignKeys: [], hidden: [] },
    } as unknown as Catalog['tables'][number],
  ],
};

interface Case {
  readonly period?: { readonly from: string; readonly to: string };
  readonly limit?: number;
}

async function stands(question: string, sql: string, more: Case = {}): Promise<boolean> {
  const shape = await readShape(sql, [], catalog);
  assert.ok(shape, sql);
  const { period = { from: '', to: '' }, limit = 0 } = more;
  return standsOnAnyDay(question, [{ input: { period, limit }, shape }]);
}

const total = 'SELECT round(sum(amount), 2) AS revenue FROM orders';
const q4 = { from: '2025-10-01', to: '2026-01-01' };
const inQ4 = `${total} WHERE ordered_at >= '2025-10-01' AND ordered_at < '2026-01-01'`;
const byMonth =
  "SELECT date_trunc('month', ordered_at) AS month, sum(amount) AS revenue FROM orders GROUP BY 1 ORDER BY 1";

describe('a plan stands on any day', () => {
  for (const [question, sql, more] of [
    ['Revenue in all', total, {}],
    ['Revenue for Q4 2025', inQ4, { period: q4 }],
    ['Umsatz im 4. Quartal 2025', inQ4, { period: q4 }],
    ['Revenue in 2025', `${total} WHERE extract(year FROM ordered_at) = 2025`, {}],
    ['Revenue by month', byMonth, {}],
    [
      'Orders over $5,000 by region',
      "SELECT region, count(*) AS n FROM orders WHERE amount > 5000 AND status <> 'cancelled' GROUP BY region",
      {},
    ],
    [
      'Top 3 regions in Q4 2025',
      `SELECT region, sum(amount) AS revenue FROM orders WHERE ordered_at >= '2025-10-01' AND ordered_at < '2026-01-01' GROUP BY region ORDER BY revenue DESC LIMIT 3`,
      { period: q4, limit: 3 },
    ],
  ] as const) {
    it(question, async () => assert.equal(await stands(question, sql, more), true));
  }
});

describe('it is not certain that a plan stands on another day', () => {
  for (const [question, sql, more] of [
    ['Revenue last quarter', inQ4, { period: q4 }],
    ['Revenue for Q4', inQ4, { period: q4 }],
    [
      'Revenue in October',
      `${total} WHERE ordered_at >= '2025-10-01' AND ordered_at < '2025-11-01'`,
      {},
    ],
    ['Revenue', inQ4, { period: q4 }],
    [
      'Revenue for Q4 2025 against the quarter before',
      `${total} WHERE ordered_at >= '2025-07-01'`,
      {},
    ],
    [
      'Revenue since 2025',
      `${total} WHERE ordered_at >= '2025-01-01' AND ordered_at < '2026-09-30'`,
      {},
    ],
    ['Revenue by day', `${total} WHERE ordered_at >= now() - interval '7 days'`, {}],
    ['Revenue in fall', `${total} WHERE extract(month FROM ordered_at) = 10`, {}],
    ['Revenue in fall', `${total} WHERE to_char(ordered_at, 'Month') = 'October'`, {}],
    [
      'Revenue in the three months',
      `${byMonth.replace('ORDER BY 1', 'ORDER BY 1 DESC')} LIMIT 3`,
      { limit: 3 },
    ],
    ['Umsatz im letzten Quartal', total, {}],
    ['先月の売上', total, {}],
    ['Ventas del último mes', total, {}],
    ['Chiffre d’affaires du mois dernier', total, {}],
    [
      'Big orders by region',
      'SELECT region, count(*) AS n FROM orders WHERE amount > 5000 GROUP BY region',
      {},
    ],
    ['Revenue in all', total, { period: q4 }],
  ] as const) {
    it(`${question}: ${sql}`, async () => assert.equal(await stands(question, sql, more), false));
  }

  it('where there is no query at all', () => {
    assert.equal(standsOnAnyDay('Revenue', []), false);
  });
});
