import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDay } from '../../../src/domain/day.js';
import { lastPeriod, periodBefore } from '../../../src/domain/report/period.js';
import type { ReportKind } from '../../../src/domain/report/report.js';

for (const [kind, day, from, to] of [
  // A Monday, a Sunday, and the first days of a year.
  ['week', '2026-09-21', '2026-09-14', '2026-09-21'],
  ['week', '2026-09-20', '2026-09-07', '2026-09-14'],
  ['week', '2026-01-01', '2025-12-22', '2025-12-29'],
  ['month', '2026-03-01', '2026-02-01', '2026-03-01'],
  ['month', '2026-01-31', '2025-12-01', '2026-01-01'],
  ['quarter', '2026-04-01', '2026-01-01', '2026-04-01'],
  ['quarter', '2026-02-28', '2025-10-01', '2026-01-01'],
] as const) {
  test(`the last whole ${kind} before ${day} is from ${from}`, () => {
    assert.deepEqual(lastPeriod(kind, day), { from, to });
  });
}

for (const [kind, from, to, before] of [
  ['week', '2026-09-14', '2026-09-21', '2026-09-07'],
  ['month', '2026-03-01', '2026-04-01', '2026-02-01'],
  ['quarter', '2026-01-01', '2026-04-01', '2025-10-01'],
  // No calendar's month: as many days.
  ['month', '2026-03-02', '2026-03-12', '2026-02-20'],
  ['week', '2026-09-14', '2026-09-28', '2026-08-31'],
] as readonly (readonly [ReportKind, string, string, string])[]) {
  test(`${from} to ${to} as a ${kind} is compared with what begins on ${before}`, () => {
    assert.deepEqual(periodBefore(kind, { from, to }), { from: before, to: from });
  });
}

test('a day is one of the calendar', () => {
  assert.ok(['2026-02-28', '0001-01-01', '9999-12-31'].every(isDay));
  const none = ['2026-02-30', '2026-2-3', 'yesterday', '2026-13-01', '0000-01-01', '-000001-01'];
  assert.deepEqual(none.filter(isDay), []);
});
