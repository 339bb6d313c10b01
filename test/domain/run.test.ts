import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { CompiledStep } from '../../src/domain/plan.js';
import { defaultBounds } from '../../src/domain/question.js';
import {
  isDataSettled,
  isOnlyDrawing,
  newRun,
  remainingMs,
  startable,
  takenIds,
  unreviewedSteps,
  withChecks,
  withoutStranded,
  withPlan,
  withStep,
  type Run,
  type StepState,
} from '../../src/domain/run.js';
import { finishedSteps } from '../../src/domain/run-results.js';
import { defaultLimits } from '../../src/domain/question.js';
import { aChart, anError, anInput, anOutcome, aPlan, aRun, aStep } from './builders.js';

const succeeded: StepState = { status: 'succeeded', outcome: anOutcome() };
const refuted: StepState = { status: 'refuted', outcome: anOutcome() };
const failed: StepState = { status: 'failed', error: anError(), attempts: 1, ms: 40 };
const skipped: StepState = { status: 'skipped', error: anError(), attempts: 1, ms: 40 };
const running: StepState = { status: 'running' };
const cancelled: StepState = { status: 'cancelled' };

const ids = (steps: readonly CompiledStep[]): string[] => steps.map(({ id }) => id);
const statuses = (run: Run) =>
  Object.fromEntries(Object.entries(run.steps).map(([id, { status }]) => [id, status]));

test('what remains is counted from the start', () => {
  assert.equal(remainingMs(newRun(anInput({ budgetMs: 60_000 }), 1_000), 11_000), 50_000);
});

test('words may be asked for while charts are drawn that may be missing, once all data is there', () => {
  const steps = [aStep('a'), aStep('b'), aChart('chart', 'a')];
  const ask = (states: Record<string, StepState>, plan = steps) => {
    const run = aRun(plan, states);
    return [isDataSettled(run), isOnlyDrawing(run)];
  };
  assert.deepEqual(ask({ a: succeeded, chart: succeeded }), [false, false]);
  assert.deepEqual(ask({ a: succeeded, b: running, chart: succeeded }), [false, false]);
  for (const settled of [succeeded, refuted, failed, skipped, cancelled]) {
    assert.deepEqual(ask({ a: succeeded, b: settled }), [true, true]);
    assert.deepEqual(ask({ a: succeeded, b: settled, chart: running }), [true, true]);
  }
  const needed = [aStep('a'), aChart('chart', 'a', { onFailure: 'replan' })];
  assert.deepEqual(ask({ a: succeeded, chart: running }, needed), [true, false]);
  assert.deepEqual(ask({ a: succeeded, chart: failed }, needed), [true, true]);
});

test('once the rows are spent, whatever would read more is skipped, a chart of what is there is not', () => {
  const limits = { ...defaultLimits, rows: 4 };
  const steps = [aStep('a'), aStep('b'), aStep('c', { dependsOn: ['b'] }), aChart('chart', 'a')];
  const run = withPlan(newRun(anInput({ limits }), 0), aPlan(steps));
  assert.deepEqual(ids(startable(run)), ['a', 'b']);
  const read = withoutStranded(
    withStep(run, 'a', { status: 'succeeded', outcome: anOutcome({ rowCount: 4 }) }),
  );
  assert.deepEqual(ids(startable(read)), ['chart']);
  assert.deepEqual(
    [read.steps['b'], read.steps['c']].map(
      (state) => state && 'error' in state && state.error.error,
    ),
    ['budget_spent', 'dependency_missing'],
  );
  const next = withPlan(read, aPlan([aStep('d')], 2));
  assert.equal(next.steps['d']?.status, 'skipped', 'a replan reads no more either');
});

test('steps that depend on nothing start first', () => {
  const run = aRun([aStep('a'), aStep('b', { dependsOn: ['a'] }), aStep('c')]);
  assert.deepEqual(ids(startable(run)), ['a', 'c']);
});

test('a step starts once all it depends on has succeeded', () => {
  const steps = [aStep('a'), aStep('b'), aStep('c', { dependsOn: ['a', 'b'] })];
  assert.deepEqual(ids(startable(aRun(steps, { a: succeeded, b: running }))), []);
  assert.deepEqual(ids(startable(aRun(steps, { a: succeeded, b: succeeded }))), ['c']);
});

for (const [name, state] of Object.entries({ refuted, failed, skipped, cancelled })) {
  test(`nothing starts on a ${name} step`, () => {
    const run = aRun([aStep('a'), aStep('b', { dependsOn: ['a'] })], { a: state });
    assert.deepEqual(startable(run), []);
    assert.equal(withoutStranded(run).steps['b']?.status, 'skipped');
  });
}

test('a run holds at most four queries at once, and what only draws does not count', () => {
  const queries = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => aStep(id));
  assert.deepEqual(ids(startable(aRun(queries))), ['a', 'b', 'c', 'd']);
  assert.deepEqual(ids(startable(aRun(queries, { a: running, b: succeeded }))), ['c', 'd', 'e']);

  const full = { a: succeeded, b: running, c: running, d: running, e: running };
  const withChart = [...queries, aChart('chart', 'a')];
  assert.deepEqual(ids(startable(aRun(withChart, full))), ['chart']);
});

test('what waits for a lost step is skipped, down to the last that waits for it', () => {
  const steps = [
    aStep('c', { dependsOn: ['b'] }),
    aStep('b', { dependsOn: ['a'] }),
    aStep('a'),
    aStep('free'),
  ];
  const run = withoutStranded(aRun(steps, { a: failed }));
  assert.deepEqual(statuses(run), { a: 'failed', b: 'skipped', c: 'skipped' });
  const state = run.steps['b'];
  assert.ok(state !== undefined && 'error' in state);
  assert.equal(state.error.message, 'Step b reads from a, which has no result.');
});

test('a new plan keeps what is finished and forgets what is not', () => {
  const run = aRun([aStep('a'), aStep('b'), aStep('c'), aStep('d'), aStep('e')], {
    a: succeeded,
    b: refuted,
    c: failed,
    d: cancelled,
  });
  const next = withPlan(run, aPlan([aStep('c2', { dependsOn: ['a'] })], 2));
  assert.deepEqual(ids(next.plan?.steps ?? []), ['a', 'b', 'c2']);
  assert.deepEqual(statuses(next), { a: 'succeeded', b: 'refuted' });
  assert.equal(next.plan?.version, 2);
  assert.deepEqual(ids(startable(next)), ['c2']);
});

test('what a review has confirmed of a step that is planned anew is not said of its new SQL', () => {
  const first = {
    ...aRun([aStep('a'), aStep('b')], { a: succeeded, b: failed }),
    reviewed: ['a', 'b'],
  };
  const again = withPlan(first, aPlan([aStep('b')]));
  assert.deepEqual(ids(unreviewedSteps(again)), ['b']);
});

test('ids of finished and of refuted steps are taken, only those of finished ones may be read', () => {
  const run = aRun([aStep('a'), aStep('b'), aStep('c')], { a: succeeded, b: refuted, c: failed });
  assert.deepEqual(takenIds(run), ['a', 'b']);
  assert.deepEqual(
    finishedSteps(run).map(({ id }) => id),
    ['a'],
  );
});

/** Steps that depend only on earlier ones, with what each becomes when it runs. */
const dags = fc.array(
  fc.record({
    edges: fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
    presents: fc.boolean(),
    becomes: fc.constantFrom('succeeded', 'failed', 'skipped', 'cancelled', 'refuted'),
  }),
  { minLength: 1, maxLength: 12 },
);
const outcomes = { succeeded, failed, skipped, cancelled, refuted };

test('whatever the plan and however its steps end, each starts once, in order, and none waits for ever', () => {
  fc.assert(
    fc.property(
      dags,
      fc.integer({ min: 1, max: 5 }),
      fc.infiniteStream(fc.nat()),
      (dag, parallelSteps, picks) => {
        const steps = dag.map(({ edges, presents }, index) =>
          aStep(`s${index}`, {
            presents,
            dependsOn: edges.filter((edge) => edge < index).map((edge) => `s${edge}`),
          }),
        );
        const input = anInput({ bounds: { ...defaultBounds, parallelSteps } });
        let run = withPlan(newRun(input, 0), aPlan(steps));
        const started: string[] = [];
        for (;;) {
          for (const step of startable(run)) {
            assert.ok(step.dependsOn.every((id) => run.steps[id]?.status === 'succeeded'));
            started.push(step.id);
            run = withStep(run, step.id, running);
          }
          const busy = steps.filter(({ id }) => run.steps[id]?.status === 'running');
          assert.ok(busy.filter(({ presents }) => !presents).length <= parallelSteps);
          if (busy.length === 0) break;
          const ends = busy[(picks.next().value ?? 0) % busy.length] ?? steps[0];
          assert.ok(ends);
          const { becomes = 'succeeded' } = dag[Number(ends.id.slice(1))] ?? {};
          run = withoutStranded(withStep(run, ends.id, outcomes[becomes]));
        }
        assert.equal(new Set(started).size, started.length, 'no step starts twice');
        assert.deepEqual(
          ids(steps).filter((id) => run.steps[id] === undefined),
          [],
          'no step is left waiting',
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('a check that is made again replaces the one before', () => {
  const check = (name: string, passed: boolean) => ({ name, passed, detail: '' });
  const before = withChecks(aRun([]), [check('a: rows', false), check('b: rows', true)]);
  const { checks } = withChecks(before, [check('b: rows', false)]);
  assert.deepEqual(checks, [check('a: rows', false), check('b: rows', false)]);
});
