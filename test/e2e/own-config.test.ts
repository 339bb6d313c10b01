import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../../src/embedded/free-port.js';
import { startCli } from '../cli/spawn-cli.js';
import { asAgent, startStack, type Stack } from '../stack.js';
import { postgresForTests, runSql, type TestDatabase } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { cellFigure, plan, query, says, scriptFile, step } from './scripts.js';
import { answerTo, eventOf, rolesOf, rowsOf } from './watching.js';

const file = `
import { defineConfig } from 'surefoot/config';
import { defineTool } from 'surefoot/tools';
import { z } from 'zod';

export default defineConfig({
  prompts: {
    glossary: { 'tier 1': 'customers that the CRM calls gold' },
    examples: [{ question: 'How many owners are there?', sql: 'select count(*) as owners from owners', warehouse: 'crm' }],
  },
  policies: { execute_query: { timeoutMs: 20_000, retry: { attempts: 2 } }, 'crm.label': { timeoutMs: 4_000 } },
  warehouses: {
    sales: { url: { env: 'SUREFOOT_WAREHOUSE_URL' }, description: 'Orders and what was sold.' },
    crm: {
      url: () => process.env.CRM_URL ?? '',
      description: 'Who looks after whom.',
      pool: 4,
      tables: ['owners', 'regions'],
      pii: ['owners(email)'],
    },
  },
  tools: [
    defineTool({
      name: 'crm.label',
      description: 'The label of a customer.',
      input: z.strictObject({ customer: z.string() }),
      output: z.strictObject({ customer: z.string(), label: z.string() }),
      run: ({ customer }) => Promise.resolve({ customer, label: 'gold' }),
    }),
    defineTool({
      name: 'rows.count',
      description: 'How many rows a table has.',
      usesWarehouse: true,
      input: z.strictObject({ table: z.string() }),
      output: z.strictObject({ database: z.string(), n: z.number() }),
      async check(input, { catalog }) {
        const isThere = catalog.tables.some(({ name }) => name === input.table);
        const finding = { code: 'no_such_table', what: input.table + ' is not there.', fix: 'Take another.' };
        return { input, findings: isThere ? [] : [finding], facts: null, summary: input.table };
      },
      async run({ table }, { warehouse, run, timeZone, timeoutMs, signal, onProgress }) {
        const sql = 'select current_database() as database, count(*)::int as n from ' + table;
        const statement = { sql, params: [], tenant: run.tenant, timeZone, timeoutMs };
        const limits = { maxRows: 1, maxBytes: 1000 };
        const { rows } = await warehouse.query(statement, limits, { signal, onProgress });
        return { database: rows[0][0], n: Number(rows[0][1]) };
      },
    }),
  ],
});
`;

const made = `
  create table owners (owner text primary key, region text not null, email text not null);
  create table secrets (owner text primary key);
  create table regions (region_id int primary key, name text not null);
  insert into owners values ('Ada', 'EMEA', 'ada@example.com'), ('Bob', 'APAC', 'bob@example.com');
  insert into regions values (1, 'EMEA');`;

let stack: Stack;
let crm: TestDatabase;
let settings: Readonly<Record<string, string>>;
let worker: ChildProcess;
let health: string;
const script = scriptFile();

before(async () => {
  crm = await (await postgresForTests()).createDatabase();
  await runSql(crm.url, made);
  stack = await startStack({ script: script.path });
  const path = join(temporaryFolder(), 'surefoot.config.ts');
  writeFileSync(path, file);
  settings = { SUREFOOT_CONFIG: path, CRM_URL: await asAgent(crm) };
  health = `127.0.0.1:${await freePort()}`;
  worker = await stack.workerProcess({ ...settings, SUREFOOT_HEALTH_ADDRESS: health });
});
after(async () => {
  worker.kill('SIGKILL');
  await stack.close();
  await crm.drop();
});

/** A query step that says which warehouse it reads. */
function on(warehouse: string, ...[id, sql, more]: Parameters<typeof query>) {
  const { input, ...frame } = query(id, sql, more);
  return { ...frame, input: { ...input, warehouse } };
}

test('a tool of the file answers a question', async () => {
  const question = 'What is the label of Initech?';
  script.add(question, {
    planner: [plan([step('label', 'crm.label', { customer: 'Initech' })], 'The tier 1 label')],
    interpreter: [says('It is {{label}}.', cellFigure('label', 'label', 'label'))],
  });
  const answer = await answerTo(stack, question);
  assert.deepEqual([answer.status, answer.text], ['answered', 'It is gold.']);
  assert.equal(answer.steps[0] !== undefined && 'warehouse' in answer.steps[0], false);
});

test('each step reads the warehouse that it names, and values go from one to the other as parameters', async () => {
  const question = 'Which region does Ada look after, and how many regions are there?';
  const owner = on('crm', 'owner', "SELECT o.region AS region FROM owners o WHERE o.owner = 'Ada'");
  const known = on('sales', 'known', 'SELECT r.name AS name FROM regions r WHERE r.name = $1', {
    dependsOn: ['owner'],
    params: [{ kind: 'cell', value: '', step: 'owner', column: 'region' }],
  });
  const here = on('sales', 'here', 'SELECT count(*) AS n FROM regions');
  const there = on('crm', 'there', 'SELECT count(*) AS n FROM regions');
  script.add(question, {
    planner: [plan([owner, known, here, there])],
    interpreter: [
      says(
        'Ada has {{region}}, one of {{n}}; the CRM knows {{m}}.',
        cellFigure('region', 'known', 'name'),
        cellFigure('n', 'here', 'n'),
        cellFigure('m', 'there', 'n'),
      ),
    ],
  });
  const answer = await answerTo(stack, question);
  const [sales] = await rowsOf(stack.warehouse.url, 'select count(*)::text as n from regions');
  assert.deepEqual(
    [answer.status, answer.text],
    ['answered', `Ada has EMEA, one of ${String(sales?.['n'])}; the CRM knows 1.`],
  );
  assert.deepEqual(
    answer.steps.map(({ id, warehouse }) => [id, warehouse]),
    [
      ['owner', 'crm'],
      ['known', 'sales'],
      ['here', 'sales'],
      ['there', 'crm'],
    ],
  );
  assert.deepEqual(await readBySteps(answer.runId), [
    'here sales',
    'known sales',
    'owner crm',
    'there crm',
  ]);
  const metrics = await (await fetch(`http://${health}/metrics`)).text();
  for (const name of ['sales', 'crm'])
    for (const metric of ['tool_calls_total', 'steps_total'])
      assert.match(
        metrics,
        new RegExp(`^surefoot_${metric}\\{tool="execute_query",.*warehouse="${name}".*\\} 2$`, 'm'),
      );
  const names = (await stack.store.breakers.list()).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !name.startsWith('claude@')),
    [
      'crm.label',
      ...['execute_query@crm', 'execute_query@sales', 'fetch_schema@crm', 'fetch_schema@sales'],
      ...['rows.count@crm', 'rows.count@sales'],
    ],
  );
});

test('the planner is told of each warehouse apart, and a step without one, across two, or of what is closed goes back', async () => {
  const question = 'What do owners own?';
  const right = step('schema', 'fetch_schema', { tables: ['owners'], warehouse: 'crm' });
  script.add(question, {
    planner: [
      // As text: Claude's own would be held to the schema, which asks for a warehouse.
      {
        text: JSON.stringify({
          intent: 'What was asked',
          clarification: { question: '', options: [] },
          steps: [
            query('nowhere', 'SELECT count(*) AS n FROM owners'),
            on('sales', 'across', 'SELECT o.owner AS o FROM owners o, regions r'),
            on('crm', 'email', 'SELECT o.email AS email FROM owners o'),
            on('crm', 'unlisted', 'SELECT s.owner AS owner FROM secrets s'),
          ],
        }),
      },
      plan([right]),
    ],
    interpreter: [says('They have {{column}}.', cellFigure('column', 'schema', 'column', 1))],
  });
  const handle = await stack.surefoot.ask(question, { asOf: stack.asOf });
  const refused = await eventOf(handle, 'plan.refused');
  const findings = JSON.stringify(refused.data);
  for (const expected of ['step nowhere', 'step across', 'step email', 'step unlisted'])
    assert.ok(findings.includes(expected), `${expected} in ${findings}`);
  const answer = await handle.result();
  assert.equal(answer.text, 'They have region.');
  const { data } = await eventOf(handle, 'plan.made');
  assert.match(String(data['promptVersion']), /^planner-1\+[0-9a-f]{8}$/);
  const digest = await digestOf(handle.runId);
  assert.match(digest, /<schema warehouse="sales">\n\{"about":"Orders and what was sold\."/);
  assert.match(digest, /<schema warehouse="crm">\n\{"about":"Who looks after whom\."/);
  const ofCrm = digest.slice(digest.indexOf('<schema warehouse="crm">'));
  assert.doesNotMatch(ofCrm, /email|secrets/);
});

/** What the planner is told of the schemas. */
async function digestOf(runId: string): Promise<string> {
  const [run] = await rowsOf(
    stack.storeUrl,
    'select schema_digest from surefoot.runs where run_id = $1',
    [runId],
  );
  return String(run?.['schema_digest']);
}

test('a tool of the file that uses a warehouse gets the one that its step names', async () => {
  const question = 'How many regions are there, here and there?';
  const count = (id: string, warehouse: string, table: string) =>
    step(id, 'rows.count', { table, warehouse });
  script.add(question, {
    planner: [
      plan([count('mine', 'sales', 'owners')]),
      plan([count('here', 'sales', 'regions'), count('there', 'crm', 'regions')]),
    ],
    interpreter: [
      says(
        '{{n}} of {{here}} and {{m}} of {{there}}.',
        ...[cellFigure('n', 'here', 'n'), cellFigure('here', 'here', 'database')],
        ...[cellFigure('m', 'there', 'n'), cellFigure('there', 'there', 'database')],
      ),
    ],
  });
  const handle = await stack.surefoot.ask(question, { asOf: stack.asOf });
  const refused = await eventOf(handle, 'plan.refused');
  assert.match(JSON.stringify(refused.data), /owners is not there/);
  const answer = await handle.result();
  const [sales] = await rowsOf(
    stack.warehouse.url,
    `select count(*) || ' of ' || current_database() as words from regions`,
  );
  assert.equal(answer.text, `${String(sales?.['words'])} and 1 of ${crm.name}.`);
  assert.deepEqual(await readBySteps(answer.runId), ['here sales', 'there crm']);
  // Whoever watches is told as soon as there is a plan.
  const { data } = await eventOf(handle, 'plan.made');
  const told = (data['steps'] as readonly { id: string; warehouse?: string }[]).map(
    ({ id, warehouse }) => `${id} ${warehouse}`,
  );
  assert.deepEqual(told, ['here sales', 'there crm']);
  const names = (await stack.store.breakers.list()).map(({ name }) => name);
  assert.ok(names.includes('rows.count@sales') && names.includes('rows.count@crm'));
});

/** By the log: each step, and the warehouse that it read. */
async function readBySteps(runId: string): Promise<readonly unknown[]> {
  const logged = await rowsOf(
    stack.storeUrl,
    `select step || ' ' || warehouse as read from surefoot.v_tool_calls
     where run_id = $1 and warehouse is not null order by step`,
    [runId],
  );
  return logged.map(({ read }) => read);
}

/** Lets nobody but its owner into the CRM, or everybody again. */
async function letIn(anybody: boolean): Promise<void> {
  const limit = `alter database ${crm.name} connection limit ${anybody ? -1 : 0}`;
  const end = `select pg_terminate_backend(pid) from pg_stat_activity
               where usename = 'agent_for_tests' and datname = current_database()`;
  await runSql(crm.url, anybody ? limit : `${limit}; ${end}`);
}

test('a worker that starts while one of several warehouses is away says so, and answers from the others', async () => {
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await Promise.all([gone, letIn(false)]);
  const again = startCli(['worker'], { ...stack.env, ...settings, SUREFOOT_LOG_LEVEL: 'WARN' });
  worker = again.child;
  await again.seen(/Worker ready: polls /);
  await again.seen(/"The warehouse cannot be read: .*"warehouse":"crm"/);

  const owners = on('crm', 'owners', 'SELECT count(*) AS n FROM owners');
  const regions = on('sales', 'regions', 'SELECT count(*) AS n FROM regions');
  const either = 'How many owners or regions are there?';
  script.add(either, {
    planner: [plan([owners, regions]), plan([regions])],
    interpreter: [says('There are {{n}} regions.', cellFigure('n', 'regions', 'n'))],
  });
  const only = 'How many owners are there now?';
  script.add(only, {
    planner: [plan([owners])],
    interpreter: [says('There are {{n}} owners.', cellFigure('n', 'owners', 'n'))],
  });
  const later = 'How many owners are there in the end?';
  const asks = step('ask', 'fetch_schema', { tables: ['owners'], warehouse: 'crm' });
  script.add(later, {
    planner: [plan([asks]), plan([owners])],
    interpreter: [says('There are {{n}} owners.', cellFigure('n', 'owners', 'n'))],
  });
  const waits = await stack.surefoot.ask(later, { asOf: stack.asOf, background: true });
  await eventOf(waits, 'plan.refused');
  const [fromOther, fromNone] = await Promise.all([answerTo(stack, either), answerTo(stack, only)]);
  assert.deepEqual([fromOther.status, fromOther.text], ['answered', 'There are 4 regions.']);
  assert.deepEqual(
    [fromNone.status, fromNone.text],
    ['unavailable', 'The warehouse crm cannot be asked now.'],
  );

  await letIn(true);
  const back = await answerTo(stack, only);
  assert.deepEqual([back.status, back.text], ['answered', 'There are 2 owners.']);

  const inTheEnd = await waits.result();
  assert.deepEqual([inTheEnd.status, inTheEnd.text], ['answered', 'There are 2 owners.']);
  const calls = rolesOf(stack, waits.runId).filter((role) => role === 'planner');
  assert.equal(calls.length, 2, 'once while it is away, once with its schema');
  assert.match(await digestOf(waits.runId), /<schema warehouse="crm">\n\{"about"/);
});

test('while one of several warehouses is away its steps fail well, and those on the others run', async () => {
  await letIn(false);
  const question = 'How many owners and regions are there?';
  script.add(question, {
    planner: [
      plan([
        { ...on('crm', 'owners', 'SELECT count(*) AS m FROM owners'), onFailure: 'skip' },
        on('sales', 'regions', 'SELECT count(*) AS n FROM regions'),
      ]),
    ],
    interpreter: [says('There are {{n}} regions.', cellFigure('n', 'regions', 'n'))],
  });
  const answer = await answerTo(stack, question);
  assert.deepEqual([answer.status, answer.text], ['degraded', 'There are 4 regions.']);
  const [failed, read] = answer.steps;
  assert.deepEqual(
    [failed?.warehouse, failed?.status, failed?.error?.class],
    ['crm', 'skipped', 'transient'],
  );
  assert.deepEqual([read?.warehouse, read?.status], ['sales', 'succeeded']);
  assert.match(answer.warnings[0]?.message ?? '', /^Step owners has no result\./);
  await letIn(true);
  const back = await answerTo(stack, question);
  assert.deepEqual([back.status, back.text], ['answered', 'There are 4 regions.'], back.text);
});
