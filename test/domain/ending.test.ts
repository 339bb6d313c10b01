import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerOf,
  cancelled,
  failureEnding,
  interpretedEnding,
  outOfTime,
  unavailableAnswer,
  uninterpretedEnding,
} from '../../src/domain/ending.js';
import {
  answeredByPerson,
  escalatedEnding,
  notEscalatedEnding,
} from '../../src/domain/people-endings.js';
import type { CompiledStep } from '../../src/domain/plan.js';
import { newRun, withPlan, type Run, type StepState } from '../../src/domain/run.js';
import { aChart, anError, anInput, anOutcome, aPlan, aStep } from './builders.js';

const live: StepState = { status: 'succeeded', outcome: anOutcome() };

function aRun(
  steps: readonly CompiledStep[],
  states: Record<string, StepState>,
  overrides: Partial<Run> = {},
): Run {
  const run = withPlan(newRun(anInput(), 1_000), aPlan(steps));
  return { ...run, verdict: 'confirmed', ...overrides, steps: states };
}

test('answered is a run with every step live and the gate’s word', () => {
  const run = aRun([aStep('a')], { a: live });
  assert.deepEqual(interpretedEnding(run, 'Text', []), {
    status: 'answered',
    text: 'Text',
    figures: [],
    warnings: [],
    suggestions: [],
  });
});

test('a fresh cache counts as live', () => {
  const outcome = anOutcome({ rung: 'cache', ageSeconds: 5 });
  const run = aRun([aStep('a')], { a: { status: 'succeeded', outcome } });
  assert.equal(interpretedEnding(run, 'Text', []).status, 'answered');
});

test('a result that is not live says why, and what would have been', () => {
  const outcome = anOutcome({ rung: 'stale_cache', note: 'This result is 3 h old.' });
  const failure = anError({ class: 'timeout', suggestion: 'Ask for one month.', alternatives: [] });
  const run = aRun([aStep('a')], { a: { status: 'succeeded', outcome, failure } });
  const ending = interpretedEnding(run, 'Text', []);
  assert.deepEqual(ending.warnings, [
    { code: 'stale_cache', message: 'Step a: This result is 3 h old.' },
  ]);
  assert.deepEqual(ending.suggestions, ['Ask for one month.']);
  assert.equal(answerOf(run, ending, 0).steps[0]?.error, failure);
});

test('the statement of a lesser result is the one that ran', () => {
  const outcome = anOutcome({ rung: 'sample', sql: 'SELECT 2' });
  const run = aRun([aStep('a')], { a: { status: 'succeeded', outcome } });
  assert.equal(answerOf(run, interpretedEnding(run, 'Text', []), 0).steps[0]?.sql, 'SELECT 2');
});

for (const rung of ['stale_cache', 'simplified', 'sample'] as const) {
  test(`a step from ${rung} degrades the answer, and a warning says so`, () => {
    const outcome = anOutcome({ rung });
    const run = aRun([aStep('a')], { a: { status: 'succeeded', outcome } });
    const ending = interpretedEnding(run, 'Text', []);
    assert.equal(ending.status, 'degraded');
    assert.deepEqual(
      ending.warnings?.map(({ code }) => code),
      [rung],
    );
  });
}

test('a skipped step degrades the answer and is named with its reason', () => {
  const error = anError({ message: 'There is no column y.' });
  const run = aRun([aStep('a'), aChart('chart', 'a')], {
    a: live,
    chart: { status: 'skipped', error, attempts: 1, ms: 40 },
  });
  const ending = interpretedEnding(run, 'Text', []);
  assert.equal(ending.status, 'degraded');
  assert.deepEqual(ending.warnings, [
    { code: 'step_missing', message: 'Step chart has no result. There is no column y.' },
  ]);
});

test('an inconclusive check degrades the answer', () => {
  const run = aRun([aStep('a')], { a: live }, { verdict: 'inconclusive' });
  assert.equal(interpretedEnding(run, 'Text', []).status, 'degraded');
});

test('a result that was refused and replaced does not degrade the answer', () => {
  const run = aRun([aStep('a'), aStep('a2')], {
    a: { status: 'refuted', outcome: anOutcome() },
    a2: live,
  });
  assert.equal(interpretedEnding(run, 'Text', []).status, 'answered');
});

for (const [errorClass, status] of [
  ['permanent', 'failed'],
  ['user_error', 'failed'],
  ['transient', 'unavailable'],
  ['timeout', 'unavailable'],
  ['unknown', 'unavailable'],
] as const) {
  test(`a ${errorClass} failure for good ends the run ${status}`, () => {
    assert.equal(failureEnding(anError({ class: errorClass })).status, status);
  });
}

test('what passes by itself is asked again later, where the failure knows nothing better', () => {
  const away = anError({ class: 'transient', suggestion: '' });
  assert.match(failureEnding(away).suggestions.join(), /^Ask again in a minute.*in background/);
  const refused = { ...away, suggestion: 'Ask again after 12:00:00 UTC.' };
  assert.deepEqual(failureEnding(refused).suggestions, ['Ask again after 12:00:00 UTC.']);
});

test('a failure’s suggestion and alternatives become suggestions', () => {
  const error = anError({ suggestion: 'Use revenue.', alternatives: ['revenue', 'returns'] });
  assert.deepEqual(failureEnding(error), {
    status: 'failed',
    text: 'There is no column revenu.',
    suggestions: ['Use revenue.', 'Did you mean: revenue, returns?'],
  });
  assert.deepEqual(failureEnding(anError()).suggestions, []);
});

test('the answer tells each step as it ended', () => {
  const error = anError();
  const run = aRun(
    [aStep('done'), aStep('broken'), aStep('busy'), aStep('waiting'), aChart('chart', 'done')],
    {
      done: live,
      broken: { status: 'failed', error, attempts: 3, ms: 40 },
      busy: { status: 'running' },
      chart: { status: 'succeeded', outcome: anOutcome({ chart: { mark: 'bar' } }) },
    },
  );
  const answer = answerOf(run, cancelled, 5_000);
  assert.deepEqual(
    answer.steps.map(({ id, status, attempts }) => [id, status, attempts]),
    [
      ['done', 'succeeded', 1],
      ['broken', 'failed', 3],
      ['busy', 'cancelled', 0],
      ['waiting', 'not_started', 0],
      ['chart', 'succeeded', 1],
    ],
  );
  assert.equal(answer.steps[0]?.sql, "select 'done'");
  assert.equal(answer.steps[4]?.sql, null);
  assert.deepEqual(answer.steps[1]?.error, error);
  assert.equal(answer.steps[1]?.ms, 40);
  assert.deepEqual(answer.chart, { mark: 'bar' });
  assert.equal(answer.timing.totalMs, 4_000);
  assert.equal(answer.data, null);
});

test('the run’s warnings come before the ending’s', () => {
  const run = aRun([], {}, { warnings: [{ code: 'first', message: '' }] });
  const ending = { ...outOfTime, warnings: [{ code: 'second', message: '' }] };
  assert.deepEqual(
    answerOf(run, ending, 0).warnings.map(({ code }) => code),
    ['first', 'second'],
  );
});

test('without Claude’s words the data stands, degraded, with a sentence of ours', () => {
  const run = aRun([aStep('a')], { a: live });
  const ending = uninterpretedEnding(run, 'unreachable', 'time ran out.');
  assert.equal(ending.status, 'degraded');
  assert.match(ending.text, /Claude could not be reached.*4 rows from step a\./);
  assert.equal(ending.warnings?.[0]?.code, 'not_interpreted');
});

test('steps that are missing are named also where Claude has no words', () => {
  const skipped = { status: 'skipped', error: anError(), attempts: 1, ms: 40 } as const;
  const run = aRun([aStep('a'), aStep('b')], { a: live, b: skipped });
  const codes = uninterpretedEnding(run, 'unreachable', 'x').warnings?.map(({ code }) => code);
  assert.deepEqual(codes, ['step_missing', 'not_interpreted']);
});

test('a caller who waited in vain gets an answer too', () => {
  const answer = unavailableAnswer(anInput(), 'No worker polls queue surefoot.', 7);
  assert.equal(answer.status, 'unavailable');
  assert.equal(answer.question, 'Revenue by region?');
  assert.equal(answer.text, 'No worker polls queue surefoot.');
  assert.equal(answer.timing.totalMs, 0);
});

test('an escalated answer says what happened, names its ticket, and what would work', () => {
  const error = anError({ message: 'It took too long.', suggestion: 'Ask for a month.' });
  const { status, ticket, text, suggestions } = answerOf(
    aRun([aStep('a')], {}, { ticket: 'T-1' }),
    escalatedEnding(error, 'T-1'),
    2_000,
  );
  assert.deepEqual([status, ticket], ['escalated', 'T-1']);
  assert.equal(text, 'It took too long. The question was handed to a person as ticket T-1.');
  assert.match(suggestions.join(' '), /Look at ticket T-1.*Ask for a month\./);
});

test('where no ticket can be opened the answer is unavailable, and says why twice', () => {
  const why = anError({ class: 'transient', message: 'The store is down.' });
  const ending = notEscalatedEnding(anError({ message: 'It took too long.' }), why);
  assert.equal(ending.status, 'unavailable');
  assert.equal(ending.text, 'It took too long. No ticket could be opened: The store is down.');
});

test('a person’s answer stands in their words, and a warning names them', () => {
  const { status, text, warnings } = answeredByPerson({ ticketId: 'T-1', answer: '42', by: 'ada' });
  assert.deepEqual([status, text], ['degraded', '42']);
  assert.equal(warnings?.[0]?.code, 'answered_by_person');
  assert.match(warnings[0].message, /^ada answered this as ticket T-1; its figures are theirs/);
});
