import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { describeRun, looksTheSame } from '../../src/domain/describe.js';
import { newRun, withPlan, withStep, type Run } from '../../src/domain/run.js';
import { aChart, anAnswer, anError, anInput, anOutcome, aPlan, aStep } from './builders.js';

const planning = newRun(anInput(), 0);

test('before there is a plan only the phase is told', () => {
  assert.equal(describeRun(planning), '### Planning');
});

test('the plan is a list with the state of each step', () => {
  const steps = [aStep('revenue'), aStep('best', { dependsOn: ['revenue'] }), aStep('wrong')];
  let run = withPlan(
    { ...planning, phase: 'running', planRepairs: 2, replans: 1 },
    aPlan([...steps, aChart('chart', 'revenue')]),
  );
  run = withStep(run, 'revenue', { status: 'succeeded', outcome: anOutcome({ truncated: true }) });
  run = withStep(run, 'wrong', { status: 'failed', error: anError(), attempts: 1, ms: 40 });
  run = withStep(run, 'chart', { status: 'running' });
  assert.equal(
    describeRun(run),
    [
      '### Running the plan',
      '',
      'Plan 1, 2 repairs, 1 replan: Revenue by region',
      '',
      '- **revenue** (execute\\_query): succeeded, 4+ rows, live, 12 ms',
      '- **best** (execute\\_query): waiting',
      '- **wrong** (execute\\_query): failed, unknown\\_column: There is no column revenu.',
      '- **chart** (format\\_results): running',
    ].join('\n'),
  );
});

test('a run that has ended shows its answer, what is doubtful, and where all of it is', () => {
  const run = withPlan({ ...planning, phase: 'ended' }, aPlan([aStep('revenue')]));
  const warnings = [{ code: 'stale_cache', message: 'It is old.' }];
  assert.equal(
    describeRun(run, anAnswer({ status: 'degraded', text: 'Revenue was **$5**.', warnings })),
    [
      '### Ended: degraded',
      '',
      'Revenue was **\\$5**.',
      '',
      '- stale_cache: It is old.',
      '',
      'Plan 1: Revenue by region',
      '',
      '- **revenue** (execute\\_query): waiting',
      '',
      'All of it: `surefoot show run-1`',
    ].join('\n'),
  );
});

for (const [what, change] of [
  ['its phase', { phase: 'running' }],
  ['what it waits for', { phase: 'waiting_for_approval' }],
  ['its plan', { plan: aPlan([aStep('orders')]) }],
  ['a step', { steps: { revenue: { status: 'running' } } }],
  ['its ticket', { ticket: 'T-1' }],
  ['its repairs', { planRepairs: 1 }],
  ['its replans', { replans: 1 }],
] satisfies [string, Partial<Run>][]) {
  test(`a run is shown again when ${what} has changed`, () => {
    const run = withPlan(planning, aPlan([aStep('revenue')]));
    const changed: Run = { ...run, ...change };
    assert.notEqual(describeRun(changed), describeRun(run));
    assert.equal(looksTheSame(run, changed), false);
  });
}

test('what a run has spent, begun or been warned of is not shown before it ends', () => {
  const run = withPlan(planning, aPlan([aStep('revenue')]));
  const warnings = [{ code: 'stale_cache', message: 'It is old.' }];
  const changed = { ...run, warnings, begun: { 'plan.1.1': 'success' }, charged: ['r1'] } as const;
  assert.equal(describeRun(changed), describeRun(run));
  assert.equal(looksTheSame(run, changed), true);
});

test('a chart is told as one', () => {
  const run = withPlan(planning, aPlan([aChart('chart', 'a')]));
  const outcome = anOutcome({ chart: { mark: 'bar' } });
  assert.match(
    describeRun(withStep(run, 'chart', { status: 'succeeded', outcome })),
    /chart, 12 ms/,
  );
});

test('no message can add a line, a tag, a link or emphasis', () => {
  const marks = ['|', '\\', '\n', '\r', '<', '>', 'a', ' ', '\u2028', '`', '*', '_', '[', ']('];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...marks)).map((parts) => parts.join('')),
      (message) => {
        const run = withPlan(planning, aPlan([aStep('a')]));
        const error = anError({ message });
        const text = describeRun(
          withStep(run, 'a', { status: 'failed', error, attempts: 1, ms: 40 }),
        );
        const lines = text.split(/[\r\n\u2028\u2029]/);
        assert.equal(lines.length, 5);
        const [, told = ''] = (lines.at(-1) ?? '').split('unknown\\_column: ');
        assert.doesNotMatch(told.replaceAll(/\\[^<]/g, ''), /[<`*_[\]\\]/);
      },
    ),
  );
});

test('a plan that waits for approval shows its reason, the commands, and every statement', () => {
  const steps = [aStep('revenue', { input: { sql: 'SELECT ```1```', params: [] } })];
  const plan = { ...aPlan(steps), approval: 'It costs much.' };
  const text = describeRun(withPlan({ ...planning, phase: 'waiting_for_approval' }, plan));
  assert.match(text, /^### Waiting for approval\n/);
  assert.match(text, /It costs much\. `surefoot approve run-1` or `surefoot reject run-1`/);
  assert.match(text, /\n````sql\nSELECT ```1```\n````$/);
});
