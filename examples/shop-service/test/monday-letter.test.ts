import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startOptions } from 'surefoot';
import { cellFigure, plan, query, says, startTestSurefoot, step } from 'surefoot/testing';
import type { TestSurefoot } from 'surefoot/testing';
import * as activities from '../src/activities.js';
import { exchangeRate } from '../src/tools/exchange-rate.js';
import type { mondayLetter } from '../src/workflows.js';

let surefoot: TestSurefoot;

before(async () => {
  surefoot = await startTestSurefoot({
    warehouse: `create table orders (id int primary key, total numeric not null);
                insert into orders values (1, 10.50), (2, 20.25);`,
    tools: [exchangeRate],
    activities,
    workflowsPath: fileURLToPath(new URL('../src/workflows.js', import.meta.url)),
  });
  surefoot.claude.whenAsked('What did we sell?', {
    planner: plan([query('sold', 'SELECT sum(total) AS sold FROM orders')]),
    interpreter: says('We sold {{sold}}.', cellFigure('sold', 'sold', 'sold')),
  });
  surefoot.claude.whenAsked('What is a euro worth?', {
    planner: plan([step('euro', 'exchange_rate', { currency: 'EUR' })]),
    interpreter: says('The rate is {{rate}}.', cellFigure('rate', 'euro', 'rate')),
  });
});
after(() => surefoot.close());

test('a question is answered by the service’s own tool', async () => {
  const answer = await surefoot.answer('What is a euro worth?');
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(answer.text, 'The rate is 1.25.');
  assert.equal(answer.figures[0]?.from[0]?.step, 'euro');
});

test('the service’s workflow asks two questions and sends one letter', async () => {
  const taskQueue = surefoot.env['SUREFOOT_TASK_QUEUE'] ?? '';
  const options = { taskQueue, bounds: { reviewGraceMs: 20_000 } };
  const letter = await surefoot.temporal.workflow.execute<typeof mondayLetter>('mondayLetter', {
    ...{ taskQueue, workflowId: 'monday-letter' },
    args: [
      [
        startOptions('What did we sell?', { ...options, id: 'sold' }),
        startOptions('What is a euro worth?', { ...options, id: 'euro' }),
      ],
    ],
  });
  assert.equal(
    letter,
    'What did we sell?\nWe sold 30.75.\n\nWhat is a euro worth?\nThe rate is 1.25.',
  );
  // A child is a run like any other.
  const run = await surefoot.client.get('sold');
  assert.equal((await run.result()).text, 'We sold 30.75.');
});
