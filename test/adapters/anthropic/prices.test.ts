import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costUsd, type TokenCounts } from '../../../src/adapters/anthropic/prices.js';

const none: TokenCounts = { input: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 0 };
const million = 1_000_000;

describe('the price of a call', () => {
  for (const [what, model, tokens, dollars] of [
    ['input', 'claude-sonnet-5-5', { input: million }, 2],
    ['output', 'claude-sonnet-5-5', { output: million }, 10],
    ['a cache write for five minutes', 'claude-sonnet-5-5', { cacheWrite5m: million }, 2.5],
    ['a cache write for an hour', 'claude-sonnet-5-5', { cacheWrite1h: million }, 4],
    ['a cache read', 'claude-sonnet-5-5', { cacheRead: million }, 0.1],
    ['a cache read of an older model', 'claude-opus-4-7', { cacheRead: million }, 0.5],
    [
      'a dated name, which costs what its family does',
      'claude-haiku-4-5-20251001',
      { input: million },
      1,
    ],
    ['a short prompt', 'claude-haiku-5-5', { input: 100_000, output: million }, 0.51],
    [
      'a long prompt, output included',
      'claude-haiku-5-5',
      { input: 100_001, output: million },
      2.5500005,
    ],
    [
      'a prompt that is long by what the cache holds',
      'claude-haiku-5-5',
      { cacheRead: 100_001 },
      0.00500005,
    ],
    ['the offline planner', 'offline', { input: million, output: million }, 0],
    ['a model that the table does not know', 'claude-nobody-9', { input: million }, 0],
  ] satisfies [string, string, Partial<TokenCounts>, number][]) {
    it(`is right for ${what}`, () => {
      assert.equal(costUsd(model, { ...none, ...tokens }), dollars);
    });
  }
});
