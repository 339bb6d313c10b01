import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import {
  cellFigure,
  clarification,
  countsOrders,
  plan,
  query,
  says,
  saysOrders,
  scriptFile,
  step,
} from './scripts.js';
import { answerTo, callsOf, patient, rolesOf } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

test('a plan that names an unknown table goes back with what would work, and is repaired', async () => {
  const question = 'How many orders are there, once the name is right?';
  script.add(question, {
    planner: [
      plan([query('orders', 'SELECT count(*) AS orders FROM order')]),
      plan([query('orders', 'SELECT count(*) AS orders FROM ordres')]),
      countsOrders,
    ],
    interpreter: [saysOrders],
  });
  const handle = await stack.surefoot.ask(question, {
    ...{ id: 'repaired', asOf: stack.asOf, bounds: patient },
  });
  const answer = await handle.result();

  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.planRepairs, 2);
  assert.equal(answer.usage.claudeCalls, 5);
  const refused: string[] = [];
  for await (const { kind, data } of handle.events()) {
    if (kind === 'plan.refused') refused.push(JSON.stringify(data['findings']));
  }
  assert.equal(refused.length, 2);
  assert.match(refused[1] ?? '', /unknown_table.*ordres.*orders/);

  const { plans, figures } = await stack.surefoot.runs.receipt('repaired');
  assert.deepEqual(
    plans.map(({ version, repair, made, changed }) => [
      ...[version, repair, made],
      changed?.steps.changed,
    ]),
    [
      [1, 0, false, undefined],
      [1, 1, false, ['orders.sql']],
      [1, 2, true, ['orders.sql']],
    ],
  );
  const cells = figures.flatMap(({ value, from }) => from.map((cell) => [value, cell.value]));
  assert.ok(cells.length > 0 && cells.every(([value, cell]) => value === cell));
});

const bad = plan([query('orders', 'SELECT count(*) AS n FROM no_such_table')]);

/** Plans that never get better, and what must be said of each. */
const refusals = [
  ['names a table that is not there', bad, /step orders.*no_such_table/],
  [
    'has 13 steps',
    plan(
      Array.from({ length: 13 }, (_, n) =>
        query(`s${n}`, `SELECT ${n} AS n FROM orders LIMIT 1`, { limit: 1 }),
      ),
    ),
    /13 steps/,
  ],
  [
    'goes round in a circle',
    plan([
      query('one', 'SELECT 1 AS n FROM orders LIMIT 1', { dependsOn: ['two'], limit: 1 }),
      query('two', 'SELECT 2 AS n FROM orders LIMIT 1', { dependsOn: ['one'], limit: 1 }),
    ]),
    /wait for each other: one, two/,
  ],
  [
    'reads from a step that it does not depend on',
    plan([
      query('one', 'SELECT 1 AS n FROM orders LIMIT 1', { limit: 1 }),
      query('two', 'SELECT count(*) AS n FROM orders WHERE order_id = $1', {
        params: [{ kind: 'cell', value: '', step: 'one', column: 'n' }],
      }),
    ]),
    /Step two reads from one, but does not depend on it/,
  ],
  ['has no steps and asks nothing', plan([]), /no steps/],
  ['would write', plan([query('w', 'DELETE FROM orders')]), /step w/],
  [
    'draws what is not there',
    plan([step('chart', 'format_results', { step: 'q', as: 'bar', x: 'a', y: 'b' }, ['q'])]),
    /depends on q/,
  ],
] as const;

for (const [what, reply, says] of refusals) {
  test(`a plan that ${what} is sent back twice, then the run fails with the reason`, async () => {
    const question = `A question whose plan ${what}?`;
    script.add(question, { planner: [reply] });
    const id = what.replaceAll(' ', '-');
    const answer = await answerTo(stack, question, { id });

    assert.equal(answer.status, 'failed');
    assert.match(answer.text, says);
    assert.notEqual(answer.suggestions.length, 0);
    assert.deepEqual(rolesOf(stack, id), ['planner', 'planner', 'planner']);
    assert.equal(answer.verification.planRepairs, 2);
    assert.doesNotMatch(answer.text, /\n\s+at /);
  });
}

test('a plan that is not JSON is sent back', async () => {
  const question = 'How many orders, after some chatter?';
  script.add(question, {
    planner: [{ text: 'Sure! Here is the plan:' }, countsOrders],
    interpreter: [saysOrders],
  });
  const answer = await answerTo(stack, question);
  assert.deepEqual([answer.status, answer.verification.planRepairs], ['answered', 1]);
});

test('a clarification ends the run with the question and its options', async () => {
  const question = 'How are we doing?';
  script.add(question, {
    planner: [clarification('What do you mean by doing?', ['Show me revenue', 'Show me orders'])],
  });
  const answer = await answerTo(stack, question, { id: 'unclear' });
  assert.equal(answer.status, 'needs_clarification');
  assert.equal(answer.text, 'What do you mean by doing?');
  assert.deepEqual(answer.suggestions, ['Show me revenue', 'Show me orders']);
  assert.deepEqual(rolesOf(stack, 'unclear'), ['planner']);
});

test('a plan that was cut short is asked for once more, with room', async () => {
  const question = 'How many orders, at length?';
  script.add(question, {
    planner: [{ ...countsOrders, stop: 'max_tokens' }, countsOrders],
    interpreter: [saysOrders],
  });
  const answer = await answerTo(stack, question, { id: 'cut-short' });
  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.planRepairs, 0);
  assert.deepEqual(
    callsOf(stack, 'cut-short')
      .slice(0, 2)
      .map(({ role, stop }) => [role, stop]),
    [
      ['planner', 'max_tokens'],
      ['planner', 'end_turn'],
    ],
  );
});

test('a plan that is cut short with room, too, ends the run', async () => {
  const question = 'How many orders, at endless length?';
  script.add(question, { planner: [{ ...countsOrders, stop: 'max_tokens' }] });
  const answer = await answerTo(stack, question, { id: 'cut-twice' });
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /cut short twice/);
  assert.deepEqual(rolesOf(stack, 'cut-twice'), ['planner', 'planner']);
});

test('a step that fails in Postgres is planned anew with its SQLSTATE, and what is finished stays', async () => {
  const question = 'How many orders, in spite of a division by zero?';
  script.add(question, {
    planner: [
      plan([
        query('orders', 'SELECT count(*) AS orders FROM orders'),
        query('ratio', 'SELECT 1 / (count(*) - count(*)) AS ratio FROM orders', {
          dependsOn: ['orders'],
          onFailure: 'replan',
        }),
      ]),
      plan([query('safe', 'SELECT 1 / nullif(count(*) - count(*), 0) AS ratio FROM orders')]),
    ],
    interpreter: [says('There are {{n}} orders.', cellFigure('n', 'orders', 'orders'))],
  });
  const answer = await answerTo(stack, question, { id: 'replanned' });

  assert.equal(answer.verification.replans, 1);
  assert.deepEqual(
    answer.steps.map(({ id, status }) => [id, status]),
    [
      ['orders', 'succeeded'],
      ['safe', 'succeeded'],
    ],
  );
  assert.match(answer.text, /^There are [\d.,]+K? orders\.$/);
});
