import assert from 'node:assert/strict';
import { it } from 'node:test';
import { allOrNone, runTogether, type OneOfThem } from '../../src/worker/run-together.js';

/** Ends when it is told to, or when the test says. */
function workerOf() {
  let end = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  let state: ReturnType<OneOfThem['getState']> = 'INITIALIZED';
  const worker: OneOfThem = {
    getState: () => state,
    shutdown: () => void (state = 'DRAINING'),
    run: () =>
      new Promise((resolve, reject) => {
        state = 'RUNNING';
        end = () => ((state = 'STOPPED'), resolve());
        fail = (error) => ((state = 'FAILED'), reject(error));
      }),
  };
  return { worker, end: () => end(), fail: (error: Error) => fail(error) };
}

it('closes what its workers use once the last has ended, and says which failed', async () => {
  const [main, warehouse] = [workerOf(), workerOf()];
  const told: string[] = [];
  const together = runTogether(
    { workers: [main.worker, warehouse.worker], taskQueues: [] },
    undefined,
    () => {
      told.push(`closed, ${warehouse.worker.getState()}`);
      return Promise.reject(new Error('cannot be closed'));
    },
  );
  const ended = together.run();
  const failure = new Error('no more polls');
  main.fail(failure);
  await new Promise(setImmediate);
  assert.deepEqual([told, warehouse.worker.getState()], [[], 'DRAINING']);
  warehouse.end();
  await assert.rejects(ended, failure);
  assert.deepEqual(told, ['closed, STOPPED']);
});

it('says that closing failed where nothing else did', async () => {
  const only = workerOf();
  const failure = new Error('cannot be closed');
  const close = () => Promise.reject(failure);
  const together = runTogether({ workers: [only.worker], taskQueues: [] }, undefined, close);
  const ended = together.run();
  only.end();
  await assert.rejects(ended, failure);
});

it('runs to its end what was made, where what it needs beside could not be had', async () => {
  const made = workerOf();
  const failure = new Error('no such file');
  const failed = allOrNone([Promise.resolve(made.worker)], [Promise.reject(failure)]);
  await new Promise(setImmediate);
  assert.equal(made.worker.getState(), 'DRAINING');
  made.end();
  await assert.rejects(failed, failure);
});
