import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ToolFailure } from '../../src/domain/failure.js';
import type { StoredResult } from '../../src/ports.js';
import type { ToolContext } from '../../src/tools/define-tool.js';
import { formatResults } from '../../src/tools/format-results.js';

const stored = {
  columns: [
    { name: 'region', type: 'text' },
    { name: 'revenue', type: 'numeric' },
  ],
  rows: [['EMEA', '1']],
  rowCount: 1,
  truncated: false,
  resultId: 'r1',
  readAt: '2026-09-30T00:00:00Z',
  sql: null,
};
const context = {
  async result(step: string) {
    assert.equal(step, 'revenue');
    return stored;
  },
} as Partial<ToolContext> as ToolContext;

const input = { step: 'revenue', as: 'bar', x: 'region', y: 'revenue' } as const;

test('a chart is built from named columns and fits the output schema', async () => {
  const output = await formatResults.run(input, context);
  assert.equal(output.as, 'bar');
  assert.deepEqual(output.chart?.['data'], {
    name: 'revenue',
    format: { parse: { region: 'string', revenue: 'number' } },
  });
  assert.deepEqual(formatResults.output.parse(output), output);
});

test('a table has no chart', async () => {
  const output = await formatResults.run({ ...input, as: 'table', x: '', y: '' }, context);
  assert.deepEqual(output, { as: 'table', chart: null });
});

test('a column that is not there, or is no number, fails for good and says what there is', async () => {
  for (const [rest, error, alternatives] of [
    [{ x: 'land' }, 'unknown_column', ['region', 'revenue']],
    [{ y: '' }, 'unknown_column', ['region', 'revenue']],
    [{ y: 'region' }, 'column_not_numeric', ['revenue']],
  ] as const) {
    await assert.rejects(formatResults.run({ ...input, ...rest }, context), (thrown) => {
      assert.ok(thrown instanceof ToolFailure);
      assert.equal(thrown.toolError.error, error);
      assert.equal(thrown.toolError.class, 'permanent');
      assert.deepEqual(thrown.toolError.alternatives, alternatives);
      return true;
    });
  }
});

test('a chart of estimates says that it is one, and of a mere look there is none', async () => {
  const sampled = (intervals: StoredResult['intervals']): ToolContext => ({
    ...context,
    result: async () => ({ ...stored, ...(intervals && { intervals }) }),
  });
  const estimated = [{ row: 0, column: 'revenue', low: '0', high: '2' }];
  const { chart } = await formatResults.run(input, sampled(estimated));
  assert.equal(chart?.['title'], 'revenue by region (estimated)');
  const look = await formatResults.run({ ...input, y: 'gone' }, sampled([]));
  assert.deepEqual(look, { as: 'table', chart: null });
});
