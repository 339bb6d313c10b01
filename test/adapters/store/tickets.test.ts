import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { NewTicket, RunRecord } from '../../../src/ports.js';
import { newRun, storeForTests } from './fixtures.js';

const { store, ...database } = await storeForTests();
after(() => database.close());
const { tickets, runs } = store;

function ticketOf({ tenant, runId }: RunRecord, fields: Partial<NewTicket> = {}): NewTicket {
  const body = { question: 'Revenue?', sql: 'select 1' };
  return {
    tenant,
    runId,
    ticketId: `t-${runId}`,
    cause: 'revenue',
    priority: 'high',
    body,
    ...fields,
  };
}

async function begun(fields: Partial<RunRecord> = {}): Promise<RunRecord> {
  const run = newRun(fields);
  await runs.begin(run);
  return run;
}

it('opens one ticket per run and cause, with one event, however often it is told to', async () => {
  const run = await begun();
  const opened = await Promise.all(Array.from({ length: 10 }, () => tickets.open(ticketOf(run))));
  assert.equal(new Set(opened.map(({ ticketId }) => ticketId)).size, 1);
  const events = await runs.events(run, 0, 100);
  assert.equal(events.filter(({ kind }) => kind === 'ticket.opened').length, 1);
  const other = await tickets.open(ticketOf(run, { ticketId: 'another', cause: 'orders' }));
  assert.equal(other.ticketId, 'another');
});

it('lists by tenant and status, and shows one whole', async () => {
  const run = await begun({ tenant: 'acme' });
  const { ticketId } = await tickets.open(ticketOf(run));
  assert.deepEqual(
    (await tickets.list({ tenant: 'acme' })).map((ticket) => ticket.ticketId),
    [ticketId],
  );
  assert.deepEqual(await tickets.list({ tenant: 'acme', status: 'resolved' }), []);
  assert.deepEqual((await tickets.find(ticketId))?.body, { question: 'Revenue?', sql: 'select 1' });
});

it('is resolved once, by whom and how', async () => {
  const run = await begun();
  const { ticketId } = await tickets.open(ticketOf(run));
  const resolved = await tickets.resolve(ticketId, { resolution: 'Use net revenue', by: 'ada' });
  assert.deepEqual(
    [resolved.status, resolved.resolution, resolved.resolvedBy],
    ['resolved', 'Use net revenue', 'ada'],
  );
  await assert.rejects(tickets.resolve(ticketId, { resolution: 'No', by: 'bob' }), {
    message: `There is no open ticket ${ticketId}.`,
  });
});

it('is found and answered by its own tenant alone, where one is named', async () => {
  const run = await begun({ tenant: 'acme' });
  const { ticketId } = await tickets.open(ticketOf(run, { ticketId: `own-${run.runId}` }));
  const answer = { resolution: 'Yes.', by: 'Eve' };
  assert.equal(await tickets.find(ticketId, 'bolt'), undefined);
  await assert.rejects(tickets.resolve(ticketId, { ...answer, tenant: 'bolt' }), /no open ticket/);
  assert.equal((await tickets.find(ticketId, 'acme'))?.status, 'open');
  const resolved = await tickets.resolve(ticketId, { ...answer, tenant: 'acme' });
  assert.equal(resolved.status, 'resolved');
});
