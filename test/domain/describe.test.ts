import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { describeRun } from '../../src/domain/describe.js';
import { newRun, withPlan, withStep } from '../../src/domain/run.js';
import { aChart, anError, anInput, anOutcome, aPlan, aStep } from './builders.js';

const planning = newRun(anInput(), 0);

test('before there is a plan only the phase is told', () => {
  assert.equal(describeRun(planning), '### Planning');
});

test('the plan is a table with the state of each step', () => {
  const steps = [aStep('revenue'), aStep('best', { dependsOn: ['revenue'] }), aStep('wrong')];
  let run = withPlan(
    { ...planning, phase: 'running' },
    aPlan([...steps, aChart('chart', 'revenue')]),
  );
  run = withStep(run, 'revenue', { status: 'succeeded', outcome: anOutcome({ truncated: true }) });
  run = withStep(run, 'wrong', { status: 'failed', error: anError(), attempts: 1 });
  run = withStep(run, 'chart', { status: 'running' });
  assert.equal(
    describeRun(run),
    [
      '### Running the plan',
      '',
      'Revenue by region',
      '',
      'Plan 1: 0 repairs, 0 replans',
      '',
      '| step | tool | state | result |',
      '| --- | --- | --- | --- |',
      '| revenue | execute_query | succeeded | 4+ rows, live, 12 ms |',
      '| best | execute_query | waiting |  |',
      '| wrong | execute_query | failed | unknown_column: There is no column revenu. |',
      '| chart | format_results | running |  |',
    ].join('\n'),
  );
});

test('a chart is told as one', () => {
  const run = withPlan(planning, aPlan([aChart('chart', 'a')]));
  const outcome = anOutcome({ chart: { mark: 'bar' } });
  assert.match(
    describeRun(withStep(run, 'chart', { status: 'succeeded', outcome })),
    /chart, 12 ms/,
  );
});

test('no message can add a row, a cell or a tag to the table', () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.constantFrom('|', '\\', '\n', '\r', '<', '>', 'a', ' ', '\u2028', '`'))
        .map((parts) => parts.join('')),
      (message) => {
        const run = withPlan(planning, aPlan([aStep('a')]));
        const error = anError({ message });
        const text = describeRun(withStep(run, 'a', { status: 'failed', error, attempts: 1 }));
        const lines = text.split(/[\r\n\u2028\u2029]/);
        assert.equal(lines.length, 9);
        assert.equal(cells(lines.at(-1) ?? ''), 4);
        assert.doesNotMatch(text, /</);
      },
    ),
  );
});

/** How many cells Markdown sees: a pipe is one unless an odd number of backslashes stands before it. */
function cells(row: string): number {
  return (
    [...row.matchAll(/(\\*)\|/g)].filter(([, slashes = '']) => slashes.length % 2 === 0).length - 1
  );
}

test('a plan that waits for approval shows its reason, the commands, and every statement', () => {
  const steps = [aStep('revenue', { input: { sql: 'SELECT ```1```', params: [] } })];
  const plan = { ...aPlan(steps), approval: 'It costs much.' };
  const text = describeRun(withPlan({ ...planning, phase: 'waiting_for_approval' }, plan));
  assert.match(text, /^### Waiting for approval\n/);
  assert.match(text, /It costs much\. `surefoot approve run-1` or `surefoot reject run-1`/);
  assert.match(text, /\n````sql\nSELECT ```1```\n````$/);
});
