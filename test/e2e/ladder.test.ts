import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Answer } from '../../src/client.js';
import { startStack, type Stack } from '../stack.js';
import { plan, query, saysOrders, scriptFile } from './scripts.js';
import { answerTo, loggedAttempts, rowsOf, runningStatements } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

/** Quick on a table of few lines, and a day's work once it has grown. */
const pairs = query(
  'orders',
  'SELECT count(*) AS orders FROM growing AS a CROSS JOIN growing AS b CROSS JOIN growing AS c',
);

async function lines(count: number): Promise<void> {
  await rowsOf(stack.warehouse.url, 'truncate growing');
  await rowsOf(stack.warehouse.url, 'insert into growing select generate_series(1, $1::int)', [
    count,
  ]);
}

/** As if everything had been read that much earlier. */
async function age(hours: number): Promise<void> {
  for (const table of ['results', 'cache']) {
    const sql = `update surefoot.${table} set read_at = read_at - $1 * interval '1 hour'`;
    await rowsOf(stack.storeUrl, sql, [hours]);
  }
}

async function ask(question: string, id: string): Promise<Answer> {
  script.add(question, { planner: [plan([pairs])], interpreter: [saysOrders] });
  return await answerTo(stack, question, {
    id,
    timeoutMs: 25_000,
    bounds: { interpretMs: 5_000, recordMs: 2_000 },
  });
}

test('a query that was quick yesterday and is slow today is answered with yesterday’s result', async () => {
  await rowsOf(stack.warehouse.url, 'create table growing (n int)');
  await rowsOf(stack.warehouse.url, 'grant select on growing to agent_for_tests');
  await lines(3);
  const quick = await ask('How many pairs yesterday?', 'yesterday');
  assert.equal(quick.status, 'answered');
  assert.match(quick.text, /27 orders/);

  await age(3);
  await lines(100_000);
  const slow = await ask('How many pairs today?', 'today');
  assert.equal(slow.status, 'degraded');
  assert.match(slow.text, /27 orders/);
  const [step] = slow.steps;
  assert.equal(step?.rung, 'stale_cache');
  assert.ok((step.ageSeconds ?? 0) >= 3 * 3_600);
  assert.equal(step.error?.error, 'tool_timeout');
  assert.equal(slow.figures[0]?.rung, 'stale_cache');
  assert.deepEqual(slow.warnings, [
    {
      code: 'stale_cache',
      message: 'Step orders: This result is 3 h old, because execute_query did not answer in time.',
    },
  ]);
  assert.notDeepEqual(slow.suggestions, []);

  assert.deepEqual(await runningStatements(stack), [], 'nothing is left running');
  const attempts = await loggedAttempts(stack, 'today');
  assert.equal(attempts.get('orders-1.1'), 'timeout');
  assert.equal(attempts.get('orders-1.2'), undefined);
  assert.equal(attempts.get('orders-1-stale_cache.1'), 'success');
});
