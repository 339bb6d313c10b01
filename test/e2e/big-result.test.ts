import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { cellFigure, columnFigure, plan, query, says, scriptFile } from './scripts.js';
import { answerTo, patient } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack.close());

const quantity = {
  measure: { name: 'units', column: 'quantity', aggregation: 'sum', additive: true, unit: '' },
};

/** The same question for more or fewer lines. */
const lines = (limit: number) =>
  plan([
    query(
      'lines',
      `SELECT order_id, line_no, quantity FROM order_items ORDER BY order_id, line_no LIMIT ${limit}`,
      { ...quantity, limit },
    ),
  ]);
const saysFirst = says(
  'The first order has id {{first}}.',
  cellFigure('first', 'lines', 'order_id'),
);

test('a result of 100,000 rows is capped, says so, and leaves no bigger history than one of ten', async () => {
  const sizes = new Map<number, { readonly events: number; readonly bytes: number }>();
  for (const limit of [10, 100_000]) {
    const question = `Which lines are the first ${limit}?`;
    script.add(question, { planner: [lines(limit)], interpreter: [saysFirst] });
    const handle = await stack.surefoot.ask(question, { asOf: stack.asOf, bounds: patient });
    const answer = await handle.result();
    const [step] = answer.steps;
    const capped = limit > 10_000;

    assert.equal(answer.figures[0]?.from[0]?.row, 0, answer.text);
    assert.equal(step?.rowCount, Math.min(limit, 10_000));
    assert.equal(step.truncated, capped);
    assert.equal(answer.data?.rows.length, Math.min(limit, 1_000));
    assert.equal(answer.data.truncated, capped);
    assert.equal(
      answer.warnings.some(({ message }) => /10,?000/.test(message)),
      capped,
      JSON.stringify(answer.warnings),
    );

    const workflow = stack.temporal.workflow.getHandle(handle.workflowId);
    const { historySize = 0 } = await workflow.describe();
    const { events } = await workflow.fetchHistory();
    // How many workflow tasks it takes, and whether it waits for the review, is a matter of timing.
    const said = (events ?? []).filter(
      (event) =>
        !event.workflowTaskScheduledEventAttributes &&
        !event.workflowTaskStartedEventAttributes &&
        !event.workflowTaskCompletedEventAttributes &&
        !event.timerStartedEventAttributes &&
        !event.timerCanceledEventAttributes,
    );
    sizes.set(limit, { events: said.length, bytes: historySize });
  }
  const [small, big] = [...sizes.values()];
  assert.ok(small !== undefined && big !== undefined);
  assert.equal(big.events, small.events);
  assert.ok(Math.abs(small.bytes - big.bytes) <= small.bytes / 10, JSON.stringify([small, big]));
});

test('nothing is added up from a result that is not whole', async () => {
  const question = 'How many units are in all lines?';
  script.add(question, {
    planner: [lines(100_000)],
    interpreter: [
      says('{{units}} units.', columnFigure('units', 'sum', 'lines', 'quantity')),
      saysFirst,
    ],
  });
  const answer = await answerTo(stack, question);
  assert.equal(answer.verification.answerRepairs, 1);
  assert.match(answer.text, /^The first order has id/);
});
