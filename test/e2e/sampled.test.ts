import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { renderAnswer } from '../../src/cli/render/answer.js';
import { createStyle } from '../../src/cli/render/style.js';
import type { QueryInput } from '../../src/domain/plan.js';
import type { ResultSet } from '../../src/domain/result.js';
import type { Lesser, Tool } from '../../src/tools/define-tool.js';
import { createExecuteQuery } from '../../src/tools/execute-query.js';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { answerTo, loggedAttempts, rowsOf } from './watching.js';

const script = scriptFile();
const sampled: {
  readonly first: Lesser<ResultSet>;
  readonly again: () => Promise<Lesser<ResultSet>>;
}[] = [];
const whole = createExecuteQuery({ sample: { percent: 0.5, minPages: 30 } });

/** The query tool, impatient: so that a query can be too slow for it without keeping a test waiting. */
const impatient: Tool<QueryInput, ResultSet> = {
  ...whole,
  name: 'impatient_query',
  policy: { ...whole.policy, timeoutMs: 8_000 },
  rungs: {
    ...whole.rungs,
    async sample(input, context, why) {
      const onProgress = () => {};
      const draw = async (signal: AbortSignal) => {
        const lesser = await whole.rungs?.sample?.(input, { ...context, signal, onProgress }, why);
        return lesser ?? assert.fail('It has no such rung.');
      };
      const first = await draw(context.signal);
      sampled.push({ first, again: async () => await draw(new AbortController().signal) });
      return first;
    },
  },
};

let stack: Stack;
before(async () => {
  const warehouse = await sampleDatabase();
  // Every line six times: so large a table that a sample is a hundredth of the work.
  await runSql(
    warehouse.url,
    `create table lines as select order_id, net_amount from order_items, generate_series(1, 6);
     analyze lines`,
  );
  stack = await startStack({ script: script.path, warehouse });
  await stack.worker({ tools: [impatient] });
});
after(async () => {
  await stack.close();
  await stack.warehouse.drop();
});

const ask = async (question: string, id: string) =>
  await answerTo(stack, question, { id, timeoutMs: 60_000 });

async function truth(sql: string): Promise<Record<string, string>> {
  const client = new Client(stack.warehouse.url);
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

const many = 250;
/** Every line as many times as there are such customers: far too much for whoever reads them all. */
const slow = `FROM lines AS i JOIN customers AS c
  ON c.customer_id <= ${many} AND c.customer_id + i.order_id > 0`;
const impatiently = (id: string, sql: string, more: Parameters<typeof query>[2] = {}) => ({
  ...query(id, sql, more),
  tool: 'impatient_query',
});

test('a query that is too slow is answered from a sample: its figures have intervals with the truth in them', async () => {
  const question = 'What is the revenue of all pairs?';
  const sql = `SELECT sum(i.net_amount) AS revenue, count(*) AS items ${slow}`;
  const measure = {
    name: 'revenue',
    column: 'revenue',
    aggregation: 'sum',
    additive: true,
    unit: 'USD',
  };
  script.add(question, {
    planner: [plan([impatiently('revenue', sql, { measure, expect: { minRows: 1 } })])],
    interpreter: [
      says(
        'Revenue was {{revenue}} from {{items}} items.',
        cellFigure('revenue', 'revenue', 'revenue'),
        cellFigure('items', 'revenue', 'items'),
      ),
    ],
  });

  const answer = await ask(question, 'sampled');

  assert.equal(answer.status, 'degraded', JSON.stringify(answer));
  assert.match(
    answer.text,
    /^Revenue was about \$[\d.]+B ± [\d.]+% from about [\d,]+ ± [\d.]+% items\.$/,
  );
  const real = await truth(
    `SELECT sum(net_amount) * n AS revenue, count(*) * n AS items FROM lines,
     (SELECT count(*) AS n FROM customers WHERE customer_id <= ${many}) AS c GROUP BY n`,
  );
  for (const { name, interval, rung } of answer.figures) {
    assert.equal(rung, 'sample');
    assert.ok(interval, name);
    const { low, high } = interval;
    assert.ok(Number(low) <= Number(real[name]) && Number(real[name]) <= Number(high), name);
  }
  assert.deepEqual(
    answer.data?.intervals?.map(({ column }) => column),
    ['revenue', 'items'],
  );
  assert.ok(
    answer.warnings.some(
      ({ code, message }) => code === 'sample' && /of \d+ pages of lines/.test(message),
    ),
  );
  const attempts = await loggedAttempts(stack, 'sampled');
  assert.equal(attempts.get('revenue-1-sample.1'), 'success', JSON.stringify([...attempts]));

  const shown = renderAnswer(answer, {
    ...{ width: 100, style: createStyle(false), link: undefined, again: 'surefoot show sampled' },
    drawChart: () => [],
  }).join('\n');
  assert.match(shown, /≈[\d,]+ ±[\d.]+ %/);
  assert.match(shown, /Estimated from \d+ of \d+ pages of lines/);
});

test('the same rung once more gives the very same figures', async () => {
  const [{ first, again } = assert.fail('Nothing was sampled.')] = sampled;
  assert.equal(JSON.stringify((await again()).output), JSON.stringify(first.output));
});

test('a list that is too slow becomes a look at the data, without a figure', async () => {
  const question = 'Which pairs are there?';
  const sql = `SELECT i.order_id AS order_id, i.net_amount AS revenue, c.name AS customer ${slow} ORDER BY (i.net_amount * c.customer_id) DESC LIMIT 3`;
  script.add(question, {
    planner: [plan([impatiently('pairs', sql, { limit: 3 })])],
    interpreter: [says('The best is {{best}}.', cellFigure('best', 'pairs', 'revenue'))],
  });

  const answer = await ask(question, 'look');

  assert.equal(answer.status, 'degraded', JSON.stringify(answer));
  assert.deepEqual([answer.figures, answer.data?.intervals], [[], []]);
  assert.match(answer.text, /here is what a sample of the data shows: the first 10,000 rows from/);
  assert.match(answer.warnings.map(({ message }) => message).join(' '), /Only a look at the data/);
});

test('nothing that was sampled is found under the key of the query', async () => {
  const cached = await rowsOf(stack.storeUrl, 'select cache_key from surefoot.cache');
  assert.deepEqual(cached, []);
});
