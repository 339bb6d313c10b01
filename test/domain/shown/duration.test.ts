import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from '../../../src/domain/shown/duration.js';

for (const [ms, words] of [
  [0, '0 ms'],
  [-3, '0 ms'],
  [999, '999 ms'],
  [1_234, '1.2 s'],
  [9_960, '10 s'],
  [59_600, '1 min'],
  [125_000, '2 min 5 s'],
  [3 * 3_600_000 + 4 * 60_000, '3 h 4 min'],
] as const) {
  test(`${ms} ms reads ${words}`, () => assert.equal(formatDuration(ms), words));
}

for (const [text, ms] of [
  ['60s', 60_000],
  ['500ms', 500],
  ['1.5m', 90_000],
  ['24h', 86_400_000],
  ['30', 30_000],
  ['soon', undefined],
  ['-5s', undefined],
  ['5 weeks', undefined],
  ['', undefined],
] as const) {
  test(`--timeout ${text} is ${ms ?? 'refused'}`, () => assert.equal(parseDuration(text), ms));
}
