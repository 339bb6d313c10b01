import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTicket } from '../../src/activities/open-ticket.js';
import type { TicketTask } from '../../src/domain/tasks.js';
import type { Ticket } from '../../src/ports.js';
import { begunRun, storeForTests } from '../adapters/store/fixtures.js';
import { anError, anInput } from '../domain/builders.js';

const { store, ...database } = await storeForTests();
after(() => database.close());
const delivered: string[] = [];
const deps = {
  store,
  webUi: { url: 'http://ui.test/', namespace: 'default' },
  webhook: {
    deliver: async ({ ticketId }: Ticket) => {
      delivered.push(ticketId);
    },
  },
};
const attempt = {
  signal: new AbortController().signal,
  deadlineMs: Date.now() + 60_000,
  temporalRunId: 'r1',
};
const open = (task: TicketTask) => openTicket(task, deps, attempt);

async function aTask(fields: Partial<TicketTask> = {}, critical = false): Promise<TicketTask> {
  const { runId, tenant } = await begunRun(store);
  const input = anInput();
  return {
    input: { ...input, runId, critical, question: { ...input.question, tenant } },
    planVersion: 1,
    cause: 'revenue: tool_timeout',
    stepId: 'revenue',
    error: anError({ query: 'select 1' }),
    intent: 'Revenue by region',
    steps: [],
    notify: true,
    ...fields,
  };
}

test('however often it runs, a run and cause have one ticket, with one event', async () => {
  const task = await aTask();
  const opened = await Promise.all([open(task), open(task)]);
  opened.push(await open(task));
  assert.equal(new Set(opened.map(({ ticketId }) => ticketId)).size, 1);
  const run = { tenant: 'default', runId: task.input.runId };
  const events = await store.runs.events(run, 0, 100);
  assert.equal(events.filter(({ kind }) => kind === 'ticket.opened').length, 1);
});

test('a run that the store has not heard of, since it was away, has its ticket all the same', async () => {
  const task = await aTask();
  const unheard = { ...task, input: { ...task.input, runId: `${task.input.runId}-unheard` } };
  const { ticketId } = await open(unheard);
  assert.equal(delivered.includes(ticketId), true);
  const run = { tenant: 'default', runId: unheard.input.runId };
  const events = await store.runs.events(run, 0, 100);
  assert.equal(events.filter(({ kind }) => kind === 'ticket.opened').length, 1);
});

test('another cause, run or tenant has a ticket of its own', async () => {
  const task = await aTask();
  const tasks = [task, { ...task, cause: 'plan: claude_overloaded' }, await aTask()];
  const opened = await Promise.all(tasks.map((each) => open(each)));
  assert.equal(new Set(opened.map(({ ticketId }) => ticketId)).size, 3);
});

test('a ticket holds what a person needs, with the way to the run', async () => {
  const task = await aTask({}, true);
  const { ticketId } = await open(task);
  const ticket = await store.tickets.find(ticketId);
  assert.equal(ticket?.priority, 'high');
  const { question, sql, error, link } = ticket.body as Record<string, unknown>;
  assert.deepEqual([question, sql], ['Revenue by region?', 'select 1']);
  assert.deepEqual(error, task.error);
  const id = encodeURIComponent(`surefoot/default/${task.input.runId}`);
  assert.equal(link, `http://ui.test/namespaces/default/workflows/${id}`);
});

test('the webhook is told of an open ticket, unless it shall not be', async () => {
  const task = await aTask({ notify: false });
  const { ticketId } = await open(task);
  assert.equal(delivered.includes(ticketId), false);
  await open({ ...task, notify: true });
  assert.equal(delivered.filter((id) => id === ticketId).length, 1);
});

test('a ticket that was answered meanwhile comes back with its answer, and is not told again', async () => {
  const task = await aTask({ notify: false });
  const { ticketId } = await open(task);
  await store.tickets.resolve(ticketId, { resolution: 'About 42.', by: 'ada' });
  const { resolution } = await open({ ...task, notify: true });
  assert.deepEqual(resolution, { ticketId, answer: 'About 42.', by: 'ada' });
  assert.equal(delivered.includes(ticketId), false);
});
