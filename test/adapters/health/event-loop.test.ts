import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchEventLoop } from '../../../src/adapters/health/event-loop.js';

test('a timer that is overdue is lag, before it runs and until it has run in time again', () => {
  let nowMs = 0;
  const loop = watchEventLoop(60_000, () => nowMs);
  nowMs = 59_000;
  assert.equal(loop.lagMs(), 0);
  nowMs = 67_000;
  assert.equal(loop.lagMs(), 7_000);
  loop.stop();
});
