import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { plan, query, says, scriptFile } from './scripts.js';
import { answerTo, eventOf, runningStatements } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

const given = (value: string) => ({ kind: 'text', value, step: '', column: '' });

for (const [what, sql, text, suggestion] of [
  [
    'a misspelt column',
    `SELECT regoin_id AS region, count(*) AS orders FROM orders GROUP BY 1`,
    /the column regoin_id does not exist/,
    /^Use region_id\. orders has order_id, customer_id, region_id, /,
  ],
  [
    'a misspelt table',
    `SELECT count(*) AS n FROM ordrs`,
    /the table ordrs does not exist/,
    /^Use orders\. There are categories, channels, /,
  ],
  [
    'a column that two tables have',
    `SELECT region_id, count(*) AS n FROM orders AS o JOIN customers AS c USING (customer_id) GROUP BY 1`,
    /region_id could be o\.region_id or c\.region_id\./,
    /^Write o\.region_id\. Write c\.region_id\.$/,
  ],
  [
    'a period that ends before it begins',
    `SELECT count(*) AS n FROM orders WHERE ordered_at >= '2026-06-01' AND ordered_at < '2026-05-01'`,
    /The period ends before it begins: from 2026-06-01 to before 2026-05-01\./,
    /^Did you mean 2026-05-01 to 2026-06-01\?$/,
  ],
  [
    'a day that no calendar has',
    `SELECT count(*) AS n FROM orders WHERE ordered_at < '2026-02-30'`,
    /There is no day 2026-02-30\./,
    /^Did you mean 2026-02-28\?$/,
  ],
] as const) {
  test(`a plan that no repair helps says what would work: ${what}`, async () => {
    const question = `What of ${what}?`;
    script.add(question, { planner: [plan([query('asked', sql)])] });
    const answer = await answerTo(stack, question, { bounds: { planRepairs: 0 } });
    assert.equal(answer.status, 'failed');
    assert.match(answer.text, text);
    assert.match(answer.suggestions[0] ?? '', suggestion);
  });
}

for (const [what, sql, params, message, suggestion] of [
  [
    'a period after the data',
    `SELECT c.name AS channel, count(*) AS orders FROM orders JOIN channels AS c USING (channel_id)
     WHERE ordered_at >= $1::date AND ordered_at < $2::date GROUP BY 1`,
    [given('2026-10-01'), given('2027-01-01')],
    /^Step asked: The data ends 2026-09-30, before Q4 2026: orders\.ordered_at runs from 2024-01-01 to 2026-09-30\.$/,
    'Did you mean Q3 2026?',
  ],
  [
    'a total over a status that no order has',
    `SELECT sum(quantity) AS units FROM orders JOIN order_items USING (order_id)
     WHERE status = 'complet' AND ordered_at >= '2026-01-01'`,
    [],
    /^Step asked: No row has status = 'complet'; without it there are more than 1,000 rows\.$/,
    "Did you mean 'completed'?",
  ],
  [
    'a list that is cut short',
    'SELECT order_id, line_no, net_amount FROM order_items JOIN orders USING (order_id)',
    [],
    /^Step asked: The query returns about [\d,]+ rows, and at most 10,000 are shown\.$/,
    'Ask for totals by status.',
  ],
] as const) {
  test(`an answer with nothing or too much in it says why, and what to ask: ${what}`, async () => {
    const question = `What of ${what}?`;
    script.add(question, {
      planner: [plan([query('asked', sql, { params })])],
      interpreter: [says('That is all there is.')],
    });
    for (const rung of ['live', 'cache']) {
      const answer = await answerTo(stack, question);
      assert.equal(answer.steps[0]?.rung, rung);
      assert.equal(answer.status, 'answered');
      assert.ok(answer.warnings.some((warning) => message.test(warning.message)));
      assert.ok(answer.suggestions.includes(suggestion), answer.suggestions.join(' '));
    }
  });
}

test('a planner whose result is empty hears why, and so does the user', async () => {
  const question = 'How many complete orders by channel?';
  const counts = (status: string) =>
    `SELECT channel_id, count(*) AS orders FROM orders WHERE status = '${status}' GROUP BY 1`;
  const expect = { minRows: 1 };
  script.add(question, {
    planner: [
      // One letter less would be seen before it runs.
      plan([query('misspelt', counts('complet'), { expect })]),
      plan([query('spelt', counts('completed'), { expect })]),
    ],
    interpreter: [says('Here they are.')],
  });
  const answer = await answerTo(stack, question, { id: 'misspelt' });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(answer.suggestions, []);
  const verified = await eventOf(await stack.surefoot.get('misspelt'), 'verified');
  const [finding] = verified.data['findings'] as { what: string; fix: string }[];
  assert.match(finding?.what ?? '', /No row has status = 'complet'/);
  assert.equal(finding?.fix, "Did you mean 'completed'?");

  const refused = await answerTo(stack, question, { bounds: { replans: 0 } });
  assert.equal(refused.status, 'failed');
  assert.match(refused.text, /No row has status = 'complet'/);
  assert.deepEqual(refused.suggestions, ["Did you mean 'completed'?"]);
});

test('a division by zero names the divisor, and how to write it', async () => {
  const question = 'What is each line’s price per unit of discount?';
  script.add(question, {
    planner: [plan([query('prices', 'SELECT sum(unit_price / discount) AS p FROM order_items')])],
  });
  const answer = await answerTo(stack, question);
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /In unit_price \/ discount, discount is zero somewhere\.$/);
  assert.match(answer.suggestions[0] ?? '', /NULLIF\(discount, 0\)/);
  assert.equal(answer.steps[0]?.error?.error, 'division_by_zero');
});

test('a query that takes too long names columns to filter by, and cheaper questions', async () => {
  const question = 'How many pairs of orders are there?';
  const pairs = 'SELECT count(*) AS pairs FROM orders AS a CROSS JOIN orders AS b';
  script.add(question, { planner: [plan([query('pairs', pairs)])] });
  const answer = await answerTo(stack, question, {
    timeoutMs: 12_000,
    bounds: { interpretMs: 500, recordMs: 500 },
  });
  assert.equal(answer.status, 'unavailable');
  const error = answer.steps[0]?.error;
  assert.equal(error?.error, 'tool_timeout');
  assert.match(error.query ?? '', /CROSS JOIN orders/);
  assert.ok((error.timeout_ms ?? 0) > 0);
  assert.deepEqual(error.alternatives, ['orders.ordered_at', 'orders.status', 'orders.currency']);
  assert.match(
    error.suggestion,
    /^Filter orders by ordered_at \(2024-01-01 to 2026-09-30\) or by status or by currency\. Much cheaper: only the last month, September 2026 \(by ordered_at\)\./,
  );
  assert.deepEqual(answer.suggestions, [error.suggestion]);
  assert.deepEqual(await runningStatements(stack), []);
});
