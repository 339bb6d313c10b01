import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  approvalReason,
  approveProblem,
  defaultApproval,
  pendingApproval,
  rejectProblem,
} from '../../src/domain/approval.js';
import { approvalWaitMs } from '../../src/domain/budget.js';
import { defaultBounds } from '../../src/domain/question.js';
import { newRun, withPlan, withStep } from '../../src/domain/run.js';
import { anInput, anOutcome, aPlan, aStep } from './builders.js';

const costing = (...costs: readonly (number | null)[]) =>
  costs.map((cost) => ({ cost, facts: null }));

for (const [name, rules, costs, reason] of [
  ['nothing said', {}, [1e9], null],
  ['a cost at the limit', { aboveCost: 100 }, [60, 40], null],
  ['a sum above the limit', { aboveCost: 100 }, [60, 40.5], /about 101 .* the limit is 100\./],
  ['steps without a cost', { aboveCost: 100 }, [null, null], null],
  ['a limit of nothing', { aboveCost: 0 }, [1], /the limit is 0\./],
  ['every plan', { always: true }, [null], /Every plan of this run/],
] as const) {
  test(`${name}: a plan waits ${reason === null ? 'for nobody' : 'for a person'}`, () => {
    const said = approvalReason({ ...defaultApproval, ...rules }, costing(...costs));
    if (reason === null) assert.equal(said, null);
    else assert.match(said ?? '', reason);
  });
}

test('a query whose cost nobody knows waits for a person where there is a limit', () => {
  const unknown = [{ cost: null, facts: { tables: ['orders'], literals: [], limit: null } }];
  assert.equal(approvalReason(defaultApproval, unknown), null);
  const said = approvalReason({ ...defaultApproval, aboveCost: 100 }, unknown);
  assert.match(said ?? '', /not known: the warehouse could not be asked/);
});

test('what waits is the plan in the planner’s own shape, without finished steps', () => {
  let run = newRun(anInput(), 0);
  run = withPlan(run, aPlan([aStep('done')]));
  run = withStep(run, 'done', { status: 'succeeded', outcome: anOutcome() });
  const plan = { ...aPlan([aStep('open', { dependsOn: ['done'] })], 2), approval: 'Too dear.' };
  run = withPlan(run, plan);
  assert.equal(pendingApproval(run), null);
  const pending = pendingApproval({ ...run, phase: 'waiting_for_approval' });
  assert.deepEqual([pending?.planVersion, pending?.reason], [2, 'Too dear.']);
  assert.deepEqual(
    pending?.plan.steps.map((step) => Object.keys(step)),
    [['id', 'tool', 'dependsOn', 'onFailure', 'heavy', 'input', 'expect']],
  );
  assert.deepEqual(
    pending?.plan.steps.map(({ id }) => id),
    ['open'],
  );
});

const fine = { by: 'ada', planVersion: null, plan: null };
for (const [name, value, problem] of [
  ['an approval', fine, null],
  ['an approval of a version', { ...fine, planVersion: 1 }, null],
  ['an edited plan', { ...fine, plan: '{"steps":[{}]}' }, null],
  ['nothing', null, /by whom/],
  ['a text', 'yes', /by whom/],
  ['a version in words', { ...fine, planVersion: 'one' }, /version/],
  ['a plan that is an object', { ...fine, plan: {} }, /no JSON text/],
  ['a plan that is no JSON', { ...fine, plan: '{' }, /not JSON/],
  ['a plan without steps', { ...fine, plan: '{"steps":[]}' }, /1 to 12 steps/],
  ['a plan of null', { ...fine, plan: 'null' }, /1 to 12 steps/],
] as const) {
  test(`${name} is ${problem === null ? 'taken' : 'refused'}`, () => {
    const said = approveProblem(value);
    if (problem === null) assert.equal(said, null);
    else assert.match(said ?? '', problem);
  });
}

test('a rejection needs a name and a reason, which may be empty', () => {
  assert.equal(rejectProblem({ by: 'ada', reason: '' }), null);
  assert.match(rejectProblem({ by: 'ada' }) ?? '', /reason/);
  assert.match(rejectProblem(undefined) ?? '', /by whom/);
});

test('a plan waits as long as the rules say, or as its steps can still be run', () => {
  assert.equal(approvalWaitMs(defaultBounds, 60_000, 3_600_000), 60_000);
  assert.equal(approvalWaitMs(defaultBounds, 3_600_000, 100_000), 100_000 - 13_000 - 20_000);
  assert.equal(approvalWaitMs(defaultBounds, 60_000, 5_000), 0);
});
