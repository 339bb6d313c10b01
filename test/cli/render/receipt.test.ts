import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReceipt } from '../../../src/cli/render/receipt.js';
import { createStyle } from '../../../src/cli/render/style.js';
import type { Receipt } from '../../../src/domain/receipt.js';
import { receiptPage } from '../../../src/html/receipt/receipt-page.js';
import { aReceipt } from '../../domain/a-receipt.js';

const look = { style: createStyle(false), width: 200 };

test('a step says which warehouse it read, where there are several', () => {
  const [step] = aReceipt().steps;
  assert.ok(step);
  const several = aReceipt({ steps: [{ ...step, warehouse: 'sales' }] });
  const lineOf = (receipt: typeof several) =>
    renderReceipt(receipt, look).find((line) => line.startsWith('revenue: ')) ?? '';
  assert.match(lineOf(several), /^revenue: execute_query on sales, /);
  assert.match(lineOf(aReceipt()), /^revenue: execute_query, /);
});

test('one call and one token are not told as many, and nothing costs $0', () => {
  const usage = { ...aReceipt().usage, claudeCalls: 1, inputTokens: 1, costUsd: 0 };
  const lines = renderReceipt(aReceipt({ usage }), look).join('\n');
  assert.match(lines, /\$0: 1 call, 1 token in, /);
});

test('a run whose user was forgotten says so in place of its checks', () => {
  const { verification } = aReceipt();
  assert.ok(verification);
  const none = { ...verification, checks: [] };
  const checks = (receipt: Receipt) => renderReceipt(receipt, look).join('\n');
  assert.match(checks(aReceipt({ verification: none })), /: nothing was checked;/);
  const forgotten = aReceipt({ question: '', verification: none });
  assert.match(checks(forgotten), /: its checks were erased, for its user was forgotten;/);
  assert.match(receiptPage(forgotten), /its checks were erased, for its user was forgotten/);
});
