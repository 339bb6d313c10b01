import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { activityInfo } from '@temporalio/activity';
import { noUsage, type Answer } from '../../src/domain/answer.js';
import { ToolFailure, type ErrorClass, type ToolError } from '../../src/domain/failure.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import { workflowIdOf } from '../../src/domain/question.js';
import type { LowerRung } from '../../src/domain/result.js';
import type { PlanOutcome, PlanTask, StepTask } from '../../src/domain/tasks.js';
import { aStep } from '../domain/builders.js';
import { costs, fine, finding, finished, paid, planOf, type Script } from './scripted.js';
import { timeSkippingWorker, type SkippingWorker } from './time-skipping.js';

let worker: SkippingWorker;

before(async () => {
  worker = await timeSkippingWorker();
});
after(() => worker?.stop());

const minutes = 60_000;
const ladder: readonly LowerRung[] = ['stale_cache', 'simplified', 'sample'];
const policy = { ...defaultPolicy, ladder };
const revenue = aStep('revenue', { policy });

function fail(errorClass: ErrorClass, more: Partial<ToolError> = {}, nextTryMs?: number): never {
  const words = { message: `It was ${errorClass}.`, suggestion: 'Try another.' };
  const options = nextTryMs === undefined ? {} : { nextTryMs, final: true };
  throw new ToolFailure(
    { error: `${errorClass}_failure`, class: errorClass, ...words, ...more },
    options,
  );
}
const breakerOpen = (nextTryMs: number): never =>
  fail('transient', { error: 'breaker_open' }, nextTryMs);
const refused = () => breakerOpen(serverNowMs() + minutes);
const none = (): never => fail('permanent', { error: 'no_stale_result' });
/** Inside an activity, where the server's clock is the one that was skipped. */
const serverNowMs = () => activityInfo().currentAttemptScheduledTimestampMs;

/** One step, whose rungs do as they are told; a live attempt times out. */
function onRungs(
  rungs: Partial<Record<StepTask['rung'], () => never>> = {},
  live?: () => never,
): Script {
  return {
    plan: (task) => planOf(task, [revenue]),
    step: ({ rung }) => {
      if (rung === 'live') return (live ?? (() => fail('timeout')))();
      rungs[rung]?.();
      return finished({ rung, note: `From ${rung}.` });
    },
  };
}
const tried = (tasks: readonly StepTask[]) => tasks.map(({ rung }) => rung);
/** Ids of the steps' activities, as logged. */
const stepIds = ({ runId }: Answer) =>
  worker.log.ends
    .filter(({ workflowId }) => workflowId === workflowIdOf({ tenant: 'default', runId }))
    .map(({ activityId }) => activityId)
    .filter((id) => !id.includes('.'));
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const states = (steps: readonly { readonly id: string; readonly status: string }[]) =>
  Object.fromEntries(steps.map(({ id, status }) => [id, status]));
const plans =
  (...versions: (readonly ReturnType<typeof aStep>[])[]) =>
  (task: PlanTask) =>
    planOf(task, versions[task.version - 1] ?? []);

test('a timeout is answered by the next rung, labelled, with what would have fitted', async () => {
  const { answer, seen } = await worker.ask(onRungs());
  assert.equal(answer.status, 'degraded');
  assert.deepEqual(tried(seen.step), ['live', 'stale_cache']);
  assert.deepEqual(answer.warnings, [
    { code: 'stale_cache', message: 'Step revenue: From stale_cache.' },
  ]);
  assert.deepEqual(answer.suggestions, ['Try another.']);
  const [step] = answer.steps;
  assert.equal(step?.rung, 'stale_cache');
  assert.equal(step.status, 'succeeded');
  assert.equal(step.attempts, 1, 'a rung is no try of the tool');
  assert.equal(step.error?.error, 'timeout_failure');
});

test('a rung is an activity of its own that is told what failed', async () => {
  const { seen, answer } = await worker.ask(onRungs({ stale_cache: none }));
  assert.deepEqual(tried(seen.step), ['live', 'stale_cache', 'simplified']);
  assert.deepEqual(
    seen.step.map(({ failure }) => failure?.error ?? null),
    [null, 'timeout_failure', 'timeout_failure'],
  );
  assert.deepEqual(stepIds(answer), ['revenue-1', 'revenue-1-stale_cache', 'revenue-1-simplified']);
});

test('the summary of a rung says which it is and why', async () => {
  const { workflowId } = await worker.start(onRungs());
  const handle = worker.env.client.workflow.getHandle(workflowId);
  await handle.result();
  const { events } = await handle.fetchHistory();
  const summaries = (events ?? []).map(({ userMetadata }) =>
    Buffer.from(userMetadata?.summary?.data ?? []).toString(),
  );
  assert.ok(summaries.includes('"revenue: stale_cache after timeout_failure"'), summaries.join());
});

test('with every rung used up the user hears of the live failure', async () => {
  const { answer, seen } = await worker.ask(
    onRungs({ stale_cache: none, simplified: none, sample: none }),
  );
  assert.deepEqual(tried(seen.step), ['live', ...ladder]);
  assert.equal(answer.status, 'unavailable');
  assert.equal(answer.text, 'It was timeout.');
  assert.equal(answer.steps[0]?.error?.error, 'timeout_failure');
  assert.equal(answer.steps[0].attempts, 1);
});

for (const [before, attempts] of [
  [0, 0],
  [2, 2],
] as const) {
  test(`what an open breaker refuses after ${before} failures is no attempt`, async () => {
    const { answer } = await worker.ask(
      onRungs({ stale_cache: none, simplified: refused, sample: refused }, () =>
        activityInfo().attempt > before ? refused() : fail('transient'),
      ),
    );
    assert.equal(answer.status, 'unavailable');
    assert.equal(answer.steps[0]?.error?.error, 'breaker_open');
    assert.equal(answer.steps[0].attempts, attempts);
  });
}

test('an engine that stays away is tried four times, then stood in for', async () => {
  const { seen, answer } = await worker.ask(onRungs({}, () => fail('transient')));
  assert.deepEqual(tried(seen.step), ['live', 'live', 'live', 'live', 'stale_cache']);
  assert.equal(answer.status, 'degraded');
});

for (const errorClass of ['permanent', 'user_error'] as const) {
  test(`a ${errorClass} failure goes down no rung`, async () => {
    const { seen, answer } = await worker.ask(onRungs({}, () => fail(errorClass)));
    assert.deepEqual(tried(seen.step), ['live']);
    assert.equal(answer.status, 'failed');
  });
}

test('a step that may be skipped is skipped after its rungs', async () => {
  const side = aStep('side', { policy: { ...policy, ladder: ['sample'] }, onFailure: 'skip' });
  const { seen, answer } = await worker.ask({
    plan: (task) => planOf(task, [aStep('main'), side]),
    step: ({ step, rung }) =>
      step.id === 'main' ? finished() : rung === 'live' ? fail('timeout') : none(),
  });
  assert.deepEqual(tried(seen.step.filter(({ step }) => step.id === 'side')), ['live', 'sample']);
  assert.deepEqual(states(answer.steps), { main: 'succeeded', side: 'skipped' });
});

test('a timeout that no rung answers is planned around', async () => {
  const slow = aStep('slow', { policy: { ...policy, ladder: ['sample'] }, onFailure: 'replan' });
  const { seen, answer } = await worker.ask({
    plan: plans([slow], [aStep('quick')]),
    step: ({ step, rung }) =>
      step.id === 'quick' ? finished() : rung === 'live' ? fail('timeout') : none(),
  });
  assert.deepEqual(tried(seen.step), ['live', 'sample', 'live']);
  assert.deepEqual(
    seen.plan[1]?.failed.map(({ error }) => error.error),
    ['timeout_failure'],
  );
  assert.equal(answer.status, 'answered');
});

test('what was read with values of a stale result is no younger', async () => {
  const after = aStep('after', { dependsOn: ['revenue'] });
  const { seen } = await worker.ask({
    plan: (task) => planOf(task, [revenue, after]),
    step: ({ step, rung }) => {
      if (step.id === 'after') return finished();
      return rung === 'live' ? fail('timeout') : finished({ rung, ageSeconds: 7_200 });
    },
  });
  const { rung, ageSeconds } = seen.interpret[0]?.results['after'] ?? {};
  assert.deepEqual([rung, ageSeconds], ['stale_cache', 7_200]);
});

test('a rung starts only with three seconds for it', async () => {
  // Three attempts with 1.2 s between them, of the five that are there for steps.
  const impatient = { ...policy, retry: { attempts: 3, firstDelayMs: 1, longestDelayMs: 1 } };
  const { seen, answer } = await worker.ask(
    {
      plan: (task) => planOf(task, [{ ...revenue, policy: impatient }]),
      step: () => {
        const busy = { error: 'busy', class: 'transient', message: 'Busy.' } as const;
        throw new ToolFailure(busy, { retryAfterMs: 1_200 });
      },
    },
    { timeoutMs: 18_000 },
  );
  assert.deepEqual([...new Set(tried(seen.step))], ['live']);
  assert.equal(answer.status, 'unavailable');
});

test('an open breaker is not waited for while a user waits: the ladder answers', async () => {
  const { seen, answer } = await worker.ask(
    onRungs({}, () => breakerOpen(serverNowMs() + minutes)),
  );
  assert.deepEqual(tried(seen.step), ['live', 'stale_cache']);
  assert.equal(answer.status, 'degraded');
});

test('in background an open breaker is waited for, durably, and the answer is live', async () => {
  let nextTryMs = 0;
  let cameBackMs = 0;
  const { seen, answer } = await worker.ask(
    {
      plan: (task) => planOf(task, [revenue]),
      step: () => {
        if (nextTryMs === 0) return breakerOpen((nextTryMs = serverNowMs() + 40 * minutes));
        cameBackMs = serverNowMs();
        return finished();
      },
    },
    { background: true },
  );
  assert.equal(answer.status, 'answered');
  assert.deepEqual(tried(seen.step), ['live', 'live']);
  assert.ok(cameBackMs >= nextTryMs);
  assert.ok(answer.timing.totalMs >= 40 * minutes);
  assert.deepEqual(stepIds(answer), ['revenue-1', 'revenue-1-live-2']);
});

test('in background a breaker that never closes is waited for until the time is up, then the ladder answers', async () => {
  const { seen, answer } = await worker.ask(
    onRungs({}, () => breakerOpen(serverNowMs() + minutes)),
    { background: true },
  );
  assert.equal(answer.status, 'degraded');
  assert.equal(tried(seen.step).at(-1), 'stale_cache');
  assert.ok(answer.timing.totalMs >= 23 * 60 * minutes);
  assert.ok(answer.timing.totalMs <= 24 * 60 * minutes);
  assert.ok(seen.step.length < 100, 'at ever longer intervals');
});

test('in background nobody is asked again for ever where a person may take over', async () => {
  const { seen, answer } = await worker.ask(
    {
      ...onRungs({ stale_cache: none, simplified: none, sample: none }, () =>
        breakerOpen(serverNowMs() + minutes),
      ),
      openTicket: () => ({
        ticketId: 'T1',
        resolution: { ticketId: 'T1', answer: 'About 5.', by: 'Ada' },
      }),
    },
    { background: true, critical: true },
  );
  assert.equal(tried(seen.step).filter((rung) => rung === 'live').length, 4);
  assert.equal(seen.openTicket.length, 1);
  assert.match(answer.text, /About 5/);
});

test('in background a run goes on when the store is back', async () => {
  let away = 12;
  const { seen, answer } = await worker.ask(
    {
      plan: (task) => planOf(task, [revenue]),
      step: () => {
        if ((away -= 1) > 0) return fail('transient', { error: 'store_unavailable' });
        return finished();
      },
      verify: () => {
        if ((away -= 1) > -8) return fail('transient', { error: 'store_unavailable' });
        return fine();
      },
    },
    { background: true },
  );
  assert.equal(answer.status, 'answered');
  assert.deepEqual([...new Set(tried(seen.step))], ['live']);
  assert.ok(seen.verify.length > 4);
});

test('a critical run whose ladder is used up is handed to a person', async () => {
  const { seen, answer } = await worker.ask(
    onRungs({ stale_cache: none, simplified: none, sample: none }),
    { critical: true },
  );
  assert.equal(answer.status, 'escalated');
  assert.equal(seen.openTicket[0]?.stepId, 'revenue');
  assert.equal(seen.openTicket[0].error.error, 'timeout_failure');
});

/** A fatal step cancels the others. */
async function firstAttemptsEnded({ input, step }: StepTask): Promise<void> {
  const { activityId } = activityInfo();
  await worker.untilPending(input.runId, (pending) =>
    pending
      .filter(({ type, id }) => type === step.tool && id !== activityId)
      .every(({ attempt }) => attempt === 2),
  );
}

for (const first of ['hopeful', 'fatal'] as const) {
  test(`a step that must not fail decides over one that could be planned anew, also where ${first} came first`, async () => {
    const { seen, answer } = await worker.ask({
      plan: (task) =>
        planOf(task, [aStep('hopeful', { onFailure: 'replan' }), aStep('fatal'), aStep('good')]),
      step: async (task) => {
        const { id } = task.step;
        if (id === 'good') return finished();
        // Whoever is not first fails in its second attempt.
        if (id !== first && activityInfo().attempt === 1) return fail('transient');
        if (id === first) await firstAttemptsEnded(task);
        return fail('permanent', { message: `${id} cannot work.` });
      },
    });
    assert.equal(answer.status, 'failed');
    assert.equal(answer.text, 'fatal cannot work.');
    assert.equal(seen.plan.length, 1);
  });
}

const hopeful = aStep('hopeful', { onFailure: 'replan' });
const half: Pick<Script, 'step'> = {
  step: ({ step }) => (step.id === 'hopeful' ? fail('permanent') : finished()),
};

for (const [name, replan] of [
  ['cannot be had', () => fail('transient')],
  [
    'has findings for good',
    (): PlanOutcome => ({ ...paid(), kind: 'findings', findings: [finding('plan')] }),
  ],
] as const) {
  test(`a replan that ${name} leaves what is finished, verified, and says what is missing`, async () => {
    const { answer, seen } = await worker.ask({
      ...half,
      plan: (task) => (task.version === 1 ? planOf(task, [revenue, hopeful]) : replan()),
    });
    assert.equal(answer.status, 'degraded');
    assert.equal(answer.text, 'Revenue was $1.');
    assert.deepEqual(states(answer.steps), { revenue: 'succeeded', hopeful: 'failed' });
    assert.ok(codes(answer.warnings).includes('replan_failed'));
    assert.ok(codes(answer.warnings).includes('step_missing'));
    assert.deepEqual(
      seen.verify.map(({ steps }) => steps.map(({ id }) => id)),
      [['revenue']],
    );
  });
}

test('a replan that comes to nothing leaves nothing where what is finished does not pass', async () => {
  const { answer, seen } = await worker.ask({
    ...half,
    plan: (task) =>
      task.version === 1 ? planOf(task, [revenue, hopeful]) : fail('permanent', { message: 'No.' }),
    verify: () => ({ ...fine(), findings: [finding('step revenue')] }),
  });
  assert.equal(answer.status, 'failed');
  assert.equal(answer.text, 'No.');
  assert.equal(seen.interpret.length, 0);
});

test('a replan that asks back asks back', async () => {
  const { answer } = await worker.ask({
    ...half,
    plan: (task) =>
      task.version === 1
        ? planOf(task, [revenue, hopeful])
        : { ...paid(), kind: 'clarification', intent: '', question: 'Which?', options: [] },
  });
  assert.equal(answer.status, 'needs_clarification');
});

test('warnings of a plan that was refuted do not outlive it', async () => {
  const { answer } = await worker.ask({
    plan: plans([revenue], [aStep('revenue2')]),
    verify: ({ planVersion }) =>
      planVersion === 1
        ? {
            ...fine(),
            findings: [finding('step revenue')],
            warnings: [{ code: 'odd', message: 'Step revenue: odd.' }],
          }
        : { ...fine(), warnings: [{ code: 'even', message: 'Step revenue2: even.' }] },
  });
  assert.deepEqual(codes(answer.warnings), ['even']);
});

test('a finished step that no review has spoken on is reviewed with the next plan', async () => {
  const { seen } = await worker.ask({
    ...half,
    plan: plans([revenue, hopeful], [aStep('right')]),
    review: ({ planVersion }) =>
      planVersion === 1 ? fail('permanent') : { ...paid(), verdict: 'confirmed', findings: [] },
  });
  assert.deepEqual(
    seen.review.map(({ steps }) => steps.map(({ id }) => id)),
    [
      ['revenue', 'hopeful'],
      ['revenue', 'right'],
    ],
  );
});

test('what a rung paid Claude is counted, whether it has a result or fails', async () => {
  const usage = { ...noUsage, claudeCalls: 1, costUsd: 0.5 };
  const failed = () => {
    const words = {
      error: 'not_simplified',
      class: 'permanent',
      message: 'Nothing is simpler.',
    } as const;
    costs(usage);
    throw new ToolFailure(words);
  };
  const { answer: without } = await worker.ask(onRungs({ stale_cache: none }));
  const { answer } = await worker.ask(onRungs({ stale_cache: none, simplified: failed }));
  assert.equal(answer.steps[0]?.rung, 'sample');
  assert.equal(answer.usage.claudeCalls, without.usage.claudeCalls + 1);
  const { answer: paid } = await worker.ask({
    ...onRungs(),
    step({ rung }) {
      if (rung === 'live') return fail('timeout');
      return rung === 'stale_cache' ? none() : finished({ rung, note: 'Left out.', usage });
    },
  });
  assert.equal(paid.usage.claudeCalls, without.usage.claudeCalls + 1);
  assert.equal(paid.usage.costUsd, without.usage.costUsd + 0.5);
});
