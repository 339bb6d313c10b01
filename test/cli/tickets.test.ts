import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Ticket } from '../../src/ports.js';
import { startStack, type Stack } from '../stack.js';
import { runCli } from './spawn-cli.js';

// No worker: tickets are a matter between a person, the store and Temporal.
let stack: Stack;

before(async () => {
  stack = await startStack();
});
after(() => stack?.close());

let runs = 0;

/** A ticket of a run that is in the store, and in Temporal where it is said to be running. */
async function aTicket({ running = false, tenant = 'default' } = {}): Promise<Ticket> {
  const question = 'Revenue by region?';
  const runId = `tickets-${(runs += 1)}`;
  if (running) await stack.surefoot.ask(question, { id: runId, tenant, background: true });
  await stack.store.runs.begin({
    ...{ tenant, runId, question, user: '', session: '', asOf: '2026-09-30', timeZone: 'UTC' },
    ...{ mode: 'background', workflowId: `surefoot/${tenant}/${runId}`, temporalRunId: 'r' },
  });
  return await stack.store.tickets.open({
    ...{ tenant, runId, ticketId: `T-${runId}`, cause: 'revenue: tool_timeout', priority: 'high' },
    body: {
      ...{ question, asOf: '2026-09-30', timeZone: 'UTC', sql: 'SELECT 1', attempts: 4 },
      error: { error: 'tool_timeout', message: 'It took too long.', suggestion: 'Ask for less.' },
      plan: { intent: 'Revenue by region', steps: [] },
      link: 'http://ui.test/run',
    },
  });
}

test('a resolution is kept and told to the run that waits for it', async () => {
  const { ticketId, runId } = await aTicket({ running: true });
  const args = ['tickets', 'resolve', ticketId, '--answer', 'About 42.', '--by', 'ada'];
  const { code, stdout } = await runCli(args, stack.env);
  assert.equal(stdout, `Ticket ${ticketId} is resolved: run ${runId} answers with it.\n`);
  assert.equal(code, 0);
  const { status, resolution, resolvedBy } = await stack.surefoot.tickets.get(ticketId);
  assert.deepEqual([status, resolution, resolvedBy], ['resolved', 'About 42.', 'ada']);
  const { events } = await stack.temporal.workflow
    .getHandle(`surefoot/default/${runId}`)
    .fetchHistory();
  const signals = (events ?? []).flatMap((event) => {
    const told = event.workflowExecutionSignaledEventAttributes;
    return told ? [told.signalName] : [];
  });
  assert.deepEqual(signals, ['ticketResolved']);
  const again = await runCli(args, stack.env);
  assert.deepEqual([again.code, again.stdout], [0, stdout], 'the same again does no harm');
});

test('where the run has ended, it is said where to ask again', async () => {
  const { ticketId } = await aTicket({ tenant: 'acme' });
  const { code, stdout } = await runCli(
    ['tickets', 'resolve', ticketId, '--tenant', 'acme', '--answer', 'About 42.'],
    stack.env,
  );
  assert.match(
    stdout,
    /Its run has ended, so the answer is kept with the ticket\. Ask again with\n/,
  );
  assert.match(stdout, /ask 'Revenue by region\?' --tenant acme/);
  assert.equal(code, 0);
});

test('another answer to a ticket that was answered is refused', async () => {
  const { ticketId } = await aTicket();
  await stack.surefoot.tickets.resolve(ticketId, { answer: 'About 42.', by: 'ada' });
  const { code, stderr } = await runCli(
    ['tickets', 'resolve', ticketId, '--answer', 'About 43.'],
    stack.env,
  );
  assert.match(stderr, /^surefoot: ada has answered ticket T-\S+ already, and that answer stands/);
  assert.equal(code, 2);
});

for (const [name, args] of [
  ['show', ['show', 'T-none']],
  ['resolve', ['resolve', 'T-none', '--answer', 'x']],
] as const) {
  test(`${name} says that there is no such ticket, in a sentence`, async () => {
    const { code, stderr } = await runCli(['tickets', ...args], stack.env);
    assert.match(
      stderr,
      /^surefoot: There is no ticket T-none: `surefoot tickets list` has them\.\n$/,
    );
    assert.equal(code, 2);
  });
}

test('with a tenant named, another tenant’s ticket is neither shown nor answered', async () => {
  const { ticketId } = await aTicket({ tenant: 'acme' });
  const tried = await Promise.all([
    runCli(['tickets', 'show', ticketId, '--tenant', 'bolt'], stack.env),
    runCli(['tickets', 'resolve', ticketId, '--tenant', 'bolt', '--answer', 'x'], stack.env),
  ]);
  for (const { code, stdout, stderr } of tried) {
    assert.match(stderr, new RegExp(`^surefoot: There is no ticket ${ticketId}: `));
    assert.deepEqual([code, stdout], [2, '']);
  }
  assert.equal((await stack.surefoot.tickets.get(ticketId)).status, 'open');
});

test('an empty answer is none', async () => {
  const { ticketId } = await aTicket();
  const { code, stderr } = await runCli(
    ['tickets', 'resolve', ticketId, '--answer', ' '],
    stack.env,
  );
  assert.match(stderr, /Answer with 1 to 10,000 characters\./);
  assert.equal(code, 2);
});

test('list shows a line each, by status and tenant, and as JSON', async () => {
  const { ticketId } = await aTicket({ tenant: 'listed' });
  const args = ['tickets', 'list', '--tenant', 'listed'];
  const [table, json, none] = await Promise.all([
    runCli(args, stack.env),
    runCli([...args, '--status', 'open', '--json'], stack.env),
    runCli([...args, '--status', 'resolved'], stack.env),
  ]);
  assert.match(table.stdout, new RegExp(`${ticketId} +high +open`));
  const listed = JSON.parse(json.stdout) as Ticket[];
  assert.deepEqual(
    listed.map((ticket) => ticket.ticketId),
    [ticketId],
  );
  assert.equal(none.stdout, 'There are no such tickets.\n');
});

test('show has all that a person needs', async () => {
  const { ticketId } = await aTicket();
  const [shown, json] = await Promise.all([
    runCli(['tickets', 'show', ticketId], stack.env),
    runCli(['tickets', 'show', ticketId, '--json'], stack.env),
  ]);
  for (const words of [
    /Question +Revenue by region\?/,
    /Error +It took too long\. Ask for less\./,
    /Attempts +4/,
    /SQL +SELECT 1/,
    /http:\/\/ui\.test\/run/,
  ]) {
    assert.match(shown.stdout, words);
  }
  assert.equal((JSON.parse(json.stdout) as Ticket).ticketId, ticketId);
});
