import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { it } from 'node:test';
import { pause } from '../../../src/http/page/browser/server/pause.js';

it('leaves nothing behind at a signal that outlives it, and ends with it', async () => {
  const leave = new AbortController();
  await pause(0, leave.signal);
  assert.deepEqual(getEventListeners(leave.signal, 'abort'), []);
  const long = pause(3_600_000, leave.signal);
  leave.abort();
  await long;
});
