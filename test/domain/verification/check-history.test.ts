import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { QueryInput } from '../../../src/domain/plan.js';
import { checkHistory } from '../../../src/domain/verification/check-history.js';
import { metricOf } from '../../../src/domain/verification/metric.js';
import { aQuery, resultOf } from './builders.js';

const facts = { tables: ['orders'], literals: [], limit: null };
const asOf = '2026-09-30';
const rows = [
  ['EMEA', '9200'],
  ['LATAM', null],
  ['APAC', '0.50'],
];
const result = resultOf(['region', 'revenue'], rows);

function metric(query: Partial<QueryInput> = {}, limit: number | null = null) {
  return metricOf(aQuery(query), { ...facts, limit }, result, asOf);
}

describe('what a result is compared by', () => {
  it('is the sum a day of an additive measure', () => {
    assert.equal(metric()?.value, '100.005435');
  });

  it('counts the days up to the question’s own', () => {
    const period = { from: '2026-09-01', to: '2026-12-01' };
    assert.equal(metric({ period })?.value, '306.683333');
    assert.equal(metric({ period: { from: '2026-10-05', to: '2026-12-01' } }), null);
  });

  it('is the mean of the rows of any other measure', () => {
    const measure = { ...aQuery().measure, additive: false };
    assert.equal(metric({ measure })?.value, '4600.25');
  });

  it('is the same for other parts of a sum, and not for other filters or tables', () => {
    assert.equal(metric({ dimensions: ['channel'], grain: 'month' })?.key, metric()?.key);
    assert.notEqual(metric({ filters: ["country = 'LU'"] })?.key, metric()?.key);
    const other = metricOf(aQuery(), { ...facts, tables: ['refunds'] }, result, asOf);
    assert.notEqual(other?.key, metric()?.key);
  });

  it('is nothing for a part of the data or a sample', () => {
    assert.equal(metric({ limit: 5 }), null);
    assert.equal(metric({}, 5), null);
    assert.equal(metricOf(aQuery(), facts, { ...result, truncated: true }, asOf), null);
    assert.equal(metricOf(aQuery(), facts, { ...result, intervals: [] }, asOf), null);
  });
});

for (const [value, recent, code] of [
  ['100', ['98', '101', '97'], undefined],
  ['999', ['98', '101', '97'], 'unlike_recent_runs'],
  ['9', ['98', '101', '97'], 'unlike_recent_runs'],
  ['0', ['98', '101'], 'unlike_recent_runs'],
  ['900', ['98', '101', '97'], undefined],
  ['3300', ['100'], undefined],
  ['5', ['0', '0'], undefined],
] as const) {
  test(`${value} after ${recent.join(', ')}: ${code ?? 'nothing to say'}`, () => {
    const found = checkHistory('s', { key: 'k', value }, recent, {
      additive: true,
      locale: 'en-US',
    });
    assert.equal(found.warnings[0]?.code, code);
  });
}

test('both figures are told', () => {
  const { checks, warnings } = checkHistory(
    's',
    { key: 'k', value: '185000.5' },
    ['5600', '5500', '5700'],
    {
      additive: true,
      locale: 'en-US',
    },
  );
  const what = 'A day comes to 185,000; in the last 3 runs of the same metric it was 5,600.';
  assert.deepEqual(warnings, [{ code: 'unlike_recent_runs', message: `Step s: ${what}` }]);
  assert.deepEqual(checks, [{ name: 's: is like its recent runs', passed: false, detail: what }]);
});
