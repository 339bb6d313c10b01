import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TicketRefused } from '../../src/client.js';
import { ConfigError, loadConfig } from '../../src/config.js';
import { closed } from '../../src/domain/breaker.js';
import { startWorker } from '../../src/worker.js';
import { startStack, type Stack } from '../stack.js';
import { postgresForTests, workflowBundle, type TestDatabase } from '../support.js';
import { cellFigure, plan, query, says, scriptFile, type Said } from './scripts.js';
import { answerTo, callsOf, eventOf, rowsOf, until } from './watching.js';

const own = `tenant = nullif(current_setting('surefoot.tenant', true), '')`;
/** `acme` has 3 sales, `bolt` has 5. */
const schema = `
  create table sales (tenant text not null, region text, amount numeric);
  insert into sales select 'acme', 'acme land', 10 from generate_series(1, 3);
  insert into sales select 'bolt', 'bolt land', 70 from generate_series(1, 5);
  alter table sales enable row level security;
  create policy own on sales using (${own});
  create table forgotten (tenant text, secret text);`;

const script = scriptFile([{ name: 'away', run: '^away', reply: { status: 418 } }]);
let warehouse: TestDatabase;
let stack: Stack;

before(async () => {
  warehouse = await (await postgresForTests()).createDatabase();
  await rowsOf(warehouse.url, schema);
  stack = await startStack({
    script: script.path,
    warehouse,
    env: { SUREFOOT_TENANCY: 'required', SUREFOOT_BREAKER_FAILURES: '1000' },
  });
  await stack.worker();
});
after(async () => {
  await stack.close();
  await warehouse.drop();
});

const total: Said = plan([
  query('sales', 'SELECT count(*) AS sales, min(region) AS region FROM sales'),
]);
const saysTotal = says(
  '{{n}} sales in {{where}}.',
  cellFigure('n', 'sales', 'sales'),
  cellFigure('where', 'sales', 'region'),
);
const asked = new Set<string>();
const noEntry = { state: 'forced_open', reason: 'this test' } as const;
const expected = { acme: '3 sales in acme land.', bolt: '5 sales in bolt land.' } as const;

async function ask(question: string, tenant: keyof typeof expected, id: string) {
  if (!asked.has(question)) script.add(question, { planner: [total], interpreter: [saysTotal] });
  asked.add(question);
  return await answerTo(stack, question, { tenant, id });
}

test('two tenants who ask the same at the same time under the same id get their own answer, twice', async () => {
  const question = 'How many sales do we have?';
  const rungs = async (id: string) => {
    const answers = await Promise.all([ask(question, 'acme', id), ask(question, 'bolt', id)]);
    assert.deepEqual(
      answers.map(({ text, status }) => [text, status]),
      [
        [expected.acme, 'answered'],
        [expected.bolt, 'answered'],
      ],
    );
    for (const [i, tenant] of (['acme', 'bolt'] as const).entries()) {
      const again = await (await stack.surefoot.get(id, { tenant })).result();
      assert.deepEqual([again.text, again.data], [expected[tenant], answers[i]?.data]);
    }
    return answers.map(({ steps }) => steps[0]?.rung);
  };
  assert.deepEqual(await rungs('tenants-live'), ['live', 'live']);
  // On a busy machine the cache may not say in its 300 ms what it has, and the query runs again.
  let asked = 0;
  const again = async () =>
    (await rungs(`tenants-cache-${(asked += 1)}`)).every((rung) => rung === 'cache');
  await until('both come from the cache', again, 60_000);
  await assert.rejects(stack.surefoot.get('tenants-live', { tenant: 'other' }), /There is no run/);
  await assert.rejects(stack.surefoot.get('tenants-live'), /There is no run/);
});

test('a tenant’s plan serves no other tenant while no model can be had', async () => {
  const question = 'How many sales, while Claude is away?';
  assert.equal((await ask(question, 'acme', 'tenants-first')).status, 'answered');
  const same = await ask(question, 'acme', 'away-acme');
  assert.equal(same.warnings[0]?.code, 'reused_plan');
  assert.equal(same.data?.rows[0]?.[0], '3');
  const other = await ask(question, 'bolt', 'away-bolt');
  assert.equal(other.status, 'unavailable');
});

test('an old result stands in for its own tenant, and for no other', async () => {
  const question = 'How many sales, while nobody is let through?';
  assert.equal((await ask(question, 'acme', 'tenants-old')).text, expected.acme);
  for (const table of ['results', 'cache']) {
    const sql = `update surefoot.${table} set read_at = read_at - interval '1 hour' where tenant = 'acme'`;
    await rowsOf(stack.storeUrl, sql);
  }
  await rowsOf(stack.storeUrl, `delete from surefoot.cache where tenant = 'bolt'`);
  await stack.store.breakers.force('execute_query@warehouse', noEntry, 'this test');
  try {
    const [acme, bolt] = await Promise.all([
      ask(question, 'acme', 'tenants-stale'),
      ask(question, 'bolt', 'tenants-none'),
    ]);
    assert.equal(acme.steps[0]?.rung, 'stale_cache', acme.text);
    assert.match(acme.text, /^3 sales in acme land\./);
    assert.equal(bolt.status, 'unavailable');
    assert.equal(bolt.data, null);
    assert.ok(!JSON.stringify(bolt).includes('acme'), JSON.stringify(bolt));
  } finally {
    await stack.store.breakers.force('execute_query@warehouse', closed, 'this test');
  }
});

test('who approves one tenant’s plan approves no other’s, under the same id', async () => {
  const question = 'How many sales, once approved?';
  script.add(question, { planner: [total], interpreter: [saysTotal] });
  const [acme, bolt] = await Promise.all(
    (['acme', 'bolt'] as const).map(async (tenant) => {
      const asked = { tenant, id: 'tenants-approval', background: true, approve: true };
      const run = await stack.surefoot.ask(question, { asOf: stack.asOf, ...asked });
      await eventOf(run, 'approval.needed');
      return run;
    }),
  );
  assert.ok(acme !== undefined && bolt !== undefined);
  await acme.approve({ by: 'ada' });
  assert.equal((await acme.result()).text, expected.acme);
  await bolt.reject({ by: 'bob' });
  assert.equal((await bolt.result()).status, 'cancelled');
  await assert.rejects(stack.surefoot.get('tenants-approval', { tenant: 'other' }), /no run/);
});

test('a tenant’s ticket is not there for another tenant, and cannot be answered by one', async () => {
  const question = 'How many sales, with nobody to plan?';
  const answer = await answerTo(stack, question, {
    ...{ tenant: 'acme', id: 'away-ticket', critical: true },
  });
  const id = answer.ticket ?? assert.fail(answer.text);
  const { tickets } = stack.surefoot;
  const reply = { answer: 'None.', by: 'bob' };
  await assert.rejects(tickets.get(id, { tenant: 'bolt' }), TicketRefused);
  await assert.rejects(tickets.resolve(id, { ...reply, tenant: 'bolt' }), TicketRefused);
  assert.deepEqual(await tickets.list({ tenant: 'bolt' }), []);
  assert.equal((await tickets.get(id, { tenant: 'acme' })).status, 'open');
});

test('no row of the store that is one tenant’s has a value of another’s', async () => {
  const tables = await rowsOf(
    stack.storeUrl,
    `select table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where table_schema = 'surefoot' and column_name = 'tenant' and table_type = 'BASE TABLE' order by 1`,
  );
  const names = tables.map(({ table_name: name }) => String(name));
  for (const name of [
    'cache',
    'replies',
    'results',
    'run_events',
    'runs',
    'tickets',
    'tool_calls',
  ]) {
    assert.ok(names.includes(name), name);
  }
  for (const name of names) {
    const rows = await rowsOf(
      stack.storeUrl,
      `select tenant, t::text as text from surefoot.${name} t`,
    );
    for (const { tenant, text } of rows) {
      const other = tenant === 'acme' ? 'bolt land' : 'acme land';
      assert.ok(!String(text).includes(other), `${name}: ${String(text)}`);
    }
  }
  const without = await rowsOf(
    stack.storeUrl,
    `select table_name from information_schema.tables where table_schema = 'surefoot' and table_type = 'BASE TABLE'
     and table_name not in (select table_name from information_schema.columns where column_name = 'tenant')`,
  );
  for (const { table_name: name } of without) {
    const rows = await rowsOf(
      stack.storeUrl,
      `select t::text as text from surefoot.${String(name)} t`,
    );
    assert.ok(!rows.some(({ text }) => /acme|bolt/.test(String(text))), String(name));
  }
});

test('a run that names no tenant is refused once and clearly, and Claude is not asked', async () => {
  const question = 'How many sales does nobody have?';
  script.add(question, { planner: [total], interpreter: [saysTotal] });
  const answer = await answerTo(stack, question, { id: 'tenants-nobody' });
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /This warehouse keeps tenants apart, and the run does not say whose/);
  assert.match(answer.suggestions[0] ?? '', /--tenant/);
  assert.deepEqual(callsOf(stack, 'tenants-nobody'), []);
});

test('a table that no policy holds does not exist, and is not suggested', async () => {
  const question = 'What is in the forgotten table?';
  script.add(question, {
    planner: [plan([query('secrets', 'SELECT secret AS secret FROM forgotten')])],
  });
  const answer = await answerTo(stack, question, { tenant: 'acme', bounds: { planRepairs: 0 } });
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /the table forgotten does not exist/);
  assert.deepEqual(answer.suggestions, ['There are sales.']);
});

for (const [what, steals] of [
  ['set_config', `SELECT set_config('surefoot.tenant', 'bolt', true) AS t, region FROM sales`],
  ['current_setting', `SELECT current_setting('surefoot.tenant') AS t`],
  ['SHOW', 'SHOW surefoot.tenant'],
  ['SET', `SET LOCAL surefoot.tenant = 'bolt'`],
  ['pg_settings', 'SELECT setting FROM pg_settings'],
] as const) {
  test(`a plan that reaches for the tenant’s setting is refused: ${what}`, async () => {
    const question = `Whose sales are there, by ${what}?`;
    script.add(question, { planner: [plan([query('stolen', steals)])] });
    const answer = await answerTo(stack, question, { tenant: 'acme', bounds: { planRepairs: 0 } });
    assert.equal(answer.status, 'failed');
    assert.ok(!JSON.stringify([answer.text, answer.data]).includes('bolt land'));
    assert.deepEqual(answer.steps, []);
  });
}

test('a worker does not start as a role that no policy holds', async () => {
  // Also where a privileged role is let through.
  const privileged = { SUREFOOT_WAREHOUSE_URL: warehouse.url, SUREFOOT_ALLOW_PRIVILEGED: 'on' };
  const env = { ...stack.env, ...privileged };
  const starting = startWorker(loadConfig(env), { workflowBundle: await workflowBundle() });
  await assert.rejects(starting, (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /the policies on sales do not hold the warehouse's role/);
    return true;
  });
});
