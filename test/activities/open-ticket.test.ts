import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTicket } from '../../src/activities/open-ticket.js';
import type { TicketTask } from '../../src/domain/tasks.js';
import { begunRun, storeForTests } from '../adapters/store/fixtures.js';
import { anError, anInput } from '../domain/builders.js';

const { store, ...database } = await storeForTests();
after(() => database.close());
const deps = { store, webUi: { url: 'http://ui.test/', namespace: 'default' } };

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
    ...fields,
  };
}

test('however often it runs, a run and cause have one ticket, with one event', async () => {
  const task = await aTask();
  const opened = await Promise.all([openTicket(task, deps), openTicket(task, deps)]);
  opened.push(await openTicket(task, deps));
  assert.equal(new Set(opened.map(({ ticketId }) => ticketId)).size, 1);
  const run = { tenant: 'default', runId: task.input.runId };
  const events = await store.runs.events(run, 0, 100);
  assert.equal(events.filter(({ kind }) => kind === 'ticket.opened').length, 1);
});

test('another cause, run or tenant has a ticket of its own', async () => {
  const task = await aTask();
  const tasks = [task, { ...task, cause: 'plan: claude_overloaded' }, await aTask()];
  const opened = await Promise.all(tasks.map((each) => openTicket(each, deps)));
  assert.equal(new Set(opened.map(({ ticketId }) => ticketId)).size, 3);
});

test('a ticket holds what a person needs, with the way to the run', async () => {
  const task = await aTask({}, true);
  const { ticketId } = await openTicket(task, deps);
  const ticket = await store.tickets.find(ticketId);
  assert.equal(ticket?.priority, 'high');
  const { question, sql, error, link } = ticket.body as Record<string, unknown>;
  assert.deepEqual([question, sql], ['Revenue by region?', 'select 1']);
  assert.deepEqual(error, task.error);
  const id = encodeURIComponent(`surefoot/default/${task.input.runId}`);
  assert.equal(link, `http://ui.test/namespaces/default/workflows/${id}`);
});
