import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ToolFailure, type FailureOptions } from '../../src/domain/failure.js';
import { aStep } from '../domain/builders.js';
import { finished, paid, planOf, words } from './scripted.js';
import { timeSkippingWorker, type SkippingWorker } from './time-skipping.js';

// Waits cost nothing here: the server's clock jumps whenever nothing runs.
let worker: SkippingWorker;

before(async () => {
  worker = await timeSkippingWorker();
});
after(() => worker?.stop());

const revenue = aStep('revenue');
const minutes = 60_000;

function away(error: string, options: FailureOptions = {}): ToolFailure {
  return new ToolFailure({ error, class: 'transient', message: `It is ${error}.` }, options);
}

/** Fails until that much of the server's time is over. */
async function backAfter(ms: number, error = 'store_unavailable'): Promise<() => Promise<void>> {
  const backMs = (await worker.env.currentTimeMs()) + ms;
  return async () => {
    if ((await worker.env.currentTimeMs()) < backMs) throw away(error);
  };
}

for (const part of ['plan', 'step', 'verify', 'interpret'] as const) {
  test(`a background run goes on when the store is back that was away during ${part}`, async () => {
    const isBack = await backAfter(20 * minutes);
    const unless = async (here: typeof part) => {
      if (here === part) await isBack();
    };
    const { answer } = await worker.ask(
      {
        plan: async (task) => {
          await unless('plan');
          return planOf(task, [revenue]);
        },
        step: async () => {
          await unless('step');
          return finished();
        },
        verify: async () => {
          await unless('verify');
          return { checks: [], findings: [], warnings: [], suggestions: [] };
        },
        interpret: async () => {
          await unless('interpret');
          return words('Fine.');
        },
      },
      { background: true },
    );
    assert.equal(answer.status, 'answered', answer.text);
    assert.ok(answer.timing.totalMs >= 20 * minutes);
  });
}

test('an interactive run ends in time while the store is away', async () => {
  const { answer } = await worker.ask({
    plan: (task) => planOf(task, [revenue]),
    step: () => Promise.reject(away('store_unavailable')),
  });
  assert.equal(answer.status, 'unavailable');
  assert.ok(answer.timing.totalMs <= 60_000);
});

for (const mode of ['background', 'interactive'] as const) {
  const becomes = { background: 'waited for, and planned anew', interactive: 'sent back' };
  test(`a plan that reads one of several warehouses that is away is ${becomes[mode]} in ${mode} mode`, async () => {
    const isBack = await backAfter(20 * minutes);
    const { answer, seen } = await worker.ask(
      {
        plan: async (task) => {
          const isAway = await isBack().then(
            () => false,
            () => true,
          );
          return isAway ? { ...paid(), kind: 'findings', findings } : planOf(task, [revenue]);
        },
      },
      { background: mode === 'background' },
    );
    const [, ...later] = seen.plan;
    if (mode === 'background') {
      assert.equal(answer.status, 'answered', answer.text);
      assert.equal(answer.verification.planRepairs, 0);
      assert.ok(later.every(({ earlier, anew }) => earlier.length === 0 && anew === true));
    } else {
      assert.deepEqual([answer.status, answer.text], ['unavailable', 'The CRM is away.']);
      assert.deepEqual(
        later.map(({ earlier, anew }) => [earlier.length, anew]),
        [
          [1, undefined],
          [2, undefined],
        ],
      );
    }
  });
}

test('what was held against a plan before the wait is not held against it again', async () => {
  const isBack = await backAfter(20 * minutes);
  const wrong = [{ code: 'unknown_table', where: 'step owners', what: 'No.', fix: 'Look.' }];
  const { answer } = await worker.ask(
    {
      // The same request gets the same reply.
      plan: async (task) => {
        if (task.earlier.length === 0) return { ...paid(), kind: 'findings', findings: wrong };
        const isAway = await isBack().then(
          () => false,
          () => true,
        );
        return isAway ? { ...paid(), kind: 'findings', findings } : planOf(task, [revenue]);
      },
    },
    { background: true },
  );
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(answer.verification.planRepairs, 1);
});

const findings = [
  { code: 'warehouse_away', where: 'step owners', what: 'The CRM is away.', fix: 'Wait.' },
];

test('in background a planner whose breaker is open is asked again when it says so', async () => {
  const openUntilMs = (await worker.env.currentTimeMs()) + 90 * minutes;
  const { answer, seen } = await worker.ask(
    {
      plan: async (task) => {
        if (task.source === 'earlier_run') throw noPlan();
        if ((await worker.env.currentTimeMs()) < openUntilMs)
          throw away('breaker_open', { final: true, nextTryMs: openUntilMs });
        return planOf(task, [revenue]);
      },
    },
    { background: true },
  );
  assert.equal(answer.status, 'answered', answer.text);
  assert.deepEqual(
    seen.plan.map(({ source }) => source),
    ['own_model', 'fallback_model', 'earlier_run', 'own_model'],
  );
});

test('in background Claude is asked no sooner than its rate limit says', async () => {
  const retryAfterMs = 90 * minutes;
  let asked = 0;
  const { answer } = await worker.ask(
    {
      plan: (task) => {
        if (task.source === 'earlier_run') throw noPlan();
        asked += 1;
        if (asked <= 2) throw away('claude_rate_limited', { retryAfterMs });
        return planOf(task, [revenue]);
      },
    },
    { background: true },
  );
  assert.equal(answer.status, 'answered', answer.text);
  assert.ok(answer.timing.totalMs >= retryAfterMs, `${answer.timing.totalMs} ms`);
});

function noPlan(): ToolFailure {
  return new ToolFailure({ error: 'no_earlier_plan', class: 'permanent', message: 'None.' });
}

test('a critical run in background asks a person once it has waited for Claude a while', async () => {
  const { answer, seen } = await worker.ask(
    {
      plan: (task) =>
        Promise.reject(task.source === 'earlier_run' ? noPlan() : away('claude_overloaded')),
    },
    { background: true, critical: true, timeoutMs: 60 * minutes },
  );
  assert.equal(answer.status, 'escalated', answer.text);
  assert.equal(seen.openTicket.length, 1);
});
