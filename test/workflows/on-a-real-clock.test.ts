import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { ToolFailure } from '../../src/domain/failure.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import type { Answer } from '../../src/domain/answer.js';
import type { Progress } from '../../src/workflows/run-tracker.js';
import { aChart, aStep } from '../domain/builders.js';
import { until } from '../e2e/watching.js';
import { temporalForTests } from '../support.js';
import {
  confirmed,
  Endless,
  finished,
  planOf,
  refuted,
  scriptedWorker,
  tells,
  type Script,
  type ScriptedWorker,
} from './scripted.js';

// Temporal's dev server, which cancels, queries and searches as a real one does.
let native: NativeConnection;
let client: Client;
let worker: ScriptedWorker;

before(async () => {
  const { address } = await temporalForTests();
  native = await NativeConnection.connect({ address });
  client = new Client({ connection: await Connection.connect({ address }) });
  worker = await scriptedWorker(native, client);
});
after(async () => {
  await worker?.stop();
  await native?.close();
  await client?.connection.close();
});

const revenue = aStep('revenue');
const states = ({ steps }: Answer) =>
  Object.fromEntries(steps.map(({ id, status }) => [id, status]));
const statusOf = async (workflowId: string): Promise<string> =>
  (await client.workflow.getHandle(workflowId).describe()).status.name;
const permanently = () =>
  new ToolFailure({ error: 'bad_sql', class: 'permanent', message: 'It cannot work.' });

for (const [part, script] of [
  ['the plan', (endless: Endless): Script => ({ plan: () => endless.run() })],
  [
    'a step',
    (endless: Endless): Script => ({
      plan: (task) => planOf(task, [revenue]),
      step: () => endless.run(),
    }),
  ],
  [
    'the interpretation',
    (endless: Endless): Script => ({
      plan: (task) => planOf(task, [revenue]),
      interpret: () => endless.run(),
    }),
  ],
  [
    'a chart beside the interpretation',
    (endless: Endless): Script => ({
      plan: (task) => planOf(task, [revenue, aChart('chart', 'revenue')]),
      step: ({ step }) => (step.presents ? new Endless().run() : finished()),
      interpret: () => endless.run(),
    }),
  ],
] as const) {
  test(`a run cancelled during ${part} stops it and records a cancelled answer`, async () => {
    const endless = new Endless();
    const { workflowId, seen } = await worker.start(script(endless));
    await endless.begun;
    const handle = client.workflow.getHandle(workflowId);
    await handle.cancel();
    const answer = (await handle.result()) as Answer;
    assert.equal(answer.status, 'cancelled');
    assert.equal(answer.text, 'The run was cancelled.');
    assert.equal(await endless.stopped, 'cancelled');
    assert.equal(await statusOf(workflowId), 'COMPLETED');
    assert.deepEqual(seen.recordRun[0]?.answer.status, 'cancelled');
  });
}

test('a run that is cancelled during its review has that call in its account', async () => {
  const [endless, review] = [new Endless(), new Endless()];
  const { workflowId, seen } = await worker.start({
    plan: (task) => planOf(task, [revenue]),
    step: () => endless.run(),
    review: () => review.run(),
  });
  await endless.begun;
  await until('the review is under way', () => seen.review.length === 1);
  const handle = client.workflow.getHandle(workflowId);
  await handle.cancel();
  const { usage } = (await handle.result()) as Answer;
  assert.equal(usage.claudeCalls, 2);
});

test('a run that waits for a breaker says so, and stops waiting where it is cancelled', async () => {
  const nextTryMs = Date.now() + 3_600_000;
  const { workflowId, seen } = await worker.start(
    {
      plan: (task) => planOf(task, [revenue]),
      step: () => {
        const open = { error: 'breaker_open', class: 'transient', message: 'Not now.' } as const;
        throw new ToolFailure(open, { final: true, nextTryMs });
      },
    },
    { background: true },
  );
  const handle = client.workflow.getHandle(workflowId);
  const wait = `waits until ${new Date(nextTryMs).toISOString()} after breaker_open`;
  await until('the run waits', async () => {
    const { currentDetails = '' } = await handle.query<{ currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return currentDetails.replaceAll('\\', '').includes(wait);
  });
  await handle.cancel();
  const answer = (await handle.result()) as Answer;
  assert.equal(answer.status, 'cancelled');
  assert.deepEqual(states(answer), { revenue: 'cancelled' });
  assert.equal(seen.step.length, 1);
});

test('a step whose time is up while it waits says what it waited for', async () => {
  const away = { error: 'store_unavailable', class: 'transient', message: 'It is away.' } as const;
  const endless = new Endless();
  const { answer } = await worker.ask({
    plan: (task) =>
      planOf(task, [aStep('revenue', { policy: { ...defaultPolicy, timeoutMs: 2_500 } })]),
    step: () => {
      tells({ waitsFor: new ToolFailure(away).toolError });
      return endless.run();
    },
  });
  assert.equal(answer.steps[0]?.error?.error, 'store_unavailable');
  assert.match(answer.text, /It is away\./);
});

test('a run that is cancelled while its answer is recorded still ends with it', async () => {
  const cancel: { run?: () => Promise<unknown> } = {};
  const { workflowId } = await worker.start({
    plan: (task) => planOf(task, [revenue]),
    recordRun: async ({ answer }) => {
      await cancel.run?.();
      return answer;
    },
    interpret: async () => {
      cancel.run = () => client.workflow.getHandle(workflowId).cancel();
      return await Promise.reject(permanently());
    },
  });
  const answer = (await client.workflow.getHandle(workflowId).result()) as Answer;
  assert.equal(answer.status, 'degraded');
});

test('an attempt that its own timeout did not stop is not repeated', async () => {
  const policy = { ...defaultPolicy, timeoutMs: 700 };
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [{ ...revenue, policy }]),
    step: () => new Endless().run(),
  });
  assert.equal(seen.step.length, 1);
  assert.equal(answer.status, 'unavailable');
  assert.equal(answer.steps[0]?.error?.error, 'tool_timeout');
  assert.match(answer.text, /^execute_query did not finish within 700 ms\./);
});

test('a step that must not fail stops the others', async () => {
  const endless = new Endless();
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      planOf(task, [aStep('fatal'), aStep('slow'), aStep('after', { dependsOn: ['slow'] })]),
    step: async ({ step }) => {
      if (step.id === 'slow') return await endless.run();
      await endless.begun;
      throw permanently();
    },
  });
  assert.equal(answer.status, 'failed');
  assert.equal(answer.text, 'It cannot work.');
  assert.deepEqual(states(answer), { fatal: 'failed', slow: 'cancelled', after: 'skipped' });
  assert.equal(await endless.stopped, 'cancelled');
  assert.equal(seen.verify.length, 0);
});

test('a review that refutes stops what runs, and the plan is made anew', async () => {
  const endless = new Endless();
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      planOf(task, task.version === 1 ? [revenue, aStep('slow')] : [aStep('revenue2')]),
    step: async ({ step }) => (step.id === 'slow' ? await endless.run() : finished()),
    review: async ({ planVersion }) => {
      if (planVersion > 1) return confirmed();
      await endless.begun;
      return refuted('step slow');
    },
  });
  assert.equal(await endless.stopped, 'cancelled');
  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.replans, 1);
  assert.deepEqual(
    seen.plan[1]?.earlier.flatMap(({ findings }) => findings.map(({ code }) => code)),
    ['review_refuted'],
  );
});

test('what a tool throws once it was told to stop is not held against the run', async () => {
  const endless = new Endless();
  const { answer } = await worker.ask({
    plan: (task) => planOf(task, task.version === 1 ? [aStep('slow')] : [aStep('revenue2')]),
    step: async ({ step }) => {
      if (step.id !== 'slow') return finished();
      return await endless.run().catch(() => {
        throw new Error('canceling statement due to user request');
      });
    },
    review: async ({ planVersion }) => {
      if (planVersion > 1) return confirmed();
      await endless.begun;
      return refuted('plan');
    },
  });
  assert.equal(answer.status, 'answered');
});

test('progress tells the phase and each step while the run lasts', async () => {
  const endless = new Endless();
  const { workflowId } = await worker.start({
    plan: (task) => planOf(task, [revenue, aStep('best', { dependsOn: ['revenue'] })]),
    step: () => endless.run(),
  });
  await endless.begun;
  const handle = client.workflow.getHandle(workflowId);
  const progress = await handle.query<Progress>('progress');
  assert.equal(progress.phase, 'running');
  assert.equal(progress.planVersion, 1);
  assert.deepEqual(
    progress.steps.map(({ id, status }) => [id, status]),
    [
      ['revenue', 'running'],
      ['best', 'waiting'],
    ],
  );
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  assert.match(metadata.currentDetails ?? '', /^### Running the plan/);
  assert.match(metadata.currentDetails ?? '', /\n- \*\*revenue\*\* \(execute\\_query\): running/);

  await handle.cancel();
  await handle.result();
  assert.equal((await handle.query<Progress>('progress')).phase, 'ended');
});

test('search attributes tell the tenant from the start and the status at the end', async () => {
  const endless = new Endless();
  const { workflowId } = await worker.start(
    { plan: () => endless.run() },
    { searchAttributes: true, tenant: 'acme' },
  );
  await endless.begun;
  const handle = client.workflow.getHandle(workflowId);
  const attributes = async () =>
    Object.fromEntries(
      [...(await handle.describe()).typedSearchAttributes.getAll()].map(({ key, value }) => [
        key.name,
        value,
      ]),
    );
  const before = await attributes();
  assert.equal(before['SurefootStatus'], 'running');
  assert.equal(before['SurefootTenant'], 'acme');
  await handle.cancel();
  await handle.result();
  const after = await attributes();
  assert.equal(after['SurefootStatus'], 'cancelled');
  assert.equal(after['SurefootTenant'], 'acme');
});

test('a run that had ended before shows its status all the same', async () => {
  const { answer: recorded } = await worker.ask({ plan: (task) => planOf(task, [revenue]) });
  const { workflowId } = await worker.start(
    { plan: () => ({ kind: 'recorded', answer: recorded }) },
    { searchAttributes: true },
  );
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const { typedSearchAttributes } = await handle.describe();
  const values = typedSearchAttributes.getAll().map(({ value }) => value);
  assert.ok(values.includes('answered'));
});

test('a run whose record has an earlier answer shows the status of that one, not of its own ending', async () => {
  const { answer: recorded } = await worker.ask({ plan: (task) => planOf(task, [revenue]) });
  const endless = new Endless();
  const { workflowId } = await worker.start(
    { plan: () => endless.run(), recordRun: () => recorded },
    { searchAttributes: true },
  );
  await endless.begun;
  const handle = client.workflow.getHandle(workflowId);
  await handle.cancel();
  assert.deepEqual(await handle.result(), recorded);
  const { typedSearchAttributes } = await handle.describe();
  const values = typedSearchAttributes.getAll().map(({ value }) => value);
  assert.ok(values.includes('answered') && !values.includes('cancelled'), String(values));
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  assert.match(metadata.currentDetails ?? '', /^### Ended: answered/);
});

test('the list shows the question, and its details who asked and as of when', async () => {
  const endless = new Endless();
  const { workflowId } = await worker.start({ plan: () => endless.run() }, { user: 'jo' });
  await endless.begun;
  const handle = client.workflow.getHandle(workflowId);
  const description = await handle.describe();
  assert.equal(await description.staticSummary(), 'Revenue by region?');
  assert.match((await description.staticDetails()) ?? '', /As of 2026-09-30 \(UTC\), interactive/);
  assert.match((await description.staticDetails()) ?? '', /Asked by jo/);
  await handle.cancel();
  await handle.result();
});

test('a long question in Japanese and twelve long names fit into the summaries', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `a_step_with_quite_a_long_name_${index}`);
  const text = '地域別の売上高はいくらですか。'.repeat(40);
  const { answer } = await worker.ask(
    {
      plan: (task) =>
        planOf(
          task,
          ids.map((id) => aStep(id)),
        ),
    },
    { question: text },
  );
  assert.equal(answer.question, text);
  assert.equal(answer.status, 'answered');
});
