import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createOwed, owingEnds } from '../../../src/adapters/store/index.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import type { AttemptLog } from '../../../src/ports.js';
import { endOf, newRun } from './fixtures.js';

const away = new ToolFailure({ error: 'store_unavailable', class: 'transient', message: 'away' });
const never = () => assert.fail('it is lost');

/** A promise that the test settles. */
function pending() {
  let resolve: (value?: unknown) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

test('a store that hangs holds the caller up for a moment, and what comes next not at all, in order', async () => {
  const owed = createOwed({ onLost: never, patienceMs: 10 });
  const hanging = pending();
  const made: string[] = [];
  await owed.write(async () => {
    made.push('first');
    await hanging.promise;
  });
  await owed.write(() => Promise.resolve(made.push('second')));
  assert.deepEqual(made, ['first']);

  hanging.resolve();
  await owed.pay();
  assert.deepEqual(made, ['first', 'second']);
  await owed.close();
});

test('what came to be owed while others were paid is made before the end, too', async () => {
  const owed = createOwed({ onLost: never, patienceMs: 10, everyMs: 60_000 });
  const hanging = pending();
  const made: string[] = [];
  await owed.write(() => hanging.promise.then(() => made.push('first')));
  await owed.write(() => Promise.resolve(made.push('second')));
  const closed = owed.close();
  hanging.resolve();
  await closed;
  assert.deepEqual(made, ['first', 'second']);
});

test('a write that hung and then failed with the store is made again', async () => {
  const owed = createOwed({ onLost: never, patienceMs: 10 });
  const hanging = pending();
  const lates: number[] = [];
  await owed.write(async (lateMs) => {
    lates.push(lateMs);
    if (lates.length === 1) await hanging.promise;
  });
  hanging.reject(away);
  await owed.pay();
  assert.equal(lates.length, 2);
  assert.equal(lates[0], 0);
  await owed.close();
});

test('an attempt whose row is still owed is not taken for lost', async () => {
  const owed = createOwed({ onLost: never });
  const ended: string[] = [];
  let isAway = true;
  const log: AttemptLog = {
    start: () => Promise.resolve(),
    end: ({ activityId }) => {
      if (isAway) return Promise.reject(away);
      ended.push(activityId);
      return Promise.resolve();
    },
    callsOf: (_, ids) => Promise.resolve({ told: ended.length, lost: ids.length - ended.length }),
    unfinished: () => Promise.resolve([]),
    lose: () => Promise.resolve(),
  };
  const attempts = owingEnds(log, owed);
  const run = newRun();
  await attempts.end(endOf(run));
  assert.deepEqual(await attempts.callsOf(run, ['a']), { told: 0, lost: 1 });
  isAway = false;
  assert.deepEqual(await attempts.callsOf(run, ['a']), { told: 1, lost: 0 });
  await owed.close();
});

test('what no waiting cures is told, though nobody waited for it', async () => {
  const lost = pending();
  const owed = createOwed({ onLost: lost.resolve, patienceMs: 10 });
  const hanging = pending();
  await owed.write(() => hanging.promise);
  const failure = new Error('no such column');
  hanging.reject(failure);
  assert.equal(await lost.promise, failure);
  await owed.close();
});

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
