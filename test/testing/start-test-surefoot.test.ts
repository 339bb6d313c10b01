import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import {
  cellFigure,
  fails,
  plan,
  query,
  says,
  startTestSurefoot,
  step,
  type TestSurefoot,
} from '../../src/testing.js';
import { createTestDatabases } from '../../src/testing/databases.js';
import { defineTool } from '../../src/tools/define-tool.js';
import { postgresForTests, runSql, temporalForTests, workflowBundle } from '../support.js';

const rate = defineTool({
  name: 'exchange_rate',
  description: 'The rate of the euro in dollars.',
  input: z.strictObject({ day: z.string() }),
  output: z.strictObject({ day: z.string(), rate: z.number() }),
  run: ({ day }) => Promise.resolve({ day, rate: 1.25 }),
});

let surefoot: TestSurefoot;

before(async () => {
  const [{ address }, { adminUrl }] = await Promise.all([temporalForTests(), postgresForTests()]);
  surefoot = await startTestSurefoot({
    warehouse: `create table orders (id int primary key, total numeric not null);
                insert into orders values (1, 10.50), (2, 20.00);`,
    tools: [rate],
    workflowBundle: await workflowBundle(),
    servers: { temporalAddress: address, postgresUrl: adminUrl },
  });
});
after(() => surefoot.close());

test('a user’s test says what Claude says, and gets an answer of their own tables and tools', async () => {
  const question = 'What did we sell, and what is a euro?';
  surefoot.claude.whenAsked(question, {
    planner: plan([
      query('sold', 'SELECT sum(total) AS sold FROM orders'),
      step('euro', 'exchange_rate', { day: '2026-09-30' }),
    ]),
    interpreter: says(
      'We sold {{sold}}, at a rate of {{rate}}.',
      cellFigure('sold', 'sold', 'sold'),
      cellFigure('rate', 'euro', 'rate'),
    ),
  });
  const answer = await surefoot.answer(question, { id: 'test-sold' });
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(answer.text, 'We sold 30.5, at a rate of 1.25.');
  assert.deepEqual(
    surefoot.claude.calls('test-sold').map(({ role }) => role),
    ['planner', 'reviewer', 'interpreter'],
  );
});

test('replies come in order, each run from the first; a scene told anew takes the place of the old one', async () => {
  const question = 'How many orders are there?';
  const counts = plan([query('orders', 'SELECT count(*) AS orders FROM orders')]);
  const told = (text: string) => says(text, cellFigure('n', 'orders', 'orders'));
  surefoot.claude.whenAsked(question, {
    planner: [fails(529), counts],
    interpreter: told('There are {{n}}.'),
  });
  assert.equal((await surefoot.answer(question)).text, 'There are 2.');
  surefoot.claude.whenAsked(question, { planner: counts, interpreter: told('{{n}} orders.') });
  assert.equal((await surefoot.answer(question)).text, '2 orders.');
});

test('a question that nothing was said to fails at once', async () => {
  const answer = await surefoot.answer('What else?', { id: 'test-else' });
  assert.equal(answer.status, 'failed');
  assert.equal(surefoot.claude.calls('test-else').length, 1);
});

test('a plan that Claude could not have made fails at once, and spoils no other question', async () => {
  surefoot.claude.whenAsked('And what else?', {
    planner: plan([step('euro', 'exchange_rate', { date: '2026-09-30' })]),
  });
  const answer = await surefoot.answer('And what else?', { id: 'test-misfit' });
  assert.equal(answer.status, 'failed');
  assert.match(
    answer.text,
    /rule "And what else\?, planner 1" does not fit.*: \/steps\/0\/input must have .*'day'/,
  );
  assert.equal(surefoot.claude.calls('test-misfit').length, 1);

  surefoot.claude.whenAsked('And by whom?', {
    planner: plan([step('euro', 'exchange_rates', {})]),
  });
  const { text } = await surefoot.answer('And by whom?', { id: 'test-no-tool' });
  assert.match(text, /: \/steps\/0\/tool must be one of .*execute_query.*exchange_rate/);
});

test('a warehouse that cannot be made leaves nothing on the server', async () => {
  const { adminUrl } = await postgresForTests();
  const username = `testing_${process.pid}`;
  await runSql(adminUrl, `create role ${username} superuser login password 'pw'`);
  const mine = Object.assign(new URL(adminUrl), { username, password: 'pw' }).href;
  try {
    await assert.rejects(createTestDatabases(mine, 'create tabel orders ()'), { code: '42601' });
  } finally {
    // Refused where the role still owns a database.
    await runSql(adminUrl, `drop role ${username}`);
  }
});
