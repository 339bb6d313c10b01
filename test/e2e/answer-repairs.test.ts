import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { cellFigure, countsOrders, says, saysOrders, scriptFile } from './scripts.js';
import { answerTo, eventOf } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

const invented = says(
  'There are {{n}} orders, worth 77,123 dollars.',
  cellFigure('m', 'orders', 'orders'),
);

test('a text with a number of its own goes back, and what the repair changed is recorded', async () => {
  const question = 'How many orders are there, in words that rest on cells?';
  script.add(question, { planner: [countsOrders], interpreter: [invented, saysOrders] });

  const answer = await answerTo(stack, question, { id: 'text-repaired' });

  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.answerRepairs, 1);
  const handle = await stack.surefoot.get('text-repaired');
  const refused = (await eventOf(handle, 'answer.refused')).data;
  const findings = refused['findings'] as { code: string; where: string }[];
  assert.deepEqual(
    new Set(findings.map(({ code }) => code)),
    new Set(['unknown_figure', 'number_outside_figure']),
  );
  const { repaired } = (await eventOf(handle, 'answer.repaired')).data;
  assert.deepEqual(repaired, {
    figures: { added: ['n'], removed: ['m'], changed: [] },
    sentences: 1,
  });
  for await (const event of handle.events()) assert.doesNotMatch(JSON.stringify(event), /77,?123/);
});

test('after two repairs the data stands with a sentence of ours, and no invented number', async () => {
  const question = 'How many orders are there, in words that never rest on cells?';
  script.add(question, { planner: [countsOrders], interpreter: [invented] });

  const answer = await answerTo(stack, question, { id: 'text-refused' });

  assert.equal(answer.status, 'degraded');
  assert.equal(answer.verification.answerRepairs, 2);
  assert.match(answer.text, /could not be put into words safely/);
  assert.equal(answer.data?.rows.length, 1);
  assert.doesNotMatch(JSON.stringify(answer), /77,?123/);
});
