import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { NativeConnection } from '@temporalio/worker';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { createSurefootWorker, type SurefootWorker } from '../../src/worker.js';
import { startStack, type Stack } from '../stack.js';
import { workflowBundle } from '../support.js';
import { answerTo } from './watching.js';

// As a service has it: a connection of its own, and its own workflow and activities beside Surefoot's.
let stack: Stack;
let connection: NativeConnection;
let worker: SurefootWorker;
let over: Promise<void>;

const activities = {
  greet: (name: string) => Promise.resolve(`Hello, ${name}`),
  fails: () => Promise.reject(ApplicationFailure.nonRetryable('It was Monday.', 'Monday')),
};

before(async () => {
  stack = await startStack();
  connection = await NativeConnection.connect({ address: stack.config.TEMPORAL_ADDRESS });
  worker = await createSurefootWorker({
    ...{ config: stack.config, connection, activities },
    workflowsPath: fileURLToPath(new URL('own-workflows.ts', import.meta.url)),
  });
  over = worker.run();
});
after(async () => {
  await worker?.shutdown();
  await over;
  await connection?.close();
  await stack?.close();
});

test('a user’s workflows run beside Surefoot’s, on the same connection', async () => {
  const answer = await answerTo(stack, 'Revenue by region for Q4 2025');
  assert.equal(answer.status, 'answered');
  const options = { taskQueue: stack.config.SUREFOOT_TASK_QUEUE, args: ['Ada'] };
  const hello = { ...options, workflowId: `hello-${process.pid}` };
  assert.equal(await stack.temporal.workflow.execute('hello', hello), 'Hello, Ada');
});

test('their failures stay their own, whatever they take', async () => {
  const { SUREFOOT_TASK_QUEUE: taskQueue } = stack.config;
  const options = { taskQueue, workflowId: `mondays-${process.pid}`, args: [] };
  await assert.rejects(stack.temporal.workflow.execute('mondays', options), (error) => {
    assert.ok(error instanceof WorkflowFailedError);
    const cause = error.cause?.cause;
    assert.ok(cause instanceof ApplicationFailure);
    assert.equal(cause.type, 'Monday');
    assert.equal(cause.message, 'It was Monday.');
    return true;
  });
});

test('an activity under a name of Surefoot’s is refused at the start, and nothing stays open', async () => {
  const options = { config: stack.config, connection, activities: { plan: activities.greet } };
  await assert.rejects(createSurefootWorker(options), {
    name: 'ConfigError',
    message: "Rename these activities, whose names are Surefoot's own or a tool's: plan.",
  });
});

function elsewhere(queue: string) {
  return { SUREFOOT_TASK_QUEUE: queue, SUREFOOT_WAREHOUSE_TASK_QUEUE: `${queue}-warehouse` };
}

test('of two workers that cannot both be created none is left behind', async () => {
  const { SUREFOOT_WAREHOUSE_TASK_QUEUE } = stack.config;
  const config = { ...stack.config, ...elsewhere('half'), SUREFOOT_WAREHOUSE_TASK_QUEUE };
  await assert.rejects(
    createSurefootWorker({ config, connection, workflowBundle: await workflowBundle() }),
    /overlapping worker/,
  );
});

test('a worker that was created and never run can be shut down', async () => {
  const config = { ...stack.config, ...elsewhere('unused') };
  const unused = await createSurefootWorker({
    config,
    connection,
    workflowBundle: await workflowBundle(),
  });
  await unused.shutdown();
});
