import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { activityInfo } from '@temporalio/activity';
import type { Answer } from '../../src/domain/answer.js';
import { ToolFailure } from '../../src/domain/failure.js';
import type { ErrorClass } from '../../src/domain/failure.js';
import { defaultBounds } from '../../src/domain/question.js';
import type { PlanTask } from '../../src/domain/tasks.js';
import { aChart, aStep } from '../domain/builders.js';
import {
  confirmed,
  fine,
  finding,
  finished,
  paid,
  planOf,
  words,
  type Script,
} from './scripted.js';
import { timeSkippingWorker, type SkippingWorker } from './time-skipping.js';

// Waits cost nothing here: the server's clock jumps whenever nothing runs.
let worker: SkippingWorker;

before(async () => {
  worker = await timeSkippingWorker();
});
after(() => worker?.stop());

const revenue = aStep('revenue');
const oneStep: Script = { plan: (task) => planOf(task, [revenue]) };

function failing(errorClass: ErrorClass, more: { retryAfterMs?: number; error?: string } = {}) {
  const { retryAfterMs, error = `${errorClass}_failure` } = more;
  return new ToolFailure(
    { error, class: errorClass, message: `It was ${errorClass}.`, suggestion: 'Try another.' },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}
function fail(...failure: Parameters<typeof failing>): never {
  throw failing(...failure);
}
/** Time that passes between attempts is what the server's clock skips. */
function comeBackAfter(retryAfterMs: number): never {
  return fail('transient', { retryAfterMs });
}
const slow = (): never => comeBackAfter(15_000);
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const states = (steps: readonly { readonly id: string; readonly status: string }[]) =>
  Object.fromEntries(steps.map(({ id, status }) => [id, status]));
/** A first plan, and another for each replan. */
const plans =
  (...versions: (readonly ReturnType<typeof aStep>[])[]) =>
  (task: PlanTask) =>
    planOf(task, versions[task.version - 1] ?? []);

test('what is no input ends the workflow with a sentence, where its task would fail for ever', async () => {
  const { workflow } = worker.env.client;
  const taskQueue = worker.taskQueue;
  const options = { taskQueue, workflowId: 'no-input', args: ['Revenue by region?'] };
  await assert.rejects(workflow.execute('answerQuestion', options), ({ cause }: Error) => {
    assert.match(String(cause), /This is not the input of a run \(.*`startOptions\(question\)`/);
    return true;
  });
});

test('a clean run plans, runs, verifies, reviews, interprets and records, each once', async () => {
  const { answer, seen } = await worker.ask(oneStep);
  assert.equal(answer.status, 'answered');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.equal(answer.planner, 'scripted');
  assert.equal(answer.usage.claudeCalls, 3);
  assert.equal(answer.verification.verdict, 'confirmed');
  const { openTicket, reviewAnswer, ...once } = seen;
  for (const asked of Object.values(once)) assert.equal(asked.length, 1);
  assert.equal(openTicket.length + reviewAnswer.length, 0);
});

test('a step gets the result ids of the steps it depends on, and of no other', async () => {
  const best = aStep('best', { dependsOn: ['revenue'] });
  const { seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, aStep('other'), best]),
  });
  const task = seen.step.find(({ step }) => step.id === 'best');
  assert.deepEqual(Object.keys(task?.results ?? {}), ['revenue']);
});

test('verification waits for every query and for no chart', async () => {
  const chart = aChart('chart', 'revenue');
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, aStep('costs'), chart]),
    step: ({ step }) => finished(step.presents ? { chart: { mark: 'bar' } } : {}),
  });
  assert.deepEqual(Object.keys(seen.verify[0]?.results ?? {}).toSorted(), ['costs', 'revenue']);
  assert.deepEqual(answer.chart, { mark: 'bar' });
});

test('words do not wait for a chart that may be missing, and the answer does', async () => {
  let isAsked = false;
  const { answer } = await worker.ask({
    plan: (task) => planOf(task, [revenue, aChart('chart', 'revenue')]),
    step: ({ step }) => {
      if (!step.presents) return finished();
      return isAsked ? finished({ chart: { mark: 'bar' } }) : comeBackAfter(1_000);
    },
    interpret: () => {
      isAsked = true;
      return words();
    },
  });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(answer.chart, { mark: 'bar' });
});

test('a chart that fails after the words are there is missing from the answer, which says so', async () => {
  let isAsked = false;
  const { answer } = await worker.ask({
    plan: (task) => planOf(task, [revenue, aChart('chart', 'revenue')]),
    step: ({ step }) => {
      if (!step.presents) return finished();
      return isAsked ? fail('permanent') : comeBackAfter(1_000);
    },
    interpret: () => {
      isAsked = true;
      return words();
    },
  });
  assert.deepEqual([answer.status, answer.text], ['degraded', 'Revenue was $1.']);
  assert.deepEqual(states(answer.steps), { revenue: 'succeeded', chart: 'skipped' });
  assert.deepEqual(
    answer.warnings.map(({ message }) => message),
    ['Step chart has no result. It was permanent.'],
  );
});

test('no words are asked for while a chart that must not be missing may still fail', async () => {
  let isVerified = false;
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, aChart('chart', 'revenue', { onFailure: 'abort' })]),
    step: async ({ input, step }) => {
      if (!step.presents) return finished();
      if (!isVerified) return comeBackAfter(1_000);
      await worker.untilPending(input.runId, (pending) =>
        pending.every(({ type }) => type !== 'verify'),
      );
      return fail('permanent');
    },
    verify: () => {
      isVerified = true;
      return fine();
    },
  });
  assert.deepEqual([answer.status, answer.text], ['failed', 'It was permanent.']);
  assert.equal(seen.interpret.length, 0);
});

test('ids of steps that are names of activities do no harm', async () => {
  const ids = ['review', 'verify', 'interpret', 'plan'];
  const { answer } = await worker.ask({
    plan: (task) =>
      planOf(
        task,
        ids.map((id) => aStep(id)),
      ),
  });
  assert.equal(answer.status, 'answered');
  const keys = worker.log.starts
    .filter(({ runId }) => runId === answer.runId)
    .map(({ activityId, attempt }) => `${activityId} ${attempt}`);
  assert.equal(new Set(keys).size, keys.length, 'each attempt has a key of its own');
});

test('a transient failure is repeated after 1, 2 and 4 s, give or take a fifth, and no fourth time', async () => {
  const times: number[] = [];
  const { answer } = await worker.ask({
    ...oneStep,
    step: async () => {
      times.push(await worker.env.currentTimeMs());
      return fail('transient');
    },
  });
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.equal(times.length, 4);
  for (const [index, planned] of [1_000, 2_000, 4_000].entries()) {
    assert.ok((waits[index] ?? 0) >= 0.8 * planned, `${waits.join(', ')} ms`);
    assert.ok((waits[index] ?? 0) < 2 * planned, `${waits.join(', ')} ms`);
  }
  assert.equal(answer.status, 'unavailable');
  assert.equal(answer.text, 'It was transient.');
  assert.deepEqual(
    answer.steps.map(({ status, attempts }) => [status, attempts]),
    [['failed', 4]],
  );
  const waited = waits.reduce((sum, wait) => sum + wait, 0);
  assert.ok((answer.steps[0]?.ms ?? 0) >= waited, `${answer.steps[0]?.ms} of ${waited} ms`);
  const ends = worker.log.ends.filter(({ workflowId }) => workflowId.endsWith(answer.runId));
  const logged = ends.filter(({ activityId }) => activityId.startsWith('revenue'));
  assert.deepEqual(
    logged.map(({ attempt, status, errorClass }) => [attempt, status, errorClass]),
    [1, 2, 3, 4].map((attempt) => [attempt, 'error', 'transient']),
  );
});

test('a retry-after that is longer than our wait is waited for', async () => {
  const times: number[] = [];
  const { answer } = await worker.ask({
    ...oneStep,
    step: async () => {
      times.push(await worker.env.currentTimeMs());
      return times.length === 1 ? fail('transient', { retryAfterMs: 9_000 }) : finished();
    },
  });
  assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 9_000);
  assert.equal(answer.status, 'answered');
  assert.equal(answer.steps[0]?.attempts, 2);
});

test('a retry-after that is longer than what is left is not waited for', async () => {
  const { answer, seen } = await worker.ask({
    ...oneStep,
    step: () => fail('transient', { retryAfterMs: 3_600_000 }),
  });
  assert.equal(seen.step.length, 1);
  assert.equal(answer.status, 'unavailable');
});

test('a failure of no known kind is tried once more, then handed to a person', async () => {
  const { answer, seen } = await worker.ask({
    ...oneStep,
    step: () => {
      throw new TypeError('x is not a function');
    },
  });
  assert.equal(seen.step.length, 2);
  assert.equal(answer.status, 'escalated');
  assert.match(answer.text, /^execute_query failed with TypeError; its worker’s log says more\./);
});

for (const [name, thrown, text] of [
  ['a string', 'oops', /^execute_query failed with a thrown string;/],
  ['an object', { message: 'oops', code: 7 }, /^execute_query failed with a thrown object;/],
  ['an object without words', { code: 7 }, /^execute_query failed/],
  ['an object without a prototype', Object.create(null), /^execute_query failed/],
  ['nothing', undefined, /^execute_query failed/],
  ['an error without words', new Error(''), /^execute_query failed/],
] as const) {
  test(`a tool that throws ${name} ends in one clear sentence`, async () => {
    const { answer } = await worker.ask({
      ...oneStep,
      step: () => {
        throw thrown;
      },
    });
    assert.equal(answer.status, 'escalated');
    assert.match(answer.text, text);
    assert.doesNotMatch(JSON.stringify(answer), /\[object|\bat .*\.ts:\d|undefined/);
  });
}

for (const [errorClass, status] of [
  ['permanent', 'failed'],
  ['user_error', 'failed'],
  ['timeout', 'unavailable'],
] as const) {
  test(`a ${errorClass} is not repeated and ends the run ${status}`, async () => {
    const { answer, seen } = await worker.ask({ ...oneStep, step: () => fail(errorClass) });
    assert.equal(seen.step.length, 1);
    assert.equal(answer.status, status);
    assert.deepEqual(answer.suggestions, ['Try another.']);
    assert.equal(seen.interpret.length, 0);
  });
}

test('a step that is always told to come back later ends the run within its budget', async () => {
  const { answer } = await worker.ask({ ...oneStep, step: slow });
  assert.equal(answer.status, 'unavailable');
  assert.ok(answer.timing.totalMs <= 60_000);
  assert.ok(answer.timing.totalMs >= 45_000);
});

test('in background a step may wait for hours', async () => {
  const hours = 3_600_000;
  const { answer } = await worker.ask(
    { ...oneStep, step: () => comeBackAfter(6 * hours) },
    { background: true },
  );
  assert.ok((answer.steps[0]?.attempts ?? 0) >= 4);
  assert.ok(answer.timing.totalMs >= 18 * hours);
  assert.ok(answer.timing.totalMs <= 24 * hours);
});

test('a plan that never comes ends the run within its budget', async () => {
  const { answer } = await worker.ask({ plan: () => comeBackAfter(8_000) });
  assert.equal(answer.status, 'unavailable');
  assert.ok(answer.timing.totalMs <= defaultBounds.planMs + defaultBounds.recordMs);
});

test('a step that eats the time leaves enough to put the others into words', async () => {
  const late = aStep('late', { onFailure: 'skip' });
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, late]),
    step: ({ step }) => (step.id === 'late' ? slow() : finished()),
  });
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.equal(seen.interpret.length, 1);
  assert.ok(answer.timing.totalMs <= 60_000);
  assert.deepEqual(codes(answer.warnings), ['step_missing']);
});

test('with too little time for steps the run ends after the plan', async () => {
  const { answer, seen } = await worker.ask(oneStep, { timeoutMs: 10_000 });
  assert.equal(answer.status, 'unavailable');
  assert.match(answer.text, /time for this run was used up/);
  assert.equal(seen.step.length, 0);
});

test('with too little time for a plan nothing is asked of Claude', async () => {
  const { answer, seen } = await worker.ask(oneStep, { timeoutMs: 2_000 });
  assert.equal(answer.status, 'unavailable');
  assert.equal(seen.plan.length, 0);
  assert.equal(seen.recordRun.length, 1);
});

test('a step that may be skipped is left out, what waits for it too, and warnings say so', async () => {
  const side = aStep('side', { onFailure: 'skip' });
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, side, aStep('after', { dependsOn: ['side'] })]),
    step: ({ step }) => (step.id === 'side' ? fail('permanent') : finished()),
  });
  assert.equal(answer.status, 'degraded');
  assert.deepEqual(states(answer.steps), {
    revenue: 'succeeded',
    side: 'skipped',
    after: 'skipped',
  });
  assert.deepEqual(codes(answer.warnings), ['step_missing', 'step_missing']);
  assert.deepEqual(Object.keys(seen.interpret[0]?.results ?? {}), ['revenue']);
});

for (const [errorClass, status] of [
  ['permanent', 'failed'],
  ['timeout', 'unavailable'],
] as const) {
  test(`a run whose every step was skipped after a ${errorClass} failure is ${status}, and says why`, async () => {
    const { answer, seen } = await worker.ask({
      plan: (task) =>
        planOf(task, [
          aStep('a', { onFailure: 'skip' }),
          aStep('b', { onFailure: 'skip', dependsOn: ['a'] }),
        ]),
      step: () => fail(errorClass),
    });
    assert.equal(answer.status, status);
    assert.match(answer.text, /None of the plan’s steps has a result.*It was/);
    assert.deepEqual(answer.suggestions, ['Try another.']);
    assert.equal(seen.interpret.length, 0);
  });
}

test('a step that must not fail stops the others', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      planOf(task, [aStep('fatal'), aStep('slow'), aStep('after', { dependsOn: ['slow'] })]),
    step: ({ step }) => (step.id === 'slow' ? slow() : fail('permanent')),
  });
  assert.equal(answer.status, 'failed');
  assert.deepEqual(states(answer.steps), {
    fatal: 'failed',
    slow: 'cancelled',
    after: 'skipped',
  });
  assert.equal(seen.verify.length, 0);
  assert.ok(answer.timing.totalMs < 10_000, 'it did not wait for the slow one');
});

test('a replan gets what failed and what is finished, and only new steps run', async () => {
  const hopeful = aStep('wrong', { onFailure: 'replan' });
  const { answer, seen } = await worker.ask({
    plan: plans([revenue, hopeful], [aStep('right', { dependsOn: ['revenue'] })]),
    step: ({ step }) => {
      if (step.id !== 'wrong') return finished();
      // By the second attempt the first plan's review is back: what it confirmed is not reviewed again.
      return fail(activityInfo().attempt === 1 ? 'transient' : 'permanent');
    },
  });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(states(answer.steps), { revenue: 'succeeded', right: 'succeeded' });
  const ran = new Set(seen.step.map(({ step }) => step.id));
  assert.deepEqual([...ran].toSorted(), ['revenue', 'right', 'wrong']);
  const replan = seen.plan[1];
  assert.equal(replan?.version, 2);
  assert.deepEqual(
    replan.finished.map(({ id }) => id),
    ['revenue'],
  );
  assert.deepEqual(replan.taken, ['revenue']);
  assert.deepEqual(
    replan.failed.map(({ step, error }) => [step, error.error, error.suggestion]),
    [['wrong', 'permanent_failure', 'Try another.']],
  );
  assert.equal(replan.earlier.length, 1);
  assert.equal(answer.verification.replans, 1);
  assert.equal(seen.review.length, 2, 'each plan is reviewed');
  assert.deepEqual(
    seen.review[1]?.steps.map(({ id }) => id),
    ['right'],
  );
});

test('two replans, then the failure stands', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [aStep(`wrong_${task.version}`, { onFailure: 'replan' })]),
    step: () => fail('permanent'),
  });
  assert.equal(seen.plan.length, 3);
  assert.equal(answer.status, 'failed');
  assert.equal(answer.text, 'It was permanent.');
  assert.equal(answer.verification.replans, 2);
});

test('an engine that is unwell is not planned around', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [aStep('revenue', { onFailure: 'replan' })]),
    step: () => fail('transient'),
  });
  assert.equal(seen.plan.length, 1);
  assert.equal(answer.status, 'unavailable');
});

test('a run holds no more queries at once than its bounds say', async () => {
  let busy = 0;
  let most = 0;
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { answer } = await worker.ask(
    {
      plan: (task) =>
        planOf(
          task,
          ids.map((id) => aStep(id)),
        ),
      step: async () => {
        most = Math.max(most, (busy += 1));
        await Promise.resolve();
        busy -= 1;
        return finished();
      },
    },
    { bounds: { parallelSteps: 2 } },
  );
  assert.equal(answer.status, 'answered');
  assert.ok(most <= 2);
});

test('a plan with findings goes back to Claude with all of them so far', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) =>
      task.earlier.length < 2
        ? {
            ...paid(),
            kind: 'findings',
            findings: [finding('step a', `round_${task.earlier.length}`)],
          }
        : planOf(task, [revenue]),
  });
  assert.equal(answer.status, 'answered');
  assert.equal(answer.verification.planRepairs, 2);
  assert.deepEqual(
    seen.plan[2]?.earlier.map(({ findings }) => codes(findings)),
    [['round_0'], ['round_1']],
  );
  assert.equal(answer.usage.claudeCalls, 5);
});

test('after two repairs the run has failed, with the findings', async () => {
  const { answer, seen } = await worker.ask({
    plan: () => ({ ...paid(), kind: 'findings', findings: [finding('step a, sql')] }),
  });
  assert.equal(seen.plan.length, 3);
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /step a, sql: step a, sql is wrong\./);
  assert.deepEqual(answer.suggestions, ['Make it right.']);
  assert.equal(answer.usage.claudeCalls, 3);
});

test('a plan that was cut short is asked for once more, with room', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) => (task.room === 1 ? { ...paid(), kind: 'truncated' } : planOf(task, [revenue])),
  });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(
    seen.plan.map(({ room }) => room),
    [1, 2],
  );
  assert.equal(answer.verification.planRepairs, 0);
});

test('a plan that was cut short twice has failed', async () => {
  const { answer, seen } = await worker.ask({ plan: () => ({ ...paid(), kind: 'truncated' }) });
  assert.equal(seen.plan.length, 2);
  assert.equal(answer.status, 'failed');
});

test('a clarification ends the run with what would work', async () => {
  const { answer, seen } = await worker.ask({
    plan: () => ({
      ...paid(),
      kind: 'clarification',
      intent: 'Revenue',
      question: 'Gross or net?',
      options: ['Gross revenue', 'Net revenue'],
    }),
  });
  assert.equal(answer.status, 'needs_clarification');
  assert.equal(answer.text, 'Gross or net?');
  assert.equal(answer.intent, 'Revenue');
  assert.deepEqual(answer.suggestions, ['Gross revenue', 'Net revenue']);
  assert.equal(seen.step.length, 0);
});

test('Claude out of reach is unavailable; Claude refusing is a failure', async () => {
  const away = await worker.ask({ plan: () => fail('transient') });
  assert.equal(away.seen.plan.length, 4);
  assert.equal(away.answer.status, 'unavailable');
  const refusing = await worker.ask({ plan: () => fail('permanent') });
  assert.equal(refusing.seen.plan.length, 1);
  assert.equal(refusing.answer.status, 'failed');
});

test('a run that had ended before returns its recorded answer and records nothing', async () => {
  const { answer: recorded } = await worker.ask(oneStep);
  const { answer, seen } = await worker.ask({
    plan: () => ({ kind: 'recorded', answer: recorded }),
  });
  assert.deepEqual(answer, recorded);
  assert.equal(seen.recordRun.length, 0);
});

test('a result that does not pass goes back to the planner and is used no more', async () => {
  const { answer, seen } = await worker.ask({
    plan: plans([revenue, aStep('costs')], [aStep('revenue2')]),
    verify: ({ planVersion }) =>
      planVersion === 1 ? { ...fine(), findings: [finding('step revenue')] } : fine(),
  });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(states(answer.steps), {
    revenue: 'refuted',
    costs: 'succeeded',
    revenue2: 'succeeded',
  });
  assert.deepEqual(seen.plan[1]?.taken, ['revenue', 'costs']);
  assert.deepEqual(
    seen.plan[1]?.finished.map(({ id }) => id),
    ['costs'],
  );
  assert.deepEqual(
    seen.plan[1]?.earlier.map(({ findings }) => codes(findings)),
    [['wrong']],
  );
  assert.deepEqual(Object.keys(seen.interpret[0]?.results ?? {}).toSorted(), ['costs', 'revenue2']);
});

test('results that never pass are shown to nobody', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [aStep(`revenue_${task.version}`)]),
    verify: () => ({ ...fine(), findings: [finding('plan')] }),
  });
  assert.equal(seen.plan.length, 3);
  assert.equal(seen.interpret.length, 0);
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /did not pass verification/);
  assert.equal(answer.verification.verdict, 'refuted');
  assert.ok(answer.steps.every(({ status }) => status === 'refuted'));
});

for (const [onInconclusive, heard, status, text] of [
  ['ask', true, 'needs_clarification', /^It is not certain that the queries answer the question/],
  ['refuse', true, 'failed', /^The review could not tell/],
  ['refuse', false, 'unavailable', /^The queries were not reviewed in time/],
] as const) {
  test(`who will ${onInconclusive} where it is not certain gets no answer from a review that ${heard ? 'cannot tell' : 'cannot be had'}`, async () => {
    const review = heard
      ? () => ({ ...confirmed(), verdict: 'inconclusive' as const })
      : () => fail('permanent');
    const { answer, seen } = await worker.ask({ ...oneStep, review }, { onInconclusive });
    assert.equal(answer.status, status);
    assert.match(answer.text, text);
    assert.deepEqual(codes(answer.warnings), ['review_inconclusive']);
    assert.equal(seen.interpret.length, 0);
    assert.equal(answer.suggestions.length, 1);
  });
}

test('a review that cannot be had leaves the answer inconclusive, degraded and with a warning', async () => {
  const { answer, seen } = await worker.ask({ ...oneStep, review: () => fail('permanent') });
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.text, 'Revenue was $1.');
  assert.equal(answer.verification.verdict, 'inconclusive');
  assert.deepEqual(codes(answer.warnings), ['review_inconclusive']);
  assert.deepEqual(codes(seen.interpret[0]?.warnings ?? []), ['review_inconclusive']);
});

test('a review that is not back in time is not waited for', async () => {
  let first = true;
  const { answer } = await worker.ask({
    ...oneStep,
    review: () => {
      if (!first) return confirmed();
      first = false;
      return fail('transient', { retryAfterMs: 15_000 });
    },
  });
  assert.equal(answer.status, 'degraded');
  assert.deepEqual(codes(answer.warnings), ['review_inconclusive']);
  assert.ok(answer.timing.totalMs < 15_000);
  assert.ok(answer.timing.totalMs >= defaultBounds.reviewGraceMs);
});

test('a verifier that cannot be had ends the run', async () => {
  const { answer } = await worker.ask({ ...oneStep, verify: () => fail('transient') });
  assert.equal(answer.status, 'unavailable');
});

test('words with findings go back to Claude', async () => {
  const { answer, seen } = await worker.ask({
    ...oneStep,
    interpret: ({ earlier }) =>
      earlier.length === 0
        ? { ...paid(), kind: 'findings', findings: [finding('figure total')] }
        : words(),
  });
  assert.equal(answer.status, 'answered');
  assert.equal(seen.interpret.length, 2);
  assert.equal(answer.verification.answerRepairs, 1);
});

test('words that are never grounded are replaced by the data and a sentence of ours', async () => {
  const typed = { ...finding('answer', 'typed_number'), what: '"12.5 million" is a number.' };
  const { answer, seen } = await worker.ask({
    ...oneStep,
    interpret: () => ({ ...paid(), kind: 'findings', findings: [typed] }),
  });
  assert.equal(seen.interpret.length, 3);
  assert.equal(answer.status, 'degraded');
  assert.match(answer.text, /here is the data: 4 rows from step revenue/);
  assert.deepEqual(codes(answer.warnings), ['not_interpreted']);
  assert.doesNotMatch(JSON.stringify(answer), /12\.5 million/, 'no number that has no cell');
});

test('words that were cut short twice are replaced too', async () => {
  const { answer, seen } = await worker.ask({
    ...oneStep,
    interpret: () => ({ ...paid(), kind: 'truncated' }),
  });
  assert.deepEqual(
    seen.interpret.map(({ room }) => room),
    [1, 2],
  );
  assert.equal(answer.status, 'degraded');
});

for (const errorClass of ['transient', 'permanent', 'timeout'] as const) {
  test(`a ${errorClass} failure of the interpreter costs the words, not the data`, async () => {
    const { answer } = await worker.ask({ ...oneStep, interpret: () => fail(errorClass) });
    assert.equal(answer.status, 'degraded');
    assert.match(answer.text, /Claude could not be reached.*4 rows/);
    assert.equal(answer.steps[0]?.resultId?.startsWith('revenue'), true);
  });
}

test('a store that does not take the answer does not keep it from the caller', async () => {
  let tell: (answer: Answer) => void = () => undefined;
  const told = new Promise<Answer>((resolve) => (tell = resolve));
  let tries = 0;
  const { answer, seen } = await worker.ask({
    ...oneStep,
    recordRun: ({ answer: made }) => {
      tries += 1;
      if (tries < 3) return fail('transient');
      tell(made);
      return null;
    },
  });
  assert.equal(answer.status, 'answered');
  assert.deepEqual(await told, answer, 'it is told once it is back');
  assert.equal(seen.recordRun.length, 3, 'twice by the run itself, which does not wait for it');
});

test('the log is told of every activity how it was seen to end', async () => {
  const { answer, seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, aStep('side', { onFailure: 'skip' })]),
    step: ({ step }) => (step.id === 'side' ? fail('unknown') : finished()),
  });
  assert.equal(answer.status, 'degraded');
  assert.deepEqual(seen.recordRun[0]?.begun, {
    'plan.1.1': 'success',
    'review.1': 'success',
    'revenue-1': 'success',
    'side-1': 2,
    'verify.1': 'success',
    'interpret.1': 'success',
  });
});

test('the answer that the store has stands', async () => {
  const { answer } = await worker.ask({
    ...oneStep,
    recordRun: ({ answer: made }) => ({ ...made, text: 'The first one.' }),
  });
  assert.equal(answer.text, 'The first one.');
});

test('summaries keep to what Temporal takes, whatever the language and however many steps', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `a_step_with_quite_a_long_name_${index}`);
  const { answer } = await worker.ask({
    plan: (task: PlanTask) =>
      planOf(
        task,
        ids.map((id) => aStep(id)),
      ),
  });
  assert.equal(answer.status, 'answered');
});
