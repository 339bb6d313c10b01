import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Answer } from '../../src/domain/answer.js';
import { ToolFailure } from '../../src/domain/failure.js';
import type { Resolution } from '../../src/domain/resolution.js';
import type { Progress } from '../../src/workflows/run-tracker.js';
import { aStep } from '../domain/builders.js';
import { temporalForTests } from '../support.js';
import { planOf, scriptedWorker, type Script, type ScriptedWorker } from './scripted.js';
import { timeSkippingWorker } from './time-skipping.js';

// Queries need the dev server; long waits are tested where the clock jumps.
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

/** Nobody knows what is wrong with its one step. */
const failing: Script = {
  plan: (task) => planOf(task, [aStep('revenue')]),
  step: () => {
    const error = { error: 'gone', class: 'unknown', message: 'It is gone.' } as const;
    throw new ToolFailure(error, { final: true });
  },
};
const away = () =>
  new ToolFailure(
    { error: 'store_unavailable', class: 'transient', message: 'The store is down.' },
    { final: true },
  );
const resolution: Resolution = { ticketId: 'T-1', answer: 'About 42.', by: 'ada' };
const codes = ({ warnings }: Answer) => warnings.map(({ code }) => code);

/** A background run that waits for a person, and what its queries say while it does. */
async function waiting(script: Script = failing) {
  const { workflowId } = await worker.start(script, { background: true });
  const handle = client.workflow.getHandle(workflowId);
  for (;;) {
    const progress = await handle.query<Progress>('progress');
    if (progress.phase === 'waiting_for_person') return { handle, progress };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('an interactive run that only a person can help ends with a ticket, opened once', async () => {
  const { answer, seen } = await worker.ask(failing, { critical: true });
  assert.equal(answer.status, 'escalated');
  assert.equal(answer.ticket, 'T-1');
  assert.equal(answer.text, 'It is gone. The question was handed to a person as ticket T-1.');
  assert.equal(seen.openTicket.length, 1);
  const [task] = seen.openTicket;
  assert.deepEqual([task?.cause, task?.stepId, task?.notify], ['revenue: gone', 'revenue', true]);
  assert.deepEqual(
    task?.steps.map(({ sql, attempts }) => [sql, attempts]),
    [["select 'revenue'", 1]],
  );
});

test('a ticket that cannot be opened leaves the answer unavailable, with both reasons', async () => {
  const { answer } = await worker.ask(
    { ...failing, openTicket: () => Promise.reject(away()) },
    { critical: true },
  );
  assert.equal(answer.status, 'unavailable');
  assert.equal(answer.ticket, null);
  assert.equal(answer.text, 'It is gone. No ticket could be opened: The store is down.');
});

test('a webhook that stays down costs a warning, not the ticket', async () => {
  const { answer, seen } = await worker.ask(
    {
      ...failing,
      openTicket: ({ notify }) => {
        if (!notify) return { ticketId: 'T-1', resolution: null };
        const message = 'The ticket webhook at hooks.test answered 404.';
        throw new ToolFailure({ error: 'webhook_failed', class: 'permanent', message });
      },
    },
    { critical: true },
  );
  assert.deepEqual([answer.status, answer.ticket], ['escalated', 'T-1']);
  assert.ok(codes(answer).includes('ticket_not_delivered'));
  assert.deepEqual(
    seen.openTicket.map(({ notify }) => notify),
    [true, false],
  );
});

test('where Claude cannot be had, a critical run hands the question itself to a person', async () => {
  const { answer, seen } = await worker.ask(
    {
      plan: () => {
        const error = { error: 'claude_overloaded', class: 'transient', message: 'Busy.' } as const;
        throw new ToolFailure(error, { final: true });
      },
    },
    { critical: true },
  );
  assert.equal(answer.status, 'escalated', answer.text);
  const [task] = seen.openTicket;
  assert.deepEqual([task?.cause, task?.stepId], ['plan: claude_overloaded', null]);
});

test('a background run whose store is away waits until a ticket can be opened', async () => {
  let tries = 0;
  const { answer, seen } = await skipping.ask(
    {
      ...failing,
      openTicket: () => {
        tries += 1;
        if (tries <= 6) throw away();
        return { ticketId: 'T-1', resolution };
      },
    },
    { background: true },
  );
  assert.deepEqual([answer.status, answer.text], ['degraded', 'About 42.']);
  assert.equal(seen.openTicket.length, 7);
});

test('a background run waits for the person’s answer, and gives it as theirs', async () => {
  const { handle, progress } = await waiting();
  assert.equal(progress.ticket, 'T-1');
  await handle.signal('ticketResolved', { ...resolution, ticketId: 'T-2', answer: 'No.' });
  await handle.signal('ticketResolved', 'nonsense');
  await handle.signal('ticketResolved', resolution);
  const answer = (await handle.result()) as Answer;
  assert.deepEqual([answer.status, answer.text, answer.ticket], ['degraded', 'About 42.', 'T-1']);
  assert.deepEqual(codes(answer), ['answered_by_person']);
  assert.deepEqual(answer.figures, []);
});

test('an answer that comes while the ticket is still being opened is not lost', async () => {
  const { workflowId } = await worker.start(
    {
      ...failing,
      openTicket: async ({ input }) => {
        const handle = client.workflow.getHandle(`surefoot/default/${input.runId}`);
        await handle.signal('ticketResolved', resolution);
        return { ticketId: 'T-1', resolution: null };
      },
    },
    { background: true },
  );
  const answer = (await client.workflow.getHandle(workflowId).result()) as Answer;
  assert.equal(answer.text, 'About 42.');
});

test('a ticket that a person had answered already answers the run at once', async () => {
  const { answer } = await worker.ask(
    { ...failing, openTicket: () => ({ ticketId: 'T-1', resolution }) },
    { critical: true },
  );
  assert.deepEqual([answer.status, answer.text], ['degraded', 'About 42.']);
});

test('a run that is cancelled while it waits keeps its ticket in the answer', async () => {
  const { handle } = await waiting();
  await handle.cancel();
  const answer = (await handle.result()) as Answer;
  assert.deepEqual([answer.status, answer.ticket], ['cancelled', 'T-1']);
});

test('when nobody answers in the run’s time, it ends with the open ticket', async () => {
  const { answer } = await worker.ask(failing, {
    background: true,
    timeoutMs: 5_000,
    bounds: { interpretMs: 500, recordMs: 500 },
  });
  assert.deepEqual([answer.status, answer.ticket], ['escalated', 'T-1']);
});
