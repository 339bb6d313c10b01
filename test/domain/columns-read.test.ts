import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsRead } from '../../src/domain/columns-read.js';
import { aChart, aStep } from './builders.js';

test('columns that expectations and later steps name are counted on, and no others', () => {
  const expect = {
    ...{ columns: ['region', 'revenue'], minRows: 1, maxRows: 9 },
    ...{ nonNegative: ['revenue'], notNull: [], uniqueBy: ['region', 'year'] },
  };
  const best = aStep('best', { expect });
  const steps = [
    best,
    aChart('chart', 'best', { input: { step: 'best', as: 'bar', x: 'label', y: 'revenue' } }),
    aStep('details', {
      dependsOn: ['best'],
      input: { sql: 's', params: [{ kind: 'column', value: '', step: 'best', column: 'id' }] },
    }),
    aStep('other', { input: { column: 'elsewhere' } }),
  ];
  const read = columnsRead(best, steps);
  for (const column of ['region', 'revenue', 'year', 'label', 'id']) {
    assert.ok(read.includes(column), column);
  }
  assert.ok(!read.includes('elsewhere'));
  assert.equal(new Set(read).size, read.length);
});
