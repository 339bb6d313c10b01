import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { columnFigure, plan, query, says, scriptFile } from './scripts.js';
import { answerTo, loggedAttempts, rolesOf, runningStatements } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker(impatient);
});
after(() => stack.close());

/** Of each order all pairs of lines: nothing that ends. */
const pairs =
  'sum((SELECT count(*) FROM order_items AS a CROSS JOIN order_items AS b WHERE a.order_id < o.order_id)) AS pairs';
const measure = {
  ...{ name: 'orders', column: 'orders', aggregation: 'count' },
  ...{ additive: true, unit: '' },
};
/** The tool's time is short, since a query spends all of it, and enough for a rung; the run's is not. */
const impatient = { policies: { execute_query: { timeoutMs: 5_000 } } };

test('a query that takes too long is answered without the column that makes it slow', async () => {
  const question = 'Orders by channel, with their pairs of lines?';
  const sql = `SELECT o.channel_id AS channel, ${pairs}, count(*) AS orders FROM orders AS o GROUP BY 1 ORDER BY 1`;
  const expect = { columns: ['channel', 'orders'], minRows: 1, uniqueBy: ['channel'] };
  script.add(question, {
    planner: [plan([query('asked', sql, { measure, expect })])],
    interpreter: [
      says('There were {{total}} orders.', columnFigure('total', 'sum', 'asked', 'orders')),
    ],
  });
  const answer = await answerTo(stack, question, { id: 'by-rule' });
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.text, 'There were 60,000 orders.');
  const [step] = answer.steps;
  assert.equal(step?.rung, 'simplified');
  assert.match(step.note ?? '', /^Left out: .*the column pairs\. It stands in because /);
  assert.doesNotMatch(step.sql ?? '', /order_items/);
  assert.deepEqual(
    answer.data?.columns.map(({ name }) => name),
    ['channel', 'orders'],
  );
  assert.ok(answer.warnings.some(({ code }) => code === 'simplified'));
  assert.match(answer.suggestions[0] ?? '', /^Filter /);
  assert.ok(!rolesOf(stack, 'by-rule').includes('simplifier'), 'the rules need no Claude');
  assert.deepEqual(await runningStatements(stack), []);
});

const both = (columns: string) =>
  ['web', 'store']
    .map(
      (name) =>
        `SELECT '${name}' AS channel, ${columns}count(*) AS orders FROM orders AS o JOIN channels AS c USING (channel_id) WHERE c.name = '${name}'`,
    )
    .join(' UNION ALL ');

test('what the rules cannot simplify Claude is asked for, once and on the run’s account', async () => {
  const question = 'Orders of web and store, with their pairs of lines?';
  script.add(question, {
    planner: [plan([query('asked', both(`${pairs}, `), { measure })])],
    simplifier: [{ json: { sql: both(''), dropped: ['pairs of lines'] } }],
    interpreter: [says('Those are the orders.')],
  });
  const answer = await answerTo(stack, question, { id: 'by-claude' });
  const [step] = answer.steps;
  assert.equal(step?.rung, 'simplified');
  assert.match(step.note ?? '', /^Left out: the column pairs\. /);
  assert.equal(rolesOf(stack, 'by-claude').filter((role) => role === 'simplifier').length, 1);
  assert.equal(answer.usage.claudeCalls, rolesOf(stack, 'by-claude').length);
  assert.deepEqual(await runningStatements(stack), []);
});

test('a simpler query of Claude’s that means something else never runs, and is paid for all the same', async () => {
  const question = 'Orders of web and store, narrowed in silence?';
  script.add(question, {
    planner: [plan([query('asked', both(`${pairs}, `), { measure })])],
    simplifier: [
      { json: { sql: both('').replace(/ UNION ALL .*/, ''), dropped: ['pairs of lines'] } },
    ],
    interpreter: [says('That is what there is.')],
  });
  const answer = await answerTo(stack, question, { id: 'narrowed' });
  assert.notEqual(answer.steps[0]?.rung, 'simplified');
  const attempts = await loggedAttempts(stack, 'narrowed');
  assert.equal(attempts.get('asked-1-simplified.1'), 'error');
  assert.ok(rolesOf(stack, 'narrowed').includes('simplifier'));
  assert.equal(answer.usage.claudeCalls, rolesOf(stack, 'narrowed').length);
});
