import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPostgres, type PostgresServer } from '../../src/embedded/postgres/start-postgres.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { gateIn, type Gate } from './gate.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { loggedAttempts, patient, rolesOf, rowsOf, runningStatements, until } from './watching.js';

// The store is a server of its own, that stops and comes back; the warehouse stays up.
const home = temporaryFolder();
const start = (): Promise<PostgresServer> => startPostgres({ home, durable: false });
const script = scriptFile();
let server: PostgresServer;
let gate: Gate;
let stack: Stack;

before(async () => {
  const warehouse = await sampleDatabase();
  gate = await gateIn(warehouse);
  server = await start();
  await runSql(server.adminUrl(), 'create database store');
  const store = { name: 'store', url: server.adminUrl('store'), drop: () => Promise.resolve() };
  stack = await startStack({ script: script.path, store, warehouse });
  await stack.worker();
});
after(async () => {
  await gate.close();
  await stack.close();
  await stack.warehouse.drop();
  await server.stop();
});

/** A query that runs until the gate is open, whose mark names its run. */
async function slowly(question: string, mark: string): Promise<void> {
  script.add(question, {
    planner: [
      plan([
        query(
          'orders',
          `SELECT count(*) AS orders, '${mark}' AS mark FROM orders WHERE (SELECT passed FROM gate)`,
        ),
      ]),
    ],
    interpreter: [says('{{orders}} orders', cellFigure('orders', 'orders', 'orders'))],
  });
  await gate.shut();
}

const begins = `SELECT count(*) AS orders, '`;

async function isRunning(mark: string): Promise<boolean> {
  return (await runningStatements(stack, `${begins}${mark}`)).length > 0;
}

/** A reply that the store lost would be asked for twice. */
async function reviewKept(id: string): Promise<void> {
  const replies = `select from surefoot.replies where run_id = $1 and role = 'reviewer'`;
  await until(
    'the review is kept',
    async () => (await rowsOf(stack.storeUrl, replies, [id])).length === 1,
  );
}

/** What the log says of a run once it has been told everything. */
async function whole(id: string): Promise<ReadonlyMap<string, string>> {
  await until('the answer is recorded', async () => {
    const found = await stack.store.runs.find({ tenant: 'default', runId: id });
    return found !== undefined && found.answer !== null;
  });
  return await loggedAttempts(stack, id);
}

test('a store that is away for a moment costs neither the query nor a row', async () => {
  await slowly('How many pairs, with a pause?', 'pause');
  const id = 'outage-pause';
  const handle = await stack.surefoot.ask('How many pairs, with a pause?', {
    ...{ id, asOf: stack.asOf, bounds: patient },
  });
  await until('the query runs', () => isRunning('pause'));
  await reviewKept(id);
  await server.stop();
  await gate.open();
  await until('the query is over', async () => !(await isRunning('pause')));
  server = await start();

  const answer = await handle.result();
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(answer.steps[0]?.attempts, 1, 'the result in hand waited for the store');
  assert.deepEqual(rolesOf(stack, id), ['planner', 'reviewer', 'interpreter']);
  const attempts = await whole(id);
  assert.deepEqual(new Set(attempts.values()), new Set(['success']));
  assert.equal(attempts.get('orders-1.1'), 'success');
});

test('an interactive run ends unavailable in time, and the store is told of it once it is back', async () => {
  await slowly('How many pairs, for nothing?', 'nothing');
  const id = 'outage-nothing';
  const handle = await stack.surefoot.ask('How many pairs, for nothing?', {
    ...{ id, asOf: stack.asOf, bounds: patient, timeoutMs: 35_000 },
  });
  await until('the query runs', () => isRunning('nothing'));
  await server.stop();
  await gate.open();

  const answer = await handle.result();
  assert.equal(answer.status, 'unavailable');
  assert.match(answer.text, /store/);
  assert.ok(answer.timing.totalMs <= 35_000, `${answer.timing.totalMs} ms`);
  server = await start();

  const attempts = await whole(id);
  assert.equal(attempts.get('plan.1.1.1'), 'success');
  const tried = answer.steps[0]?.attempts ?? 0;
  assert.ok(tried >= 1);
  for (let attempt = 1; attempt <= tried; attempt += 1) {
    assert.equal(
      attempts.get(`orders-1.${attempt}`),
      'error',
      'a row an attempt, each with its end',
    );
  }
  const recorded = await stack.store.runs.find({ tenant: 'default', runId: id });
  assert.equal(recorded?.answer?.status, 'unavailable');
  await assertToldOnce(id);
});

test('a run that begins while the store is away is registered with its answer once it is back', async () => {
  const id = 'outage-unknown';
  await server.stop();
  const handle = await stack.surefoot.ask('How many pairs, unknown?', {
    ...{ id, asOf: stack.asOf, timeoutMs: 15_000 },
  });
  const answer = await handle.result();
  assert.equal(answer.status, 'unavailable');
  assert.deepEqual(rolesOf(stack, id), [], 'nothing is paid for that could not be kept');
  server = await start();
  const attempts = await whole(id);
  assert.ok(attempts.size >= 3);
  assert.deepEqual(new Set(attempts.values()), new Set(['error']));
  await assertToldOnce(id);
});

test('a background run goes on when the store is back, and pays for nothing twice', async () => {
  await slowly('How many pairs, whenever?', 'whenever');
  const id = 'outage-whenever';
  const handle = await stack.surefoot.ask('How many pairs, whenever?', {
    ...{ id, asOf: stack.asOf, bounds: patient, background: true },
  });
  await until('the query runs', () => isRunning('whenever'));
  await reviewKept(id);
  await server.stop();
  await gate.open();
  await until('the query is over', async () => !(await isRunning('whenever')));
  server = await start();

  const answer = await handle.result();
  assert.equal(answer.status, 'answered', answer.text);
  assert.deepEqual(rolesOf(stack, id), ['planner', 'reviewer', 'interpreter']);
  await whole(id);
  await assertToldOnce(id);
});

/** Every event once, without a gap; every attempt with its end. */
async function assertToldOnce(id: string): Promise<void> {
  const finished = `
    select count(*) filter (where kind = 'attempt.finished') as events, max(seq) - count(*) as gaps
    from surefoot.run_events where run_id = $1`;
  const ended = `select count(*) as ended from surefoot.tool_calls where run_id = $1 and ended_at is not null`;
  await until('every attempt is told', async () => {
    const [[told], [rows]] = await Promise.all([
      rowsOf(stack.storeUrl, finished, [id]),
      rowsOf(stack.storeUrl, ended, [id]),
    ]);
    return told?.['gaps'] === '0' && told['events'] === rows?.['ended'];
  });
}
