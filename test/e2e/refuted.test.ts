import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import {
  cellFigure,
  confirms,
  countsOrders,
  plan,
  query,
  refutes,
  says,
  saysOrders,
  scriptFile,
} from './scripts.js';
import { answerTo, callsOf, loggedAttempts, rolesOf, runningStatements } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

const channels = (id: string, limit: number) =>
  plan([
    query(id, `SELECT name AS channel FROM channels ORDER BY name LIMIT ${limit}`, {
      limit,
      expect: { columns: ['channel'], minRows: 2 },
    }),
  ]);

test('a result that breaks its own expectations is refused and planned anew', async () => {
  const question = 'Which channels are there?';
  script.add(question, {
    planner: [channels('one', 1), channels('two', 2)],
    interpreter: [says('{{first}}', cellFigure('first', 'two', 'channel'))],
  });
  const answer = await answerTo(stack, question, { id: 'broken-expectation' });

  assert.equal(answer.status, 'answered');
  assert.deepEqual(
    answer.steps.map(({ id, status }) => [id, status]),
    [
      ['one', 'refuted'],
      ['two', 'succeeded'],
    ],
  );
  assert.equal(answer.verification.replans, 1);
  assert.equal(answer.data?.step, 'two');
  assert.deepEqual(
    answer.verification.checks.filter(({ passed }) => !passed).map(({ name }) => name),
    ['one: at least the expected rows'],
  );
});

test('what stays refuted ends the run with the reasons, not with an answer', async () => {
  const question = 'Which channels are there, in one row?';
  script.add(question, {
    planner: [channels('one', 1), channels('two', 1), channels('three', 1)],
  });
  const answer = await answerTo(stack, question, { id: 'refuted-for-good' });
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /did not pass verification: 1 row came back, at least 2 were expected/);
  assert.equal(answer.verification.verdict, 'refuted');
  assert.equal(answer.verification.replans, 2);
  assert.ok(!rolesOf(stack, 'refuted-for-good').includes('interpreter'));
});

test('what a reviewer says in numbers of its own reaches the planner, and no person', async () => {
  const question = 'Which channels are there, says the reviewer?';
  script.add(question, {
    planner: ['one', 'two', 'three'].map((id) => channels(id, 2)),
    reviewer: [refutes('', 'It should have returned 417 channels.')],
  });
  const answer = await answerTo(stack, question, { id: 'numbers' });
  assert.equal(answer.status, 'failed', answer.text);
  assert.match(answer.text, /The review holds that this does not answer the question/);
  const { text, suggestions, warnings, verification } = answer;
  const said = JSON.stringify({ text, suggestions, warnings, verification });
  assert.doesNotMatch(said, /417/);
});

test('a reviewer who refutes stops the query that runs', async () => {
  const question = 'How many orders, not pairs of lines?';
  const endless = query(
    'pairs',
    'SELECT count(*) AS pairs FROM order_items AS a CROSS JOIN order_items AS b',
  );
  script.add(question, {
    planner: [plan([endless]), countsOrders],
    // Once the query runs, on a busy machine, too.
    reviewer: [{ ...refutes('pairs', 'It counts pairs.'), delayMs: 4_000 }, confirms],
    interpreter: [saysOrders],
  });
  const answer = await answerTo(stack, question, { id: 'stopped' });

  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.replans, 1);
  assert.equal((await loggedAttempts(stack, 'stopped')).get('pairs-1.1'), 'cancelled');
  assert.deepEqual(await runningStatements(stack), []);
});

test('a reviewer who refutes sends the findings back to the planner', async () => {
  const question = 'How many orders were shipped?';
  script.add(question, {
    planner: [
      plan([query('all_orders', 'SELECT count(*) AS orders FROM orders')]),
      plan([query('shipped', "SELECT count(*) AS orders FROM orders WHERE status = 'shipped'")]),
    ],
    reviewer: [refutes('all_orders', 'It counts all orders, shipped or not.'), confirms],
    interpreter: [says('{{n}} were shipped.', cellFigure('n', 'shipped', 'orders'))],
  });
  const answer = await answerTo(stack, question, { id: 'reviewed' });
  assert.equal(answer.verification.verdict, 'confirmed');
  assert.equal(answer.verification.replans, 1);
  assert.deepEqual(answer.steps.at(-1)?.id, 'shipped');
  assert.deepEqual(rolesOf(stack, 'reviewed').toSorted(), [
    'interpreter',
    'planner',
    'planner',
    'reviewer',
    'reviewer',
  ]);
});

test('a metric ten times what its last runs came to is answered with both figures beside it', async () => {
  const measure = { name: 'units', column: 'units', aggregation: 'sum', additive: true, unit: '' };
  const runs = [];
  for (const [at, times] of [1, 1, 12, 1].entries()) {
    const question = `How many units went out, for the ${at + 1}. time?`;
    const sql = `SELECT sum(quantity * ${times}) AS units FROM order_items`;
    script.add(question, {
      planner: [plan([query('units', sql, { measure })])],
      interpreter: [says('{{n}} units.', cellFigure('n', 'units', 'units'))],
    });
    runs.push(await answerTo(stack, question, { id: `units-${at + 1}`, fresh: true }));
  }
  assert.deepEqual(
    runs.map(({ status, warnings }) => [status, warnings.map(({ code }) => code)]),
    [
      ['answered', []],
      ['answered', []],
      ['answered', ['unlike_recent_runs']],
      ['answered', []],
    ],
  );
  const off = runs[2];
  assert.match(
    off?.warnings[0]?.message ?? '',
    /^Step units: A day comes to [\d,]+; in the last 2 runs of the same metric it was [\d,]+\.$/,
  );
  assert.deepEqual(
    off?.verification.checks.filter(({ passed }) => !passed).map(({ name }) => name),
    ['units: is like its recent runs'],
  );
});

test('an interpreter who types a number is corrected before anyone sees it', async () => {
  const question = 'How many orders, in my own words?';
  script.add(question, {
    planner: [countsOrders],
    interpreter: [says('There are 61000 orders.'), saysOrders],
  });
  const answer = await answerTo(stack, question);
  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.answerRepairs, 1);
  assert.doesNotMatch(answer.text, /61000/);
});

test('an interpreter who lies three times is not shown; the data is, and says so', async () => {
  const question = 'How many orders, roughly?';
  script.add(question, {
    planner: [countsOrders],
    interpreter: [
      says('About 61 thousand.'),
      says('It is 61k.'),
      says('Sixty-one thousand orders.'),
    ],
  });
  const answer = await answerTo(stack, question, { id: 'liar' });
  assert.equal(answer.status, 'degraded');
  assert.match(
    answer.text,
    /could not be put into words safely; here is the data: 1 row from step orders/,
  );
  assert.equal(answer.data?.rows.length, 1);
  assert.deepEqual(answer.figures, []);
  assert.deepEqual(
    answer.warnings.map(({ code }) => code),
    ['not_interpreted'],
  );
  assert.equal(callsOf(stack, 'liar').length, 5);
});

test('where the interpreter cannot be reached, the data stands by itself', async () => {
  const question = 'How many orders, silently?';
  script.add(question, { planner: [countsOrders], interpreter: [{ status: 403 }] });
  const answer = await answerTo(stack, question);
  assert.equal(answer.status, 'degraded');
  assert.match(answer.text, /Claude could not be reached .* here is the data/);
  assert.equal(answer.data?.rows.length, 1);
});
