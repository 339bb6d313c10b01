import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { shortSummary } from '../../src/domain/summary.js';

test('a short line stays as it is', () => {
  assert.equal(shortSummary('plan: Revenue by region?'), 'plan: Revenue by region?');
});

test('lines are joined to one', () => {
  assert.equal(shortSummary(' a\n\t b\r\n'), 'a b');
});

test('a long line in Japanese is cut between characters', () => {
  const summary = shortSummary('地域別の売上高は'.repeat(30));
  assert.ok(Buffer.byteLength(summary) <= 200);
  assert.ok(summary.endsWith('…'));
  assert.doesNotMatch(summary, /\uFFFD/);
});

test('whatever the text, a summary is one line of at most 200 bytes that starts as the text does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 300 }), (text) => {
      const summary = shortSummary(text);
      assert.ok(Buffer.byteLength(summary) <= 200);
      assert.doesNotMatch(summary, /[\r\n]/);
      const line = text.replaceAll(/\s+/g, ' ').trim();
      assert.ok(summary === line || line.startsWith(summary.slice(0, -1)));
    }),
  );
});
