import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSpec, type ChartRequest } from '../../src/domain/chart.js';

const request: ChartRequest = {
  step: 'revenue',
  as: 'bar',
  x: 'region',
  y: 'revenue',
  title: 'revenue by region',
  columns: [
    { name: 'region', type: 'text' },
    { name: 'month', type: 'date' },
    { name: 'a.b[c]', type: 'timestamp with time zone' },
    { name: 'revenue', type: 'numeric(12,2)' },
  ],
};

test('a bar chart names its data, keeps the order of the rows and reads texts as numbers', () => {
  assert.deepEqual(chartSpec(request), {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'revenue by region',
    data: { name: 'revenue', format: { parse: { region: 'string', revenue: 'number' } } },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      x: { field: 'region', title: 'region', type: 'nominal', sort: null },
      y: { field: 'revenue', title: 'revenue', type: 'quantitative' },
    },
  });
});

test('dates are temporal and no zone moves them', () => {
  const spec = chartSpec({ ...request, as: 'line', x: 'month' });
  assert.deepEqual(spec?.mark, { type: 'line', tooltip: true, point: true });
  assert.deepEqual(spec?.encoding.x, {
    field: 'month',
    title: 'month',
    type: 'temporal',
    scale: { type: 'utc' },
  });
});

test("a column's name is no path into an object", () => {
  assert.equal(chartSpec({ ...request, x: 'a.b[c]' })?.encoding.x.field, 'a\\.b\\[c\\]');
});

test('a table, a number, an unknown column and values that are no numbers have no chart', () => {
  for (const rest of [
    { as: 'table' },
    { as: 'number' },
    { x: 'land' },
    { y: 'land' },
    { y: 'region' },
  ] as const) {
    assert.equal(chartSpec({ ...request, ...rest }), null);
  }
});
