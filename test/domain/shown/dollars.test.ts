import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dollars } from '../../../src/domain/shown/dollars.js';

test('nothing is $0, and little is not nothing', () => {
  assert.deepEqual([0, 0.00004, 0.0001, 0.01234, 12].map(dollars), [
    '$0',
    'under $0.0001',
    '$0.0001',
    '$0.0123',
    '$12.0000',
  ]);
});
