import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { plan, query, scriptFile } from './scripts.js';
import { answerTo, runningStatements } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

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
