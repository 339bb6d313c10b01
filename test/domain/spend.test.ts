import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Usage } from '../../src/domain/answer.js';
import { defaultLimits, type RunLimits } from '../../src/domain/question.js';
import {
  areRowsSpent,
  budgetWords,
  nothingSpent,
  settled,
  spentBudget,
  withCall,
  type Spend,
} from '../../src/domain/spend.js';

const none: RunLimits = { claudeCalls: 0, tokens: 0, usd: 0, rows: 0 };
const cost = (tokens: number, usd = 0, claudeCalls = 1): Usage => ({
  ...{ claudeCalls, inputTokens: tokens, cacheReadTokens: 0, outputTokens: 0, costUsd: usd },
});

test('twelve calls, and nothing else, by default', () => {
  assert.deepEqual(defaultLimits, { claudeCalls: 12, tokens: 0, usd: 0, rows: 0 });
});

test('a call under way counts as one until it is back', () => {
  const limits = { ...none, claudeCalls: 2 };
  const one = withCall(nothingSpent, 'plan.1.1');
  assert.equal(spentBudget(one, limits), null);
  const two = withCall(one, 'review.1');
  assert.equal(spentBudget(two, limits), 'claudeCalls');
  assert.equal(spentBudget(settled(two, 'review.1'), limits), null, 'a failed call is not charged');
});

test('a call under way is taken to be as dear as the dearest before it', () => {
  const planned = settled(withCall(nothingSpent, 'plan.1.1'), 'plan.1.1', cost(600, 0.06));
  assert.equal(spentBudget(planned, { ...none, tokens: 1_000 }), null);
  const reviewing = withCall(planned, 'review.1');
  assert.equal(spentBudget(reviewing, { ...none, tokens: 1_000 }), 'tokens');
  assert.equal(spentBudget(reviewing, { ...none, usd: 0.1 }), 'usd');
});

test('calls may be kept for others', () => {
  const planned = settled(withCall(nothingSpent, 'plan.1.1'), 'plan.1.1', cost(1));
  assert.equal(spentBudget(planned, { ...none, claudeCalls: 2 }, 1), 'claudeCalls');
  assert.equal(spentBudget(planned, { ...none, claudeCalls: 3 }, 1), null);
  assert.equal(spentBudget(planned, none, 1), null);
});

test('rows are spent once they are read, and never without a limit', () => {
  assert.equal(areRowsSpent([2, 2], { ...none, rows: 5 }), false);
  assert.equal(areRowsSpent([2, 3], { ...none, rows: 5 }), true);
  assert.equal(areRowsSpent([1_000_000], none), false);
});

for (const [name, amount, words, option] of [
  ['claudeCalls', 1, '1 call to Claude', '--max-calls'],
  ['claudeCalls', 12, '12 calls to Claude', '--max-calls'],
  ['tokens', 20_000, '20,000 tokens', '--max-tokens'],
  ['usd', 0.005, '$0.005', '--max-usd'],
  ['rows', 5_000, '5,000 rows', '--max-rows'],
] as const) {
  test(`a budget of ${words} is named so, with the option that raises it`, () => {
    const said = budgetWords(name, { ...none, [name]: amount });
    assert.equal(said.budget, `this run’s budget of ${words}`);
    assert.match(said.suggestion, new RegExp(option));
  });
}

// ── Any history of a run ────────────────────────────────────────────────────────────────────────────────────────

interface Call {
  readonly id: string;
  readonly usage: Usage;
  /** Ends only after that many others have been tried. */
  readonly lasts: number;
}
const calls: fc.Arbitrary<readonly Call[]> = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 30 }).map((n) => `activity.${n}`),
    usage: fc
      .tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 100 }))
      .map(([tokens, cents]) => cost(tokens, cents / 100)),
    lasts: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 40 },
);
const limits: fc.Arbitrary<RunLimits> = fc.record({
  claudeCalls: fc.integer({ min: 0, max: 15 }),
  tokens: fc.integer({ min: 0, max: 20_000 }),
  usd: fc.integer({ min: 0, max: 300 }).map((cents) => cents / 100),
  rows: fc.constant(0),
});

/** Plays the calls one after the other, each started where the budgets allow it; returns every state on the way. */
function play(asked: readonly Call[], allowed: RunLimits): { spend: Spend; started: Call[] } {
  let spend = nothingSpent;
  const started: Call[] = [];
  const open: { call: Call; left: number }[] = [];
  const end = (of: (typeof open)[number]) => {
    spend = settled(spend, of.call.id, of.call.usage);
    open.splice(open.indexOf(of), 1);
  };
  for (const call of asked) {
    for (const each of [...open]) if ((each.left -= 1) < 0) end(each);
    if (spend.underWay.includes(call.id) || spentBudget(spend, allowed) !== null) continue;
    spend = withCall(spend, call.id);
    started.push(call);
    open.push({ call, left: call.lasts });
  }
  for (const each of [...open]) end(each);
  return { spend, started };
}

test('no run ever makes more calls than it may', () => {
  fc.assert(
    fc.property(calls, limits, (asked, allowed) => {
      const { spend } = play(asked, allowed);
      if (allowed.claudeCalls > 0) assert.ok(spend.usage.claudeCalls <= allowed.claudeCalls);
    }),
  );
});

test('one call at a time: no call starts once the tokens or dollars are spent', () => {
  fc.assert(
    fc.property(calls, limits, (asked, allowed) => {
      const alone = asked.map((call) => ({ ...call, lasts: 0 }));
      const { started } = play(alone, allowed);
      const before = started.slice(0, -1);
      const sum = (of: (usage: Usage) => number) =>
        before.reduce((total, { usage }) => total + of(usage), 0);
      if (allowed.tokens > 0) assert.ok(sum(({ inputTokens }) => inputTokens) < allowed.tokens);
      if (allowed.usd > 0) assert.ok(sum(({ costUsd }) => costUsd) < allowed.usd);
    }),
  );
});

test('what is settled is what the calls cost, in whatever order they end, and nothing stays under way', () => {
  fc.assert(
    fc.property(calls, (asked) => {
      const { spend, started } = play(asked, none);
      assert.deepEqual(spend.underWay, []);
      assert.equal(spend.usage.claudeCalls, started.length);
      const tokens = started.reduce((sum, { usage }) => sum + usage.inputTokens, 0);
      assert.equal(spend.usage.inputTokens, tokens);
    }),
  );
});

test('setting aside and settling twice is the same as once', () => {
  fc.assert(
    fc.property(calls, limits, (asked, allowed) => {
      const { spend } = play(asked, allowed);
      const set = withCall(spend, 'another');
      assert.deepEqual(withCall(set, 'another'), set);
      const done = settled(set, 'another', cost(7));
      assert.deepEqual(settled(done, 'another', cost(7)), done);
    }),
  );
});
