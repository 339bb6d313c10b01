import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryInput } from '../../../src/domain/plan.js';
import { checkCounts } from '../../../src/domain/verification/check-counts.js';
import { aStep } from '../builders.js';
import { aQuery, resultOf } from './builders.js';

function codesOf(
  question: string,
  rowCount: number,
  query: Partial<QueryInput> = {},
  column = 'region',
) {
  const step = aStep('s', { input: { ...aQuery(query) } });
  const cells = Array.from({ length: rowCount }, (_, row) => [`r${row}`, '1']);
  const result = resultOf([column, 'revenue'], cells);
  const outcomes = checkCounts(question, [{ step, result }])?.outcomes ?? [];
  return outcomes.flatMap(({ problem }) =>
    problem === null ? [] : [problem.code, problem.refutes],
  );
}

for (const [question, rowCount, expected] of [
  ['What are our top 5 regions?', 5, []],
  ['What are our top 5 regions?', 6, ['more_than_asked', false]],
  ['What are our top 5 regions?', 23, ['more_than_asked', true]],
  ['What are our top 5 regions?', 3, ['fewer_than_asked', false]],
  ['Which are the top three regions?', 40, ['more_than_asked', true]],
  ['Die 5 umsatzstärksten Produkte?', 23, ['more_than_asked', true]],
  ['売上トップ5の商品は？', 23, ['more_than_asked', true]],
  ['Which customers are in the top 5% of spend?', 300, []],
  ['Revenue by region', 23, []],
] as const) {
  test(`${question} ${rowCount} rows: ${expected[0] ?? 'nothing to say'}`, () => {
    assert.deepEqual(codesOf(question, rowCount), expected);
  });
}

for (const [question, period, column, expected] of [
  ['Revenue per month in 2025', ['2025-01-01', '2026-01-01'], 'total', ['one_row_for_many', true]],
  ['Umsatz pro Quartal 2025', ['2025-01-01', '2026-01-01'], 'total', ['one_row_for_many', true]],
  ['月別の売上', ['2025-01-01', '2026-01-01'], 'total', ['one_row_for_many', true]],
  ['Average revenue per month in 2025', ['2025-01-01', '2026-01-01'], 'total', []],
  ['Revenue per month in May', ['2025-05-01', '2025-06-01'], 'total', []],
  ['Revenue per month in 2025', ['2025-01-01', '2026-01-01'], 'month', []],
] as const) {
  test(`${question}, one row with ${column}: ${expected[0] ?? 'nothing to say'}`, () => {
    const query = { period: { from: period[0], to: period[1] }, dimensions: [] };
    assert.deepEqual(codesOf(question, 1, query, column), expected);
  });
}

test('with two queries it is not known which one is meant', () => {
  const step = aStep('s', { input: { ...aQuery() } });
  const result = resultOf(['region', 'revenue'], []);
  assert.equal(
    checkCounts('top 5', [
      { step, result },
      { step, result },
    ]),
    null,
  );
});
