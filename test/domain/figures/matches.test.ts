import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesOf } from '../../../src/domain/figures/matches.js';

test('a pattern finds what matchAll finds, however often and whatever it found before', () => {
  const patterns = [/a+/g, /b?/g, /(?=a)|b/gu, /(?<=(?<one>a))😀?/gu];
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\uE000') });
  fc.assert(
    fc.property(fc.constantFrom(...patterns), text, (pattern, searched) => {
      assert.deepEqual(matchesOf(searched, pattern), [...searched.matchAll(pattern)]);
    }),
  );
});
