import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  failedSteps,
  usableResults,
  usableSteps,
  withRefuted,
} from '../../src/domain/run-results.js';
import type { Run, StepState } from '../../src/domain/run.js';
import { aChart, anError, anOutcome, aRun, aStep } from './builders.js';

const succeeded: StepState = { status: 'succeeded', outcome: anOutcome() };
const refuted: StepState = { status: 'refuted', outcome: anOutcome() };
const cancelled: StepState = { status: 'cancelled' };

const finding = (where: string) => ({ code: 'x', where, what: 'Wrong.', fix: 'Right.' });
const statuses = (run: Run) =>
  Object.fromEntries(Object.entries(run.steps).map(([id, { status }]) => [id, status]));

test('a replan sees of a failure what helps, and never the message, which may quote data', () => {
  const error = anError({
    message: 'Key (email)=(jo@example.com) is wrong',
    query: 'select secret',
  });
  const [seen] = failedSteps(
    aRun([aStep('a')], { a: { status: 'failed', error, attempts: 1, ms: 40 } }),
  );
  assert.deepEqual(Object.keys(seen?.error ?? {}).toSorted(), [
    'alternatives',
    'class',
    'code',
    'error',
    'suggestion',
  ]);
  assert.doesNotMatch(JSON.stringify(seen), /example|secret/);
});

test('only results with rows of their own are verified and read', () => {
  const run = aRun([aStep('a'), aStep('b'), aChart('chart', 'a')], {
    a: succeeded,
    b: refuted,
    chart: succeeded,
  });
  assert.deepEqual(
    usableSteps(run).map(({ id }) => id),
    ['a'],
  );
  assert.deepEqual(usableResults(run), {
    a: { resultId: 'result-1', rung: 'live', ageSeconds: null },
  });
});

test('a finding refuses the step it names and no other', () => {
  const run = aRun([aStep('a'), aStep('ab')], { a: succeeded, ab: succeeded });
  const next = withRefuted(run, [finding('step a, sql')]);
  assert.deepEqual(statuses(next), { a: 'refuted', ab: 'succeeded' });
});

test('a finding about the plan refuses every result', () => {
  const run = aRun([aStep('a'), aStep('b')], { a: succeeded, b: succeeded });
  assert.deepEqual(statuses(withRefuted(run, [finding('plan')])), { a: 'refuted', b: 'refuted' });
});

test('a finding about a step that never finished leaves the finished ones alone', () => {
  const run = aRun([aStep('a'), aStep('b')], { a: succeeded, b: cancelled });
  const next = withRefuted(run, [finding('step b')]);
  assert.deepEqual(statuses(next), { a: 'succeeded', b: 'cancelled' });
});

test('what was read or drawn from a refused result is refused with it', () => {
  const run = aRun(
    [
      aStep('c', { dependsOn: ['b'] }),
      aStep('a'),
      aStep('b', { dependsOn: ['a'] }),
      aChart('chart', 'a'),
      aStep('free'),
    ],
    { a: succeeded, b: succeeded, c: succeeded, chart: succeeded, free: succeeded },
  );
  assert.deepEqual(statuses(withRefuted(run, [finding('step a')])), {
    a: 'refuted',
    b: 'refuted',
    c: 'refuted',
    chart: 'refuted',
    free: 'succeeded',
  });
});

test('a lesser result is held to what it declares itself, and may have fewer rows', () => {
  const declared = { sql: 'by quarter', params: [], grain: 'quarter' };
  const step = aStep('a', { expect: { ...aStep('a').expect, minRows: 12 } });
  const outcome = anOutcome({ rung: 'simplified', input: declared });
  const [held] = usableSteps(aRun([step], { a: { status: 'succeeded', outcome } }));
  assert.deepEqual(held?.input, declared);
  assert.equal(held.expect.minRows, 1);
  assert.deepEqual(usableSteps(aRun([step], { a: succeeded })), [step]);
});

test('what was read with values of another result is no better and no younger', () => {
  const steps = [aStep('a'), aStep('b', { dependsOn: ['a'] }), aStep('c', { dependsOn: ['b'] })];
  const of = (overrides: Parameters<typeof anOutcome>[0]): StepState => ({
    status: 'succeeded',
    outcome: anOutcome(overrides),
  });
  const run = aRun([...steps, aStep('d')], {
    a: of({ rung: 'sample', ageSeconds: null }),
    b: of({ rung: 'cache', ageSeconds: 60 }),
    c: of({ rung: 'live', ageSeconds: null }),
    d: of({ rung: 'live', ageSeconds: null }),
  });
  const labels = Object.entries(usableResults(run)).map(([id, { rung, ageSeconds }]) => [
    id,
    rung,
    ageSeconds,
  ]);
  assert.deepEqual(labels, [
    ['a', 'sample', null],
    ['b', 'sample', 60],
    ['c', 'sample', 60],
    ['d', 'live', null],
  ]);
});
