import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AskOptions } from '../../src/client.js';
import { ToolFailure, type ErrorClass } from '../../src/domain/failure.js';
import type { PlanTask } from '../../src/domain/tasks.js';
import { aStep } from '../domain/builders.js';
import { finding, paid, planOf, words, type Script, type Asked } from './scripted.js';
import { timeSkippingWorker, type SkippingWorker } from './time-skipping.js';

// Waits cost nothing here: the server's clock jumps whenever nothing runs.
let worker: SkippingWorker;

before(async () => {
  worker = await timeSkippingWorker();
});
after(() => worker?.stop());

function fail(error: string, errorClass: ErrorClass = 'transient', retryAfterMs?: number): never {
  throw new ToolFailure(
    { error, class: errorClass, message: `It was ${error}.` },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}
const overloaded = (): never => fail('claude_overloaded');
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const sources = (tasks: readonly { readonly source: string }[]) =>
  tasks.map(({ source }) => source);
const revenue = aStep('revenue');
/** The fallback model's reply. */
const byFallback = { source: 'fallback_model', model: 'another' } as const;
const oneStep = (task: PlanTask) => planOf(task, [revenue]);
const fallbackPlans: Script['plan'] = (task) =>
  task.source === 'own_model' ? overloaded() : { ...planOf(task, [revenue]), ...byFallback };

function activityIds(runId: string): string[] {
  const ended = worker.log.ends.filter(({ workflowId }) => workflowId.endsWith(`/${runId}`));
  return [...new Set(ended.map(({ activityId }) => activityId))];
}

test('a planner that stays overloaded is retried, then the fallback model plans, and the answer says so', async () => {
  const { answer, seen } = await worker.ask({ plan: fallbackPlans });
  assert.equal(answer.status, 'answered', 'an answer by another model is whole');
  assert.deepEqual(sources(seen.plan), [...Array<string>(4).fill('own_model'), 'fallback_model']);
  assert.deepEqual(activityIds(answer.runId).slice(0, 2), ['plan.1.1', 'plan.1.1-fallback']);
  assert.equal(answer.planner, 'another');
  assert.deepEqual(codes(answer.warnings), ['fallback_model']);
  assert.match(
    answer.warnings[0]?.message ?? '',
    /fallback model another.*It was claude_overloaded/,
  );
  assert.deepEqual(seen.interpret[0]?.warnings, [], 'the interpreter has nothing to say of it');
});

for (const [error, errorClass, asks] of [
  ['claude_rate_limited', 'transient', true],
  ['claude_server_error', 'transient', true],
  ['claude_unreachable', 'transient', true],
  ['claude_timeout', 'transient', true],
  ['claude_error', 'unknown', true],
  ['claude_model_not_found', 'permanent', true],
  ['claude_bad_request', 'permanent', false],
  ['claude_unauthorized', 'permanent', false],
  ['claude_payment_required', 'permanent', false],
  ['claude_forbidden', 'permanent', false],
  ['claude_refused', 'permanent', false],
  ['claude_context_exceeded', 'permanent', false],
  ['store_unavailable', 'transient', false],
  ['warehouse_unavailable', 'transient', false],
] as const) {
  test(`${error} is ${asks ? 'a' : 'no'} reason to ask the fallback model`, async () => {
    const { answer, seen } = await worker.ask({
      plan: (task) => (task.source === 'own_model' ? fail(error, errorClass) : fallbackPlans(task)),
    });
    assert.equal(sources(seen.plan).includes('fallback_model'), asks);
    assert.equal(answer.status === 'answered', asks, answer.text);
  });
}

test('an open breaker leads to the fallback model at once', async () => {
  const { answer, seen } = await worker.ask({
    plan(task) {
      if (task.source !== 'own_model') return fallbackPlans(task);
      throw new ToolFailure(
        { error: 'breaker_open', class: 'transient', message: 'It is left alone.' },
        { final: true },
      );
    },
  });
  assert.deepEqual(sources(seen.plan), ['own_model', 'fallback_model']);
  assert.equal(answer.status, 'answered');
});

test('a model that asks for more than half of its time is left at once for the fallback model', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      task.source === 'own_model' ? fail('claude_overloaded', 'transient', 13_000) : oneStep(task),
  });
  assert.deepEqual(sources(seen.plan), ['own_model', 'fallback_model']);
  assert.equal(answer.status, 'answered');
});

test('once the fallback model has planned, the repairs are its own', async () => {
  const { answer, seen } = await worker.ask({
    plan(task) {
      if (task.source === 'own_model') return fail('claude_model_not_found', 'permanent');
      return task.earlier.length === 0
        ? { ...paid(), ...byFallback, kind: 'findings', findings: [finding('plan')] }
        : { ...planOf(task, [revenue]), ...byFallback };
    },
  });
  assert.deepEqual(sources(seen.plan), ['own_model', 'fallback_model', 'fallback_model']);
  assert.deepEqual(codes(answer.warnings), ['fallback_model'], 'and it is said once');
});

/** The own model fails in the first round; whoever is asked next repairs. */
const awayAtFirst =
  (why: () => never, firstRepairs = true): NonNullable<Script['plan']> =>
  (task) => {
    const isFirst = task.earlier.length === 0;
    if (task.source === 'own_model') {
      if (isFirst) return why();
      return firstRepairs ? planOf(task, [revenue]) : overloaded();
    }
    return isFirst
      ? { ...paid(), ...byFallback, kind: 'findings', findings: [finding('plan')] }
      : { ...planOf(task, [revenue]), ...byFallback };
  };

test('a repair asks the own model first again, and the answer says only who made the plan', async () => {
  const { answer, seen } = await worker.ask({ plan: awayAtFirst(overloaded) });
  assert.deepEqual(sources(seen.plan), [
    ...Array<string>(4).fill('own_model'),
    ...['fallback_model', 'own_model'],
  ]);
  assert.equal(answer.status, 'answered');
  assert.equal(answer.planner, 'scripted');
  assert.deepEqual(codes(answer.warnings), []);
});

test('where the own model is still away, the fallback model repairs, and that is said once', async () => {
  const { answer, seen } = await worker.ask({ plan: awayAtFirst(overloaded, false) });
  assert.equal(sources(seen.plan).at(-2), 'own_model');
  assert.equal(sources(seen.plan).at(-1), 'fallback_model');
  assert.equal(answer.planner, 'another');
  assert.deepEqual(codes(answer.warnings), ['fallback_model']);
});

test('without time for both models, a repair stays with the one that stood in', async () => {
  const { seen } = await worker.ask({ plan: awayAtFirst(overloaded) }, { timeoutMs: 38_000 });
  assert.deepEqual(sources(seen.plan).slice(-2), ['fallback_model', 'fallback_model']);
});

test('words are repaired by the own model where it is back', async () => {
  const { answer, seen } = await worker.ask({
    plan: oneStep,
    interpret(task) {
      if (task.earlier.length > 0) return words();
      if (task.source === 'own_model') return overloaded();
      return { ...paid(), ...byFallback, kind: 'findings', findings: [finding('text')] };
    },
  });
  assert.deepEqual(sources(seen.interpret).slice(-2), ['fallback_model', 'own_model']);
  assert.equal(answer.status, 'answered');
  assert.deepEqual(codes(answer.warnings), []);
});

test('a reply of the own model that was stored after all is no fallback', async () => {
  const { answer } = await worker.ask({
    plan: (task) => (task.source === 'own_model' ? overloaded() : oneStep(task)),
  });
  assert.equal(answer.planner, 'scripted');
  assert.deepEqual(codes(answer.warnings), []);
});

test('where no model answers, an earlier run’s plan serves, and the answer says so', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      task.source === 'earlier_run'
        ? { ...planOf(task, [revenue]), source: 'earlier_run', model: 'before' }
        : fail('claude_unreachable'),
  });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(
    new Set(sources(seen.plan)),
    new Set(['own_model', 'fallback_model', 'earlier_run']),
  );
  assert.equal(activityIds(answer.runId)[2], 'plan.1.1-earlier');
  assert.equal(answer.planner, 'before');
  assert.deepEqual(codes(answer.warnings), ['reused_plan']);
});

test('without an earlier plan the first failure is the one that is told', async () => {
  const { answer, seen } = await worker.ask({
    plan: ({ source }) =>
      source === 'own_model'
        ? overloaded()
        : fail(source === 'earlier_run' ? 'no_earlier_plan' : 'claude_unauthorized', 'permanent'),
  });
  assert.equal(answer.status, 'unavailable');
  assert.equal(answer.text, 'It was claude_overloaded.');
  assert.equal(sources(seen.plan).at(-1), 'earlier_run');
  assert.equal(seen.openTicket.length, 0);
});

test('an earlier plan that no longer compiles is no plan', async () => {
  const { answer } = await worker.ask({
    plan: ({ source }) =>
      source === 'earlier_run'
        ? { ...paid(), kind: 'findings', findings: [finding('step revenue, sql')] }
        : fail('claude_unreachable'),
  });
  assert.equal(answer.status, 'unavailable');
});

test('a critical run without any plan becomes a ticket', async () => {
  const { answer, seen } = await worker.ask({ plan: overloaded }, { critical: true });
  assert.equal(answer.status, 'escalated');
  assert.deepEqual(
    seen.openTicket.map(({ cause, stepId }) => [cause, stepId]),
    [['plan: claude_overloaded', null]],
  );
});

test('a critical run that Claude refuses is no matter for a person', async () => {
  const { answer, seen } = await worker.ask(
    { plan: () => fail('claude_refused', 'permanent') },
    { critical: true },
  );
  assert.equal(answer.status, 'failed');
  assert.equal(seen.openTicket.length, 0);
});

test('a replan has no use for an earlier run’s plan', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      task.version === 1
        ? planOf(task, [aStep('wrong', { onFailure: 'replan' })])
        : fail('claude_unreachable'),
    step: () => fail('unknown_column', 'permanent'),
  });
  assert.equal(answer.status, 'unavailable');
  assert.equal(sources(seen.plan).includes('earlier_run'), false);
});

test('whatever Claude does, planning leaves the steps their time', async () => {
  const { answer } = await worker.ask({
    plan: () => fail('claude_overloaded', 'transient', 5_000),
  });
  assert.equal(answer.status, 'unavailable');
  assert.ok(answer.timing.totalMs <= 47_000, `${answer.timing.totalMs} ms`);
});

test('an interpreter that stays overloaded is followed by the fallback model', async () => {
  const { answer, seen } = await worker.ask({
    plan: oneStep,
    interpret: ({ source }) =>
      source === 'own_model' ? overloaded() : { ...words(), ...byFallback },
  });
  assert.equal(answer.status, 'answered');
  assert.equal(sources(seen.interpret).at(-1), 'fallback_model');
  assert.deepEqual(codes(answer.warnings), ['fallback_model']);
  assert.match(answer.warnings[0]?.message ?? '', /^The text is by the fallback model another/);
  assert.equal(answer.planner, 'scripted');
});

test('where no model has words the data stands', async () => {
  const { answer, seen } = await worker.ask({ plan: oneStep, interpret: overloaded });
  assert.equal(answer.status, 'degraded');
  assert.match(answer.text, /Claude could not be reached.*4 rows/);
  assert.deepEqual(codes(answer.warnings), ['not_interpreted']);
  assert.ok(sources(seen.interpret).includes('fallback_model'));
});

const limited = (limits: AskOptions['limits']): Asked => ({ limits: { ...limits } });

test('a repair that the run may not ask for ends it, with the budget’s name', async () => {
  const { answer, seen } = await worker.ask(
    { plan: () => ({ ...paid(), kind: 'findings', findings: [finding('plan')] }) },
    limited({ claudeCalls: 1 }),
  );
  assert.equal(seen.plan.length, 1);
  assert.equal(answer.status, 'unavailable');
  assert.match(answer.text, /^This run’s budget of 1 call to Claude was used up/);
  assert.deepEqual(answer.suggestions, ['Ask again with a higher --max-calls.']);
});

test('two calls are for the plan and the words; the review is what is missing', async () => {
  const { answer, seen } = await worker.ask(
    { plan: oneStep, unreviewed: true },
    limited({ claudeCalls: 2 }),
  );
  assert.equal(seen.review.length, 0);
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.deepEqual(codes(answer.warnings), ['budget_spent', 'review_inconclusive']);
  assert.equal(answer.usage.claudeCalls, 2);
});

test('with one call there is the data, and a sentence that names the budget', async () => {
  const { answer, seen } = await worker.ask(
    { plan: oneStep, unreviewed: true },
    limited({ claudeCalls: 1 }),
  );
  assert.equal(seen.interpret.length, 0);
  assert.equal(answer.status, 'degraded');
  assert.match(answer.text, /may not ask Claude again.*4 rows from step revenue/);
  assert.match(
    answer.warnings.find(({ code }) => code === 'not_interpreted')?.message ?? '',
    /budget of 1 call to Claude is used up/,
  );
  assert.deepEqual(answer.suggestions, ['Ask again with a higher --max-calls.']);
});

for (const [claudeCalls, asked] of [
  [2, ['own_model', 'own_model']],
  [3, ['own_model', 'own_model', 'fallback_model']],
  [4, ['own_model', 'own_model', 'own_model', 'fallback_model']],
] as const) {
  test(`failed calls are calls: of ${claudeCalls} none is made too many, and the fallback model has one where it can`, async () => {
    const { answer, seen } = await worker.ask(
      {
        plan: (task) =>
          task.earlier.length === 0
            ? { ...paid(), kind: 'findings', findings: [finding('plan')] }
            : overloaded(),
      },
      limited({ claudeCalls }),
    );
    assert.deepEqual(sources(seen.plan.filter(({ source }) => source !== 'earlier_run')), asked);
    assert.equal(answer.usage.claudeCalls, claudeCalls);
    assert.equal(answer.status, 'unavailable');
  });
}

for (const [name, limits, usage] of [
  ['tokens', { tokens: 100 }, { inputTokens: 60, cacheReadTokens: 30, outputTokens: 10 }],
  ['dollars', { usd: 0.01 }, { costUsd: 0.01 }],
] as const) {
  test(`no call begins once the ${name} are spent`, async () => {
    const dear = paid();
    const { answer, seen } = await worker.ask(
      {
        unreviewed: true,
        plan: (task) => ({ ...planOf(task, [revenue]), usage: { ...dear.usage, ...usage } }),
      },
      limited(limits),
    );
    assert.equal(seen.plan.length, 1);
    assert.equal(seen.review.length, 0);
    assert.equal(seen.interpret.length, 0);
    assert.equal(answer.status, 'degraded');
  });
}

test('steps that would read more rows than the run may are left out, and the answer says so', async () => {
  const { answer, seen } = await worker.ask(
    {
      plan: (task) => planOf(task, [revenue, aStep('costs', { dependsOn: ['revenue'] })]),
    },
    limited({ rows: 3 }),
  );
  assert.deepEqual(
    seen.step.map(({ step }) => step.id),
    ['revenue'],
  );
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.match(
    answer.warnings[0]?.message ?? '',
    /costs has no result.*budget of 3 rows is used up/,
  );
});
