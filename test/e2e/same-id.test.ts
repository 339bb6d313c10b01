import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { AnotherQuestion, startOptions, Surefoot } from '../../src/client.js';
import { loadConfig } from '../../src/config.js';
import { startWorker } from '../../src/worker.js';
import { startStack, type Stack } from '../stack.js';
import { temporalCliForTests, workflowBundle } from '../support.js';
import { throwawayTemporal } from '../throwaway.js';
import { countsOrders, saysOrders, scriptFile } from './scripts.js';
import { answerTo, callsOf } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

function scene(question: string, delayMs = 0): void {
  script.add(question, {
    planner: [{ ...countsOrders, delayMs }],
    interpreter: [saysOrders],
  });
}

test('the same id joins the run while it lasts: both get the one answer, paid for once', async () => {
  const question = 'How many orders, asked twice at once?';
  scene(question, 500);
  const [one, other] = await Promise.all([
    answerTo(stack, question, { id: 'joined' }),
    answerTo(stack, question, { id: 'joined' }),
  ]);
  assert.deepEqual(one, other);
  assert.equal(one.status, 'answered');
  assert.equal(callsOf(stack, 'joined').length, 3);
});

test('the same id afterwards gives the recorded answer at no cost', async () => {
  const question = 'How many orders, asked again?';
  scene(question);
  const first = await answerTo(stack, question, { id: 'again' });
  const calls = stack.claude.calls().length;
  assert.deepEqual(await answerTo(stack, question, { id: 'again' }), first);
  assert.equal(stack.claude.calls().length, calls);
});

test('another question under the same id is refused, during the run and after it', async () => {
  const question = 'How many orders, under this id?';
  scene(question, 500);
  const handle = await stack.surefoot.ask(question, { id: 'taken', asOf: stack.asOf });
  const another = () => stack.surefoot.ask('How many returns?', { id: 'taken', asOf: stack.asOf });
  await assert.rejects(another, AnotherQuestion);
  await handle.result();
  await assert.rejects(another, AnotherQuestion);
  await assert.rejects(
    () => stack.surefoot.ask(question, { id: 'taken', asOf: '2026-01-01' }),
    AnotherQuestion,
  );
});

test('a run that Temporal has forgotten still has its answer, and is not run again', async () => {
  const question = 'How many orders, before it was forgotten?';
  scene(question);
  const handle = await stack.surefoot.ask(question, { id: 'forgotten', asOf: stack.asOf });
  const first = await handle.result();
  const calls = stack.claude.calls().length;

  // A server that has never heard of the run: what Temporal is once its retention is over.
  const address = await throwawayTemporal(temporalCliForTests);
  const connection = await Connection.connect({ address });
  const temporal = new Client({ connection });
  const worker = await startWorker(loadConfig({ ...stack.env, TEMPORAL_ADDRESS: address }), {
    workflowBundle: await workflowBundle(),
  });
  try {
    const surefoot = new Surefoot({ ...stack, temporal });
    assert.deepEqual(await answerTo({ ...stack, surefoot }, question, { id: 'forgotten' }), first);
    assert.deepEqual(await (await surefoot.get('forgotten')).result(), first);

    // A service with a plain Temporal client starts it without looking into the store: the workflow does.
    const taskQueue = stack.config.SUREFOOT_TASK_QUEUE;
    const start = startOptions(question, { id: 'forgotten', asOf: stack.asOf, taskQueue });
    const again: unknown = await temporal.workflow.execute('answerQuestion', start);
    assert.deepEqual(again, { ...first, data: null });
    assert.equal(stack.claude.calls().length, calls);
  } finally {
    await worker.shutdown();
    await connection.close();
  }
});

test('two tenants may use the same id: each has a run, an answer and events of its own', async () => {
  const question = 'How many orders, for a tenant?';
  scene(question);
  const tenants = ['acme', 'globex'];
  const answers = await Promise.all(
    tenants.map((tenant) => answerTo(stack, question, { id: 'shared', tenant })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['answered', 'answered'],
  );
  assert.equal(callsOf(stack, 'shared').length, 6, 'nothing of one is used for the other');
  const [acme, globex] = answers.map(({ steps }) => steps[0]);
  assert.deepEqual(
    [acme?.rung, globex?.rung],
    ['live', 'live'],
    'not from the other’s cache either',
  );
  assert.notEqual(acme?.resultId, globex?.resultId);
  await assert.rejects(() => stack.surefoot.get('shared'), { name: 'RunNotFound' });
});
