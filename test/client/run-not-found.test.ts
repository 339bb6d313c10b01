import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runNotFound } from '../../src/client/run-not-found.js';

test('what can be no id of a run is not repeated', () => {
  for (const runId of ['', 'a b', 'a\u001b[31m', 'a'.repeat(129)]) {
    const { message } = runNotFound({ tenant: 'default', runId });
    assert.match(message, /^That is no id of a run: `surefoot runs list` shows/);
  }
  assert.match(runNotFound({ tenant: 'a', runId: 'x' }).message, /^There is no run x of tenant a:/);
});
