import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReceipt } from '../../../src/cli/render/receipt.js';
import { createStyle } from '../../../src/cli/render/style.js';
import { aReceipt } from '../../domain/a-receipt.js';

test('a step says which warehouse it read, where there are several', () => {
  const look = { style: createStyle(false), width: 200 };
  const [step] = aReceipt().steps;
  assert.ok(step);
  const several = aReceipt({ steps: [{ ...step, warehouse: 'sales' }] });
  const lineOf = (receipt: typeof several) =>
    renderReceipt(receipt, look).find((line) => line.startsWith('revenue: ')) ?? '';
  assert.match(lineOf(several), /^revenue: execute_query on sales, /);
  assert.match(lineOf(aReceipt()), /^revenue: execute_query, /);
});
