import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closed, type Breaker } from '../../src/domain/breaker.js';
import { startPostgres, type PostgresServer } from '../../src/embedded/postgres/start-postgres.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { answerTo, rowsOf, until } from './watching.js';

// A warehouse on a server of its own, that lets nobody in but its owner and writes down who tried.
const name = 'execute_query@warehouse';
const cooldownMs = 4_000;
const script = scriptFile();
let server: PostgresServer;
let stack: Stack;

before(async () => {
  server = await startPostgres({ home: temporaryFolder(), durable: false });
  await runSql(server.adminUrl(), 'create database sales');
  const warehouse = { name: 'sales', url: server.adminUrl('sales'), drop: () => Promise.resolve() };
  await runSql(warehouse.url, `alter database sales set log_statement = 'all'`);
  await runSql(
    warehouse.url,
    'create table orders (n int primary key); insert into orders values (1)',
  );
  stack = await startStack({
    script: script.path,
    warehouse,
    env: {
      SUREFOOT_BREAKER_COOLDOWN_SECONDS: String(cooldownMs / 1_000),
      SUREFOOT_CACHE_FRESH_SECONDS: '0',
    },
  });
  await Promise.all([stack.workerProcess(), stack.workerProcess()]);
});
after(async () => {
  await stack.close();
  await server.stop();
});

function counts(question: string): string {
  script.add(question, {
    planner: [plan([query('orders', 'SELECT count(*) AS orders FROM orders')])],
    interpreter: [says('{{n}} orders', cellFigure('n', 'orders', 'orders'))],
  });
  return question;
}

async function letIn(anybody: boolean): Promise<void> {
  const limit = `alter database sales connection limit ${anybody ? -1 : 0}`;
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'agent_for_tests'`;
  await runSql(server.adminUrl(), anybody ? limit : `${limit}; ${end}`);
}

/** Attempts of the tool on its live rung, in order: how the breaker stood, and how they ended. */
async function attempts(): Promise<readonly { readonly state: string; readonly status: string }[]> {
  const found = await rowsOf(
    stack.storeUrl,
    `select breaker_state, status from surefoot.tool_calls
     where tool = 'execute_query' and breaker_state is not null order by started_at`,
  );
  return found.map(({ breaker_state: state, status }) => ({
    state: String(state),
    status: String(status),
  }));
}

/** The states that the breaker went into, in order. */
async function changes(): Promise<readonly string[]> {
  const found = await rowsOf(
    stack.storeUrl,
    'select to_state from surefoot.breaker_changes where name = $1 order by version',
    [name],
  );
  return found.map((row) => String(row['to_state']));
}

async function stateOf(): Promise<Breaker | undefined> {
  return (await stack.store.breakers.list()).find((each) => each.name === name)?.breaker;
}

/** How often the warehouse began to run a query, not only to explain it. */
async function executions(): Promise<number> {
  const log = await readFile(join(server.folder, 'server.log'), 'utf8');
  return log.split(/LOG: {2}execute [^:]+: select \* from \([^;]*?SELECT count/).length - 1;
}

test('two workers share one breaker: it opens after five failures and lets one probe through each time', async () => {
  await until('both workers have planned', async () => {
    const well = await answerTo(stack, counts(`How many orders, ${randomUUID()}?`));
    assert.equal(well.status, 'answered', well.text);
    const planners = `select distinct worker from surefoot.tool_calls where tool = 'plan'`;
    return (await rowsOf(stack.storeUrl, planners)).length === 2;
  });
  await letIn(false);

  const asked = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      answerTo(stack, counts(`How many orders, ${n} in vain?`), { id: `vain-${n}` }),
    ),
  );
  for (const { status, text, steps } of asked) {
    assert.equal(status, 'degraded', text);
    assert.equal(steps[0]?.rung, 'stale_cache');
  }
  const all = await attempts();
  const ended = (state: string, status: string) =>
    all.filter((each) => each.state === state && each.status === status).length;
  const probes = (await changes()).filter((state) => state === 'half_open').length;
  assert.ok(ended('closed', 'error') >= 5);
  assert.equal(ended('half_open', 'error'), probes, 'one probe, and no other, each time');
  assert.equal(ended('open', 'error'), 0);
  const refused = all.filter(({ status }) => status === 'refused');
  assert.ok(refused.length > 0);
  assert.ok(refused.every(({ state }) => state !== 'closed'));
});

test('once the warehouse is back one probe closes it', async () => {
  await letIn(true);
  await until('the cool-down is over', async () => {
    const state = await stateOf();
    return state?.state === 'open' && state.untilMs <= Date.now();
  });
  const again = await answerTo(stack, counts('How many orders, again?'), { id: 'warehouse-back' });
  assert.equal(again.status, 'answered', again.text);
  assert.deepEqual((await attempts()).at(-1), { state: 'half_open', status: 'success' });
  assert.equal((await changes()).at(-1), 'closed');
});

test('what is switched off does not reach the warehouse, and the answer says why it is an old one', async () => {
  const before = await executions();
  assert.ok(before >= 2, 'the log shows what runs');
  await stack.store.breakers.force(name, { state: 'forced_open', reason: 'moving house' }, 'ada');
  const off = await answerTo(stack, counts('How many orders, while it is off?'), { id: 'off' });
  assert.equal(off.status, 'degraded', off.text);
  assert.match(off.steps[0]?.note ?? '', /moving house|switched off|execute_query/);
  assert.equal(await executions(), before);

  await stack.store.breakers.force(name, closed, 'ada');
  const on = await answerTo(stack, counts('How many orders, released?'), { id: 'on' });
  assert.equal(on.status, 'answered', on.text);
  assert.equal(await executions(), before + 1);
});
