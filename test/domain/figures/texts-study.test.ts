import assert from 'node:assert/strict';
import { test } from 'node:test';
import { honestPassing, inventedReaching, liesReaching } from '../../../bench/truth/texts.js';
import { laterSearches } from '../../../bench/truth/texts/index.js';

// The whole study is `npm run bench:truth texts`.

test('at least 95 % of the 200 honest texts pass unrepaired', () => {
  const all = honestPassing();
  const texts = all.reduce((sum, tally) => sum + tally.texts, 0);
  const through = all.reduce((sum, tally) => sum + tally.through, 0);
  assert.equal(texts, 200);
  assert.ok(through >= 190, `${through} of ${texts} pass`);
});

test('at least 95 % of the honest texts of later searches pass, too', () => {
  for (const { name, texts, through } of honestPassing(laterSearches)) {
    assert.ok(through >= 0.95 * texts, `${name}: ${through} of ${texts}`);
  }
});

test('no invented number reaches the user', () => {
  for (const { name, texts, through } of inventedReaching(23)) {
    assert.equal(through, 0, `${name}: ${through} of ${texts}`);
  }
});

test('planted lies reach the user no more often than is documented', () => {
  for (const { name, texts, through, aim } of liesReaching()) {
    if (aim !== null) assert.ok(through <= aim * texts, `${name}: ${through} of ${texts}`);
  }
});
