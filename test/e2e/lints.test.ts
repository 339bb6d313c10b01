import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { answerTo, eventOf } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

test('a sum over rows that a join repeats never runs, and the planner hears why', async () => {
  const question = 'How many units went out by carrier?';
  const lines = 'order_items AS i JOIN orders AS o USING (order_id)';
  const units = (from: string) => `SELECT sum(i.quantity) AS units FROM ${from}`;
  script.add(question, {
    planner: [
      plan([query('repeated', units(`${lines} JOIN shipments AS s USING (order_id)`))]),
      plan([query('once', units(lines))]),
    ],
    interpreter: [says('{{n}} units.', cellFigure('n', 'once', 'units'))],
  });
  const answer = await answerTo(stack, question, { id: 'repeated-rows' });
  assert.equal(answer.status, 'answered', JSON.stringify(answer.warnings));
  assert.equal(answer.verification.planRepairs, 1);
  assert.deepEqual(
    answer.steps.map(({ id }) => id),
    ['once'],
  );
  const refused = await eventOf(await stack.surefoot.get('repeated-rows'), 'plan.refused');
  const [finding] = refused.data['findings'] as { code: string; where: string; what: string }[];
  assert.equal(finding?.code, 'repeated_rows');
  assert.equal(finding.where, 'step repeated, input, line 1, column 8');
  assert.match(finding.what, /order_items \(i\), whose rows the join to shipments \(s\) repeats/);
});

test('what may be meant runs, and the answer says what is suspicious', async () => {
  const question = 'Which are some channels?';
  script.add(question, {
    planner: [plan([query('some', 'SELECT name AS channel FROM channels LIMIT 2')])],
    interpreter: [says('{{c}} is one.', cellFigure('c', 'some', 'channel'))],
  });
  const answer = await answerTo(stack, question);
  assert.equal(answer.status, 'answered');
  assert.deepEqual(answer.warnings, [
    {
      code: 'limit_without_order',
      message: 'Step some: LIMIT 2 without ORDER BY keeps any rows, not certain ones.',
    },
  ]);
});
