import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import type { RunHandle } from '../../src/client.js';
import { startStack, type Stack } from '../stack.js';
import { confirms, countsOrders, saysOrders, scriptFile } from './scripts.js';
import { patient, rolesOf, until } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
});
after(() => stack?.close());

/** Claude takes that long to plan, and is asked by now. */
async function ask(question: string, id: string, delayMs: number): Promise<RunHandle> {
  script.add(question, {
    planner: [{ ...countsOrders, delayMs }],
    reviewer: [confirms],
    interpreter: [saysOrders],
  });
  const run = await stack.surefoot.ask(question, { id, asOf: stack.asOf, bounds: patient });
  await until('Claude is asked', () => rolesOf(stack, id).length > 0);
  return run;
}

test('a worker that is asked to end finishes the call it makes, ends well, and another goes on from there', async () => {
  const worker = await stack.workerProcess();
  const ended = once(worker, 'exit');
  const run = await ask('How many orders, before the deploy?', 'shutdown-graceful', 5_000);
  worker.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  assert.deepEqual(rolesOf(stack, run.runId), ['planner']);
  const next = await stack.worker();
  const { status, warnings } = await run.result();
  assert.deepEqual({ status, warnings }, { status: 'answered', warnings: [] });
  await next.shutdown();
  assert.deepEqual(rolesOf(stack, run.runId).toSorted(), ['interpreter', 'planner', 'reviewer']);
});

test('a second signal ends it at once', async () => {
  const worker = await stack.workerProcess();
  const ended = once(worker, 'exit');
  const run = await ask('How many orders, in a hurry?', 'shutdown-hurried', 60_000);
  worker.kill('SIGTERM');
  worker.kill('SIGINT');
  const [code] = (await ended) as [number];
  // Whichever of the two came second.
  assert.ok([130, 143].includes(code), String(code));
  await run.cancel();
});
