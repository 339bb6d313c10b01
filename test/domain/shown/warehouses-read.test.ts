import assert from 'node:assert/strict';
import { test } from 'node:test';
import { warehousesRead } from '../../../src/domain/shown/warehouses-read.js';
import { anAnswerStep } from '../builders.js';

test('an answer came from what its finished steps read, each named once', () => {
  const steps = [
    anAnswerStep({ warehouse: 'sales' }),
    anAnswerStep({ warehouse: 'stock' }),
    anAnswerStep({ warehouse: 'sales' }),
    anAnswerStep({ warehouse: 'away', status: 'failed' }),
    anAnswerStep({ tool: 'format_results' }),
  ];
  assert.deepEqual(warehousesRead(steps), ['sales', 'stock']);
  assert.deepEqual(warehousesRead([anAnswerStep()]), [], 'with one warehouse nobody asks which');
});
