import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  interpretLimits,
  isTextReviewed,
  isTimeForClaude,
  isTimeForReplan,
  isTimeForSteps,
  leastMs,
  planLimits,
  reviewAnswerLimits,
  reviewLimits,
  rungLimits,
  stepLimits,
  verifyLimits,
  waitableMs,
  type TimeLimits,
} from '../../src/domain/budget.js';
import { defaultPolicy, heavyTimeoutMs } from '../../src/domain/policy.js';
import { defaultBounds, type RunBounds } from '../../src/domain/question.js';

const interactive = { bounds: defaultBounds, mode: 'interactive' } as const;
const background = { bounds: defaultBounds, mode: 'background' } as const;
const light = { policy: defaultPolicy, heavy: false };
const laddered = {
  policy: { ...defaultPolicy, ladder: ['stale_cache', 'simplified', 'sample'] },
  heavy: false,
} as const;
const heavy = { policy: defaultPolicy, heavy: true };

test('a review has as long as the steps beside it, and a moment in any case', () => {
  const { totalMs } = stepLimits(light, interactive, 35_000);
  assert.deepEqual(reviewLimits(defaultBounds, 35_000), { attemptMs: totalMs, totalMs });
  assert.deepEqual(reviewLimits(defaultBounds, 0), { attemptMs: 500, totalMs: 500 });
});

test('with the defaults, plan, steps and interpretation fit into the budget', () => {
  const budgetMs = 60_000;
  const plan = planLimits(defaultBounds, budgetMs, false);
  assert.deepEqual(plan, { attemptMs: 25_000, totalMs: 25_000 });

  const afterPlan = budgetMs - plan.totalMs;
  const steps = stepLimits(light, interactive, afterPlan);
  assert.equal(steps.totalMs, 22_000);
  assert.equal(steps.attemptMs, Math.floor(0.7 * 22_000));

  const afterSteps = afterPlan - steps.totalMs;
  const interpret = interpretLimits(defaultBounds, afterSteps);
  assert.equal(interpret.totalMs, defaultBounds.interpretMs);
  assert.equal(afterSteps - interpret.totalMs, defaultBounds.recordMs);
});

test('a repair gets less than a first plan', () => {
  assert.equal(planLimits(defaultBounds, 60_000, true).totalMs, defaultBounds.repairMs);
});

test('a live attempt gets at most 70 % of what its step has', () => {
  assert.deepEqual(stepLimits(light, interactive, 23_000), { attemptMs: 7_000, totalMs: 10_000 });
});

test('with time enough an attempt gets its policy’s timeout', () => {
  assert.equal(stepLimits(light, interactive, 600_000).attemptMs, defaultPolicy.timeoutMs);
});

test('a heavy step gets its 60 s in background only', () => {
  assert.equal(stepLimits(heavy, background, 600_000).attemptMs, heavyTimeoutMs);
  assert.equal(stepLimits(heavy, interactive, 600_000).attemptMs, defaultPolicy.timeoutMs);
});

test('a tool that may take longer than 60 s keeps its own time when it is heavy', () => {
  const slow = { policy: { ...defaultPolicy, timeoutMs: 90_000 }, heavy: true };
  assert.equal(stepLimits(slow, background, 600_000).attemptMs, 90_000);
});

const bounds: fc.Arbitrary<RunBounds> = fc.record({
  planRepairs: fc.constant(2),
  replans: fc.constant(2),
  answerRepairs: fc.constant(2),
  parallelSteps: fc.constant(4),
  planMs: fc.integer({ min: 1, max: 600_000 }),
  repairMs: fc.integer({ min: 1, max: 600_000 }),
  interpretMs: fc.integer({ min: 1, max: 600_000 }),
  recordMs: fc.integer({ min: 0, max: 60_000 }),
  reviewGraceMs: fc.constant(2_000),
});
const remaining = fc.oneof(
  fc.integer({ min: -10_000, max: 100_000 }),
  fc.integer({ min: -1e9, max: 1e9 }),
  fc.double({ min: 0, max: 100_000, noNaN: true }),
);

test('every limit is one that Temporal takes: whole, positive, an attempt within the total', () => {
  fc.assert(
    fc.property(bounds, remaining, fc.boolean(), fc.boolean(), (some, remainingMs, a, b) => {
      const run = { bounds: some, mode: a ? 'background' : 'interactive' } as const;
      const all: TimeLimits[] = [
        planLimits(some, remainingMs, b),
        stepLimits({ policy: defaultPolicy, heavy: b }, run, remainingMs),
        stepLimits(laddered, run, remainingMs),
        rungLimits(laddered, run, remainingMs, b ? 3 : 0),
        verifyLimits(some, remainingMs),
        interpretLimits(some, remainingMs),
      ];
      for (const { attemptMs, totalMs } of all) {
        assert.ok(Number.isInteger(attemptMs) && Number.isInteger(totalMs));
        assert.ok(attemptMs > 0 && attemptMs <= totalMs);
      }
    }),
  );
});

test('no limit is longer than what remains, save the moment to say that time is up', () => {
  fc.assert(
    fc.property(bounds, remaining, fc.boolean(), (some, remainingMs, flag) => {
      const most = Math.max(remainingMs, 500);
      const run = { bounds: some, mode: 'background' } as const;
      assert.ok(planLimits(some, remainingMs, flag).totalMs <= most);
      assert.ok(
        stepLimits({ policy: defaultPolicy, heavy: flag }, run, remainingMs).totalMs <= most,
      );
      assert.ok(stepLimits(laddered, run, remainingMs).totalMs <= most);
      assert.ok(rungLimits(laddered, run, remainingMs, 2).totalMs <= most);
      assert.ok(verifyLimits(some, remainingMs).totalMs <= most);
      assert.ok(interpretLimits(some, remainingMs).totalMs <= most);
    }),
  );
});

test('a step that may start leaves the interpretation its time, and that leaves the record its own', () => {
  fc.assert(
    fc.property(bounds, remaining, (some, remainingMs) => {
      fc.pre(isTimeForSteps(some, remainingMs));
      const run = { bounds: some, mode: 'interactive' } as const;
      const afterSteps = remainingMs - stepLimits(light, run, remainingMs).totalMs;
      assert.ok(afterSteps >= some.interpretMs + some.recordMs);
      fc.pre(isTimeForClaude(some, afterSteps));
      assert.ok(afterSteps - interpretLimits(some, afterSteps).totalMs >= some.recordMs);
    }),
  );
});

test('time for a replan is time for steps, and time for steps is time for Claude', () => {
  fc.assert(
    fc.property(bounds, remaining, (some, remainingMs) => {
      if (isTimeForReplan(some, remainingMs)) assert.ok(isTimeForSteps(some, remainingMs));
      if (isTimeForSteps(some, remainingMs)) assert.ok(isTimeForClaude(some, remainingMs));
    }),
  );
});

test('nothing is begun with less than three seconds for it', () => {
  const kept = defaultBounds.interpretMs + defaultBounds.recordMs;
  assert.equal(isTimeForSteps(defaultBounds, kept + leastMs), true);
  assert.equal(isTimeForSteps(defaultBounds, kept + leastMs - 1), false);
  assert.equal(isTimeForClaude(defaultBounds, defaultBounds.recordMs + leastMs - 1), false);
});

test('with a ladder all live attempts together leave it 30 %', () => {
  assert.deepEqual(stepLimits(laddered, interactive, 33_000), {
    attemptMs: 14_000,
    totalMs: 14_000,
  });
});

test('in a short run live attempts leave a rung its three seconds', () => {
  assert.equal(stepLimits(laddered, interactive, 20_000).totalMs, 4_000);
  assert.equal(stepLimits(laddered, interactive, 18_000).totalMs, 3_500, 'where there are six');
});

test('rungs share what is left, and none gets less than three seconds', () => {
  assert.equal(rungLimits(laddered, interactive, 25_000, 3).totalMs, 4_000);
  assert.equal(rungLimits(laddered, interactive, 19_600, 3).totalMs, leastMs);
  assert.equal(rungLimits(laddered, interactive, 19_600, 1).totalMs, 6_600);
  assert.equal(rungLimits(laddered, background, 600_000, 1).totalMs, defaultPolicy.timeoutMs);
});

const budget = fc.tuple(bounds, fc.integer({ min: 0, max: 300_000 }));

test('a whole ladder, each part for as long as it may, leaves interpreting and recording their time', () => {
  fc.assert(
    fc.property(budget, ([some, budgetMs]) => {
      fc.pre(isTimeForSteps(some, budgetMs));
      const run = { bounds: some, mode: 'interactive' } as const;
      let left = budgetMs - stepLimits(laddered, run, budgetMs).totalMs;
      for (let rungs = 3; rungs > 0 && isTimeForSteps(some, left); rungs -= 1) {
        const { attemptMs, totalMs } = rungLimits(laddered, run, left, rungs);
        assert.ok(attemptMs >= leastMs);
        left -= totalMs;
      }
      assert.ok(left >= some.interpretMs + some.recordMs);
    }),
  );
});

test('where there are six seconds for a step, a lower rung always has its three', () => {
  fc.assert(
    fc.property(budget, ([some, budgetMs]) => {
      fc.pre(budgetMs - some.interpretMs - some.recordMs >= 2 * leastMs);
      const run = { bounds: some, mode: 'interactive' } as const;
      const left = budgetMs - stepLimits(laddered, run, budgetMs).totalMs;
      assert.ok(isTimeForSteps(some, left));
    }),
  );
});

test('a wait that may be leaves time for the tool and a rung after it', () => {
  fc.assert(
    fc.property(budget, ([some, budgetMs]) => {
      const waited = waitableMs(some, budgetMs);
      fc.pre(waited >= 0);
      const left = budgetMs - waited;
      const run = { bounds: some, mode: 'background' } as const;
      assert.ok(isTimeForSteps(some, left));
      assert.ok(isTimeForSteps(some, left - stepLimits(laddered, run, left).totalMs));
    }),
  );
});

test('a critical run keeps time back for the review of its text, others lose none', () => {
  const critical = { ...defaultBounds, reviewAnswerMs: 6_000 };
  const { recordMs } = defaultBounds;
  for (const leftMs of [60_000, 14_000, 12_000]) {
    const { totalMs } = interpretLimits(critical, leftMs);
    assert.ok(reviewAnswerLimits(critical, leftMs - totalMs).totalMs >= 6_000);
    assert.ok(leftMs - totalMs - 6_000 >= recordMs);
  }
  assert.equal(isTimeForClaude(critical, recordMs + 6_000), false);
  assert.equal(
    stepLimits(light, { ...interactive, bounds: critical }, 40_000).totalMs,
    stepLimits(light, interactive, 40_000 - 6_000).totalMs,
  );
});

test('a critical run that began before texts were reviewed goes on as it began', () => {
  const bounds = { ...defaultBounds, reviewAnswerMs: 6_000 };
  assert.equal(isTextReviewed({ critical: true, bounds }), true);
  assert.equal(isTextReviewed({ critical: true, bounds: defaultBounds }), false);
  assert.equal(isTextReviewed({ critical: false, bounds }), false);
});
