import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainSentence } from '../../../src/domain/report/render/format.js';
import type { TimeoutRow } from '../../../src/domain/report/rows.js';
import { timeoutAdvice } from '../../../src/domain/report/sections/timeouts.js';

/** Fields of a tool with 1,000 successes and 20 timeouts after 30 s. */
function adviceOn(fields: Partial<TimeoutRow>): string {
  const { p99_ms: p99 = 9_000 } = fields;
  const row: TimeoutRow = {
    ...{ tool: 'query', successes: 1_000, timeouts: 20, p50_ms: 500, p95_ms: 5_000, p99_ms: p99 },
    ...{ max_ms: 29_000, timeout_ms: 30_000, wasted_ms: 30_000 - (p99 ?? 0), enough_ms: 14_000 },
    ...fields,
  };
  const query = { name: 'timeouts', language: 'sql', text: '', params: [] } as const;
  return plainSentence(timeoutAdvice({ query, rows: [row] }, row));
}

for (const [name, fields, words] of [
  [
    'far below',
    {},
    /99 in 100 successes come within 9 s; waiting 30 s wastes 21 s a failure\. A timeout of 14 s/,
  ],
  [
    'close to',
    { p95_ms: 25_000, p99_ms: 29_000 },
    /cuts off what would have come: give it more time/,
  ],
  ['between', { p95_ms: 12_000, p99_ms: 20_000 }, /its timeout of 30 s fits/],
  [
    'of too few',
    { successes: 99 },
    /^query: 99 successes are too few to tell what timeout would fit\.$/,
  ],
  [
    'of none',
    { successes: 0, p50_ms: null, p95_ms: null, p99_ms: null },
    /0 successes are too few/,
  ],
  ['where no timeout’s time is known', { timeout_ms: null }, /too few/],
] as const) {
  test(`successes ${name} the timeout`, () => assert.match(adviceOn(fields), words));
}
