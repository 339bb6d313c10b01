import assert from 'node:assert/strict';
import { test } from 'node:test';
import { questionKey } from '../../src/domain/question-key.js';

for (const [one, other] of [
  ['Revenue by region?', 'revenue  by\n region'],
  ['Orders in 2025 ?!', 'ORDERS IN 2025.'],
  ['売上は？', '売上は'],
  ['ＲＥＶＥＮＵＥ 2025', 'revenue 2025…'],
] as const) {
  test(`is the same question: ${JSON.stringify(other)}`, () => {
    assert.equal(questionKey(one), questionKey(other));
  });
}

for (const [one, other] of [
  ['Revenue by region', 'Revenue by regions'],
  ['Orders over 1.5', 'Orders over 15'],
  ['Revenue -EMEA', 'Revenue EMEA'],
] as const) {
  test(`is another question: ${other}`, () => {
    assert.notEqual(questionKey(one), questionKey(other));
  });
}
