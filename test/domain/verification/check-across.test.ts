import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { QueryInput } from '../../../src/domain/plan.js';
import type { Cell } from '../../../src/domain/result.js';
import { checkAcross } from '../../../src/domain/verification/check-across.js';

const query: QueryInput = {
  sql: 'SELECT 1',
  params: [],
  measure: { name: 'revenue', column: 'revenue', aggregation: 'sum', additive: true, unit: 'USD' },
  grain: '',
  period: { from: '2025-10-01', to: '2026-01-01' },
  dimensions: [],
  filters: [],
  order: '',
  limit: 0,
};
const expect = { columns: [], minRows: 0, maxRows: 0, nonNegative: [], notNull: [], uniqueBy: [] };

function verified(id: string, values: readonly Cell[], rest: Partial<QueryInput> = {}) {
  const facts = { tables: [], literals: [], limit: null };
  return {
    step: { id, tool: 'execute_query', input: { ...query, ...rest }, expect, facts },
    result: {
      columns: [{ name: 'revenue', type: 'numeric' }],
      rows: values.map((value) => [value]),
      rowCount: values.length,
      truncated: false,
    },
  };
}

const total = verified('total', ['100.00']);
const byRegion = { dimensions: ['region'] };
const table: readonly (readonly [
  what: string,
  parts: ReturnType<typeof verified>,
  warnings: number,
])[] = [
  ['parts that add up', verified('parts', ['60', '40.00'], byRegion), 0],
  ['parts that were rounded', verified('parts', ['60.05', '40'], byRegion), 0],
  ['parts that a join has doubled', verified('parts', ['120', '80'], byRegion), 1],
  ['a null group', verified('parts', ['60', null, '40'], byRegion), 0],
  ['a top N is not all parts', verified('parts', ['60'], { ...byRegion, limit: 1 }), 0],
  [
    'another period',
    verified('parts', ['60'], { ...byRegion, period: { from: '2025-07-01', to: '2025-10-01' } }),
    0,
  ],
  ['other filters', verified('parts', ['60'], { ...byRegion, filters: ['paid'] }), 0],
];
for (const [what, parts, warnings] of table) {
  it(`parts against the total: ${what}`, () => {
    assert.equal(checkAcross([total, parts]).length, warnings);
  });
}

it('parts against the total: estimates are not compared', () => {
  const parts = verified('parts', ['60'], byRegion);
  const estimated = { ...parts, result: { ...parts.result, intervals: [] } };
  assert.deepEqual(checkAcross([total, estimated]), []);
});
