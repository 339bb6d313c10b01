import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { loadConfig } from '../../src/config.js';
import { startWorker, type WorkerOptions } from '../../src/worker.js';
import { startStack, type Stack } from '../stack.js';
import { workflowBundle } from '../support.js';
import { plan, query, scriptFile } from './scripts.js';
import { answerTo, loggedAttempts, runningStatements, until } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

/** Every line with every line: 30 billion pairs, an hour's work. */
const endless = query(
  'endless',
  'SELECT count(*) AS pairs FROM order_items AS a CROSS JOIN order_items AS b',
);

const endlessBegins = 'SELECT count(*) AS pairs';

/** A worker of its own kind, on queues that no other worker takes tasks from. */
async function otherWorker(name: string, options: WorkerOptions = {}, url = stack.claude.url) {
  const taskQueue = `${stack.config.SUREFOOT_TASK_QUEUE}-${name}`;
  const worker = await startWorker(
    loadConfig({
      ...stack.env,
      ANTHROPIC_BASE_URL: url,
      SUREFOOT_TASK_QUEUE: taskQueue,
      SUREFOOT_WAREHOUSE_TASK_QUEUE: `${taskQueue}-warehouse`,
    }),
    { workflowBundle: await workflowBundle(), ...options },
  );
  return { worker, taskQueue };
}

test('a cancelled run ends its query on the server and still records an answer', async () => {
  const question = 'How many pairs of lines, if I wait?';
  script.add(question, { planner: [plan([endless])] });
  const handle = await stack.surefoot.ask(question, { id: 'cancelled', asOf: stack.asOf });
  await until(
    'the query runs',
    async () => (await runningStatements(stack, endlessBegins)).length === 1,
  );

  await handle.cancel();
  const answer = await handle.result();
  assert.equal(answer.status, 'cancelled');
  assert.equal(answer.text, 'The run was cancelled.');
  assert.deepEqual(
    answer.steps.map(({ id, status }) => [id, status]),
    [['endless', 'cancelled']],
  );
  assert.deepEqual(await runningStatements(stack), [], 'the query is gone before the answer');

  const { status } = await stack.temporal.workflow.getHandle(handle.workflowId).describe();
  assert.equal(status.name, 'COMPLETED');
  assert.equal(
    (await stack.surefoot.get('cancelled').then((run) => run.result())).status,
    'cancelled',
  );
  assert.equal((await loggedAttempts(stack, 'cancelled')).get('endless-1.1'), 'cancelled');
  const seqs: number[] = [];
  for await (const { seq } of handle.events()) seqs.push(seq);
  assert.deepEqual(
    seqs,
    seqs.map((_, index) => index + 1),
  );
});

test('a run that is cancelled while Claude thinks hangs up on Claude', async () => {
  let asked = 0;
  let hungUp = 0;
  const silent = createServer((request) => {
    asked += 1;
    request.socket.once('close', () => (hungUp += 1));
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const { worker, taskQueue } = await otherWorker('silent', {}, `http://127.0.0.1:${port}`);
  try {
    const options = { id: 'hung-up', asOf: stack.asOf, taskQueue };
    const handle = await stack.surefoot.ask('Anybody there?', options);
    await until('Claude is asked', () => asked === 1);
    await handle.cancel();
    assert.equal((await handle.result()).status, 'cancelled');
    await until('the connection is closed', () => hungUp === 1);
    assert.equal(asked, 1);
  } finally {
    await worker.shutdown();
    silent.closeAllConnections();
    silent.close();
  }
});

describe('a query that takes too long', () => {
  let impatient: Awaited<ReturnType<typeof otherWorker>>;
  // The tool's own time is short and the run's is not: on a busy machine, too, all that comes after it has its turn.
  before(async () => {
    impatient = await otherWorker('impatient', {
      policies: { execute_query: { timeoutMs: 8_000 } },
    });
  });
  after(() => impatient?.worker.shutdown());

  test('is stopped by Postgres and told to the user, with what would work', async () => {
    const question = 'How many pairs of lines, in a hurry?';
    script.add(question, { planner: [plan([endless])] });
    const answer = await answerTo(stack, question, {
      id: 'timed-out',
      taskQueue: impatient.taskQueue,
    });
    const [step] = answer.steps;
    assert.equal(answer.status, 'unavailable');
    assert.equal(step?.status, 'failed');
    const { error } = step;
    assert.equal(error?.error, 'tool_timeout');
    assert.equal(error.class, 'timeout');
    assert.equal(error.tool, 'execute_query');
    assert.equal(error.code, '57014');
    assert.match(error.query ?? '', /order_items/);
    assert.ok((error.timeout_ms ?? 0) > 0);
    assert.notEqual(error.suggestion, '');
    assert.deepEqual(answer.suggestions, [error.suggestion]);
    assert.deepEqual(await runningStatements(stack), [], 'nothing is left running');
    const attempts = await loggedAttempts(stack, 'timed-out');
    assert.equal(attempts.get('endless-1.1'), 'timeout');
    assert.equal(attempts.get('endless-1.2'), undefined, 'out of time is not tried again');
    assert.equal(attempts.get('endless-1-sample.1'), 'error', 'but each lower rung is asked');
    assert.equal(step.attempts, 1, 'and none of them had a query to try');
  });

  test('is done without, where the plan says so', async () => {
    const question = 'How many pairs of lines, or else orders?';
    script.add(question, {
      planner: [
        plan([
          { ...endless, onFailure: 'skip' },
          query('orders', 'SELECT count(*) AS orders FROM orders'),
        ]),
      ],
      interpreter: [{ status: 403 }],
    });
    const answer = await answerTo(stack, question, {
      taskQueue: impatient.taskQueue,
    });
    assert.equal(answer.status, 'degraded');
    assert.deepEqual(
      answer.steps.map(({ id, status }) => [id, status]),
      [
        ['endless', 'skipped'],
        ['orders', 'succeeded'],
      ],
    );
    assert.deepEqual(await runningStatements(stack), []);
  });
});
