import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planHelp, type PlanRow } from '../../../src/domain/report/query-plan.js';

const scan: PlanRow = {
  ...{ depth: 1, node: 'Seq Scan', relation: 'orders', rows: 1_000, cost: 30_000 },
  ...{ table_rows: 1_000_000, condition: 'ordered_at' },
};
const group: PlanRow = {
  ...{ depth: 0, node: 'Aggregate', relation: null, rows: 5, cost: 31_000 },
  ...{ table_rows: null, condition: '' },
};
const asked = { times: 1, periodDays: 30 };

for (const [name, rows, how, kinds] of [
  ['few rows of a big table, found by reading all of it', [scan], asked, ['index']],
  ['the same of a small table', [{ ...scan, table_rows: 40_000 }], asked, []],
  ['a table whose size nobody knows', [{ ...scan, table_rows: null }], asked, []],
  ['no condition to index', [{ ...scan, condition: '' }], asked, []],
  ['an index scan', [{ ...scan, node: 'Index Scan' }], asked, []],
  [
    'half a table, of years',
    [{ ...scan, rows: 500_000 }],
    { ...asked, periodDays: 900 },
    ['shorter_period'],
  ],
  [
    'half a table, with no period',
    [{ ...scan, rows: 500_000 }],
    { ...asked, periodDays: null },
    ['shorter_period'],
  ],
  ['half a table, of a month', [{ ...scan, rows: 500_000 }], asked, []],
  [
    'few groups of a big table, asked often',
    [group, { ...scan, rows: 100_000 }],
    { ...asked, times: 10 },
    ['materialised_view'],
  ],
  ['the same, asked nine times', [group, { ...scan, rows: 100_000 }], { ...asked, times: 9 }, []],
  [
    'many groups',
    [
      { ...group, rows: 5_000 },
      { ...scan, rows: 100_000 },
    ],
    { ...asked, times: 50 },
    [],
  ],
  ['an empty plan', [], asked, []],
] as const) {
  test(`${name}: ${kinds.join(' and ') || 'no rule helps'}`, () => {
    assert.deepEqual(
      planHelp(rows, how).map(({ kind }) => kind),
      kinds,
    );
  });
}
