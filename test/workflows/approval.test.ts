import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { approveRun, rejectRun } from '../../src/client/approvals.js';
import { onceHeard } from '../../src/client/once-heard.js';
import type { Answer } from '../../src/domain/answer.js';
import type { ApproveRequest } from '../../src/domain/approval.js';
import { ToolFailure } from '../../src/domain/failure.js';
import type { PlanTask } from '../../src/domain/tasks.js';
import { latch } from '../../src/workflows/latch.js';
import type { Progress } from '../../src/workflows/run-tracker.js';
import { aStep } from '../domain/builders.js';
import { temporalForTests } from '../support.js';
import {
  Endless,
  finding,
  finished,
  paid,
  planOf,
  scriptedWorker,
  type Asked,
  type Script,
  type ScriptedWorker,
} from './scripted.js';
import { timeSkippingWorker } from './time-skipping.js';

// Updates need the dev server; whoever waits in vain is tested where the clock jumps.
let native: NativeConnection;
let client: Client;
let worker: ScriptedWorker;
let skipping: ScriptedWorker;

before(async () => {
  const { address } = await temporalForTests();
  native = await NativeConnection.connect({ address });
  client = new Client({ connection: await Connection.connect({ address }) });
  worker = await scriptedWorker(native, client);
  skipping = await timeSkippingWorker();
});
after(async () => {
  await Promise.all([worker?.stop(), skipping?.stop()]);
  await Promise.all([native?.close(), client?.connection.close()]);
});

const revenue = aStep('revenue');

/** Every plan waits, but an edited one. */
function planThatWaits(task: PlanTask, steps = [revenue]) {
  const outcome = planOf(task, steps);
  if (outcome.kind !== 'plan' || task.edited !== null) return outcome;
  return { ...outcome, plan: { ...outcome.plan, approval: 'It costs much.' } };
}
const asked: Asked = { background: true, approve: true };
const script: Script = { plan: (task) => planThatWaits(task) };
const edited = JSON.stringify({ intent: 'Less', steps: [{ id: 'less' }] });
const request: ApproveRequest = { by: 'ada', planVersion: 1, plan: null };

/** A run whose plan waits. */
async function waiting(own: Script = script) {
  const { workflowId, runId, seen } = await worker.start(own, asked);
  const handle = client.workflow.getHandle(workflowId);
  for (;;) {
    const { approval } = await handle.query<Progress>('progress');
    if (approval !== null) {
      const run = { tenant: 'default', runId };
      return {
        ...{ handle, seen, approval },
        approve: (change: Partial<ApproveRequest> = {}) =>
          approveRun(client, run, { ...request, ...change }),
        reject: (reason: string) => rejectRun(client, run, { by: 'ada', reason }),
        answer: async () => (await handle.result()) as Answer,
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a plan that waits runs once it is approved, and the answer says by whom', async () => {
  const { seen, approval, approve, answer } = await waiting();
  assert.deepEqual([approval.planVersion, approval.reason], [1, 'It costs much.']);
  assert.equal(seen.step.length, 0);
  assert.deepEqual(await approve(), { accepted: true, findings: [] });
  const { status, verification } = await answer();
  assert.equal(status, 'answered');
  assert.deepEqual(
    verification.checks.map(({ detail }) => detail),
    ['Plan 1 was approved by ada.'],
  );
});

test('a plan that is rejected never runs: the run is cancelled, with the reason', async () => {
  const { seen, reject, answer } = await waiting();
  await reject('too dear');
  const { status, text } = await answer();
  assert.deepEqual([status, text], ['cancelled', 'ada rejected the plan: too dear']);
  assert.equal(seen.step.length, 0);
  assert.equal(seen.recordRun.length, 1);
});

test('an edited plan is compiled and runs in the place of the one that waited', async () => {
  const { seen, approve, answer } = await waiting({
    plan: (task) => planThatWaits(task, [aStep(task.edited === null ? 'revenue' : 'less')]),
  });
  assert.deepEqual(await approve({ plan: edited }), { accepted: true, findings: [] });
  const { status, steps, usage } = await answer();
  assert.equal(status, 'answered');
  assert.deepEqual(
    steps.map(({ id }) => id),
    ['less'],
  );
  const task = seen.plan.at(-1);
  assert.deepEqual([task?.edited, task?.source, task?.version], [edited, 'person', 2]);
  assert.equal(usage.claudeCalls, 3, 'the edit is no call to Claude');
});

test('an edited plan with findings is not taken: they come back, and the run still waits', async () => {
  const { handle, seen, approve, answer } = await waiting({
    plan: (task) =>
      task.edited === null
        ? planThatWaits(task)
        : { ...paid(), kind: 'findings', findings: [finding('step less')] },
  });
  const reply = await approve({ plan: edited });
  assert.equal(reply.accepted, false);
  assert.deepEqual(
    reply.findings.map(({ where }) => where),
    ['step less'],
  );
  const { approval } = await handle.query<Progress>('progress');
  assert.equal(approval?.planVersion, 1);
  await approve();
  assert.equal((await answer()).status, 'answered');
  assert.deepEqual(
    seen.step.map(({ step }) => step.id),
    ['revenue'],
  );
});

test('an edited plan that cannot be compiled now is said so, and the run still waits', async () => {
  const { approve, answer } = await waiting({
    plan: (task) => {
      if (task.edited === null) return planThatWaits(task);
      throw new ToolFailure({ error: 'gone', class: 'permanent', message: 'It is gone.' });
    },
  });
  await assert.rejects(approve({ plan: edited }), {
    name: 'ApprovalRefused',
    message: 'It is gone.',
  });
  await approve();
  assert.equal((await answer()).status, 'answered');
});

test('what does not fit is refused before it is in the history', async () => {
  const { handle, approve, reject, answer } = await waiting();
  const refused = (message: RegExp) => ({ name: 'ApprovalRefused', message });
  await assert.rejects(approve({ planVersion: 2 }), refused(/^Plan 1 waits now, not plan 2\.$/));
  await assert.rejects(approve({ plan: '{' }), refused(/not JSON/));
  await assert.rejects(handle.executeUpdate('approve', { args: [] }), (error: Error) =>
    /by whom/.test((error.cause as Error).message),
  );
  const { events } = await handle.fetchHistory();
  assert.ok((events ?? []).every((event) => !event.workflowExecutionUpdateAcceptedEventAttributes));
  await approve();
  await answer();
  await assert.rejects(reject(''), refused(/has ended/));
});

test('a run that waits for no approval says so', async () => {
  const step = { release: (): void => undefined };
  const running = new Promise<void>((resolve) => (step.release = resolve));
  const { runId, workflowId } = await worker.start({
    plan: async (task) => {
      await running;
      return planOf(task, [revenue]);
    },
  });
  const run = { tenant: 'default', runId };
  await assert.rejects(approveRun(client, run, request), {
    name: 'ApprovalRefused',
    message: 'The run does not wait for an approval.',
  });
  step.release();
  await client.workflow.getHandle(workflowId).result();
});

test('a word on a plan that the record has before the workflow waits for it, one before that does not', async () => {
  const plan = latch();
  const { runId, workflowId } = await worker.start(
    { plan: (task) => plan.done.then(() => planThatWaits(task)) },
    asked,
  );
  const run = { tenant: 'default', runId };
  const needed = {
    seq: 1,
    at: '',
    kind: 'approval.needed',
    key: '',
    data: { version: 1 },
  } as const;
  const options = { temporal: client, taskQueue: worker.taskQueue, answer: null };
  const find = () => Promise.resolve(undefined);
  let looks = 0;
  const events = () => {
    looks += 1;
    // The second look is by who waits for the workflow to hear of it.
    if (looks > 1) plan.open();
    return Promise.resolve([needed]);
  };
  const say = () => approveRun(client, run, { ...request, planVersion: null });
  const before = { ...options, runs: { find, events: () => Promise.resolve([]) } };
  await assert.rejects(onceHeard(say, run, before), { name: 'ApprovalRefused' });
  assert.deepEqual(await onceHeard(say, run, { ...options, runs: { find, events } }), {
    accepted: true,
    findings: [],
  });
  const answer = (await client.workflow.getHandle(workflowId).result()) as Answer;
  assert.equal(answer.status, 'answered');
});

test('a replan of a run whose every plan waits, waits again', async () => {
  const { handle, approve, answer } = await waiting({
    plan: (task) => planThatWaits(task, [aStep(`plan_${task.version}`, { onFailure: 'replan' })]),
    step: ({ step }) => {
      if (step.id === 'plan_1') {
        throw new ToolFailure({ error: 'no', class: 'permanent', message: 'No.' });
      }
      return finished();
    },
  });
  await approve();
  for (;;) {
    const { approval } = await handle.query<Progress>('progress');
    if (approval?.planVersion === 2) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await approve({ planVersion: 2 });
  assert.equal((await answer()).status, 'answered');
});

for (const [what, finishes, status] of [
  ['leaves what is finished, and says by whom and why', true, 'degraded'],
  ['of which nothing is finished ends the run', false, 'cancelled'],
] as const) {
  test(`a replan that is rejected ${what}`, async () => {
    const { reject, answer } = await waiting({
      plan: (task) =>
        task.version === 1
          ? planOf(task, [
              aStep('revenue', { onFailure: 'replan' }),
              aStep('costs', { onFailure: 'replan' }),
            ])
          : planThatWaits(task, [aStep('other_costs')]),
      step: ({ step }) => {
        if (step.id === 'revenue' && finishes) return finished();
        throw new ToolFailure({ error: 'no', class: 'permanent', message: 'No.' });
      },
    });
    await reject('It costs too much.');
    const { status: ended, text, warnings, steps } = await answer();
    assert.equal(ended, status, text);
    const rejected = 'ada rejected the plan: It costs too much.';
    if (!finishes) return assert.equal(text, rejected);
    assert.equal(text, 'Revenue was $1.');
    assert.deepEqual(
      warnings.find(({ code }) => code === 'replan_rejected')?.message,
      `The new plan was not run: ${rejected}`,
    );
    assert.deepEqual(
      steps.map(({ id, status: each }) => [id, each]),
      [
        ['revenue', 'succeeded'],
        ['other_costs', 'not_started'],
      ],
    );
  });
}

test('a run that is cancelled while it waits ends cancelled', async () => {
  const { handle, answer } = await waiting();
  await handle.cancel();
  assert.equal((await answer()).status, 'cancelled');
});

test('a run that is cancelled while an edit is checked ends cancelled, and the editor is told', async () => {
  const endless = new Endless();
  const { handle, approve, answer } = await waiting({
    plan: (task) => (task.edited === null ? planThatWaits(task) : endless.run()),
  });
  const told = assert.rejects(approve({ plan: edited }), { name: 'ApprovalRefused' });
  await endless.begun;
  await handle.cancel();
  assert.equal((await answer()).status, 'cancelled');
  await told;
});

test('an interactive run over the limit is not run, and says how it would be', async () => {
  const { answer, seen } = await skipping.ask(script);
  assert.equal(answer.status, 'failed');
  assert.equal(answer.text, 'This plan has to be approved before it runs. It costs much.');
  assert.match(answer.suggestions[0] ?? '', /in background/);
  assert.equal(seen.step.length, 0);
});

test('an interactive replan over the limit leaves what is finished', async () => {
  const { answer } = await skipping.ask({
    plan: (task) =>
      task.version === 1
        ? planOf(task, [revenue, aStep('costs', { onFailure: 'replan' })])
        : planThatWaits(task, [aStep('other_costs')]),
    step: ({ step }) => {
      if (step.id === 'revenue') return finished();
      throw new ToolFailure({ error: 'no', class: 'permanent', message: 'No.' });
    },
  });
  assert.equal(answer.status, 'degraded', answer.text);
  assert.match(
    answer.warnings.find(({ code }) => code === 'replan_failed')?.message ?? '',
    /has to be approved before it runs/,
  );
});

test('where nobody answers, the plan is not run', async () => {
  const { answer, seen } = await skipping.ask(script, asked);
  assert.equal(answer.status, 'cancelled');
  assert.equal(answer.text, 'Nobody approved the plan in time, so it was not run.');
  assert.equal(seen.step.length, 0);
});

test('where nobody answers and the setting says so, it runs, and a warning says that too', async () => {
  const { answer } = await skipping.ask(script, { ...asked, approval: { onSilence: 'approve' } });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(
    answer.warnings.map(({ code }) => code),
    ['approved_by_silence'],
  );
});
