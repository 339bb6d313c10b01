import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createOwed } from '../../../src/adapters/store/index.js';
import { ToolFailure } from '../../../src/domain/failure.js';

test('what is owed for a run that is not known yet waits for it, however long the store was away', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: 0 });
  // Nothing that is owed keeps a process up.
  const up = setInterval(() => undefined, 1_000);
  t.after(() => {
    mock.timers.reset();
    clearInterval(up);
  });
  const says = ['store_unavailable', 'run_not_begun', 'run_not_begun'];
  const became = await new Promise((resolve) => {
    const owed = createOwed({ onLost: () => resolve('lost'), everyMs: 1 });
    void owed.write(async () => {
      const error = says.shift();
      if (error === undefined) return resolve('made');
      mock.timers.tick(error === 'store_unavailable' ? 600_000 : 60_000);
      throw new ToolFailure({ error, class: 'transient', message: error });
    });
  });
  assert.equal(became, 'made');
});
