import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import type { Alert } from '../../src/domain/alerts/alert.js';
import { ruleNames, type Breach, type RuleName } from '../../src/domain/alerts/breach.js';
import { whereToLook } from '../../src/domain/alerts/look.js';
import { alertText, firingText } from '../../src/domain/alerts/words.js';

const breach: Breach = {
  ...{ rule: 'error_rate', subject: 'execute_query', minutes: 60, value: 23.3, limit: 10 },
  ...{ bad: 14, total: 60, runs: 9, users: 4, baseline: null, mostly: 'connection_lost' },
  since: '2026-09-01T14:02:11.000Z',
};

const sentences: readonly (readonly [RuleName, Partial<Breach>, string])[] = [
  [
    'error_rate',
    {},
    'execute_query failed in 14 of 60 attempts (23 %) within an hour, above 10 %: in 9 runs of 4 users, mostly connection_lost.',
  ],
  [
    'latency',
    { minutes: 15, value: 5_240.4, limit: 2_600, baseline: 520, bad: 31, total: 48 },
    'The p95 of execute_query was 5,240 ms over 48 calls within 15 minutes, above 2,600 ms (in the week before it was 520 ms): 31 slow calls in 9 runs of 4 users.',
  ],
  [
    'timeouts',
    { minutes: 120, value: 3, limit: 2, bad: 3, runs: 2, users: 1 },
    'execute_query timed out 3 times within 2 hours, above 2: in 2 runs of 1 user.',
  ],
  [
    'retry_exhaustion',
    { value: 3, limit: 2, bad: 3, runs: 3, users: 2 },
    '3 calls of execute_query used up their retries within an hour, above 2: in 3 runs of 2 users, mostly connection_lost.',
  ],
  [
    'breaker_open',
    { minutes: 15, subject: 'claude@m', bad: 1, mostly: 'open' },
    'The breaker claude@m is open, and opened 1 time within 15 minutes, above 0.',
  ],
  [
    'breaker_open',
    { minutes: 15, subject: 'claude@m', bad: 2, mostly: 'closed' },
    'The breaker claude@m opened 2 times within 15 minutes, above 0; it is closed again.',
  ],
  [
    'fallback_share',
    { value: 30, limit: 20, bad: 12, total: 40, mostly: 'stale_cache' },
    'A lower rung stood in for execute_query in 12 of 40 results (30 %) within an hour, above 20 %: in 9 runs of 4 users, mostly stale_cache.',
  ],
  [
    'cost_per_run',
    { value: 0.12, limit: 0.081, baseline: 0.027, bad: 9, total: 14 },
    'A run cost $0.1200 on average over 14 runs within an hour, above $0.0810 (in the week before it was $0.0270): 9 dear runs of 4 users.',
  ],
  [
    'planner_repairs',
    { minutes: 1_440, value: 37.5, limit: 25, bad: 30, total: 80 },
    'Plans had to be repaired in 30 of 80 runs (38 %) within a day, above 25 %: of 4 users.',
  ],
];

for (const [rule, facts, sentence] of sentences) {
  it(`says of ${rule} what was measured, above what, and since when`, () => {
    const text = firingText({ ...breach, rule, ...facts });
    assert.equal(text, `${sentence} Since 2026-09-01 14:02 UTC.`);
  });
}

it('says how long an alert lasted once it is over', () => {
  const alert: Alert = {
    ...{ alertId: 'A-1', rule: 'error_rate', subject: 'execute_query', breach },
    ...{ firedAt: '2026-09-01T15:00:00Z', seenAt: '2026-09-01T15:25:00Z' },
    resolvedAt: '2026-09-01T15:42:00Z',
  };
  assert.equal(
    alertText(alert, 'resolved'),
    'The error rate of execute_query is well again, 42 minutes after its alert.',
  );
  assert.equal(alertText(alert, 'firing'), firingText(breach));
});

it('names a part of the docs that is there, and quotes what it puts into SQL', async () => {
  const page = await readFile(new URL('../../docs/alerts.md', import.meta.url), 'utf8');
  for (const rule of ruleNames) {
    const { docs, sql } = whereToLook({ ...breach, rule, subject: "o'tool" });
    const heading = docs.replace('docs/alerts.md#', '').replaceAll('-', ' ');
    assert.match(page, new RegExp(`^### ${heading}$`, 'im'), docs);
    assert.doesNotMatch(sql, /'o'tool/);
  }
});
