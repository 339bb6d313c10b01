import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Usage } from '../../src/domain/answer.js';
import { defaultLimits, type RunLimits } from '../../src/domain/question.js';
import {
  areRowsSpent,
  budgetWords,
  callsFor,
  nothingSpent,
  settled,
  spentBudget,
  usageAtEnd,
  withCalls,
  type Spend,
} from '../../src/domain/spend.js';

const none: RunLimits = { claudeCalls: 0, tokens: 0, usd: 0, rows: 0 };
const cost = (tokens: number, usd = 0, claudeCalls = 1): Usage => ({
  ...{ claudeCalls, inputTokens: tokens, cacheReadTokens: 0, outputTokens: 0, costUsd: usd },
});

test('twenty calls, and nothing else, by default', () => {
  assert.deepEqual(defaultLimits, { claudeCalls: 20, tokens: 0, usd: 0, rows: 0 });
});

const charged = (usage: Usage, replyId: string | null = null) => ({ usage, replyId });

test('what an activity may ask is spoken for until it is back; then its real calls count', () => {
  const limits = { ...none, claudeCalls: 6 };
  const planning = withCalls(nothingSpent, 'plan.1.1', 4);
  assert.equal(callsFor(planning, limits), 2);
  const reviewing = withCalls(planning, 'review.1', 2);
  assert.equal(spentBudget(reviewing, limits), 'claudeCalls');
  const failed = settled(reviewing, 'plan.1.1', charged(cost(0, 0, 3)));
  assert.equal(failed.usage.claudeCalls, 3, 'failed calls are calls');
  assert.equal(callsFor(failed, limits), 1);
  assert.equal(usageAtEnd(failed).claudeCalls, 4, 'with one of what is still under way');
});

for (const [left, kept, calls] of [
  [0, 0, 4],
  [20, 0, 4],
  [3, 0, 3],
  [3, 1, 2],
  [1, 1, 1],
] as const) {
  test(`of ${left || 'any number of'} calls, ${kept} of them kept, an activity gets ${calls}`, () => {
    assert.equal(callsFor(nothingSpent, { ...none, claudeCalls: left }, kept), calls);
  });
}

test('an activity whose worker never spoke again counts whole', () => {
  const planning = withCalls(nothingSpent, 'plan.1.1', 3);
  assert.equal(settled(planning, 'plan.1.1').usage.claudeCalls, 3);
});

test('a reply is charged once, also where a later activity finds it in the store', () => {
  const reply = charged(cost(10, 0.1), 'reply');
  const failed = settled(withCalls(nothingSpent, 'plan.1.1', 4), 'plan.1.1', reply);
  const again = settled(withCalls(failed, 'plan.1.2', 4), 'plan.1.2', reply);
  assert.deepEqual(again.usage, reply.usage);
  const another = settled(withCalls(again, 'plan.2.1', 4), 'plan.2.1', charged(cost(1), 'other'));
  assert.equal(another.usage.claudeCalls, 2);
});

test('a call under way is taken to be as dear as the dearest before it', () => {
  const planning = withCalls(nothingSpent, 'plan.1.1', 1);
  const planned = settled(planning, 'plan.1.1', charged(cost(600, 0.06)));
  assert.equal(spentBudget(planned, { ...none, tokens: 1_000 }), null);
  const reviewing = withCalls(planned, 'review.1', 1);
  assert.equal(spentBudget(reviewing, { ...none, tokens: 1_000 }), 'tokens');
  assert.equal(spentBudget(reviewing, { ...none, usd: 0.1 }), 'usd');
});

test('calls may be kept for others', () => {
  const planning = withCalls(nothingSpent, 'plan.1.1', 1);
  const planned = settled(planning, 'plan.1.1', charged(cost(1)));
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
      .tuple(
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 4 }),
      )
      .map(([tokens, cents, made]) => cost(tokens, cents / 100, made)),
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
  const open: { call: Call; usage: Usage; left: number }[] = [];
  const end = (of: (typeof open)[number]) => {
    spend = settled(spend, of.call.id, charged(of.usage));
    open.splice(open.indexOf(of), 1);
  };
  for (const call of asked) {
    for (const each of [...open]) if ((each.left -= 1) < 0) end(each);
    if (spend.underWay.some(({ id }) => id === call.id)) continue;
    if (spentBudget(spend, allowed) !== null) continue;
    const most = callsFor(spend, allowed);
    spend = withCalls(spend, call.id, most);
    // An activity makes no more calls than its share has.
    const usage = { ...call.usage, claudeCalls: Math.min(call.usage.claudeCalls, most) };
    started.push({ ...call, usage });
    open.push({ call, usage, left: call.lasts });
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
      const made = started.reduce((sum, { usage }) => sum + usage.claudeCalls, 0);
      assert.equal(spend.usage.claudeCalls, made);
      const tokens = started.reduce((sum, { usage }) => sum + usage.inputTokens, 0);
      assert.equal(spend.usage.inputTokens, tokens);
    }),
  );
});

test('setting aside and settling twice is the same as once', () => {
  fc.assert(
    fc.property(calls, limits, (asked, allowed) => {
      const { spend } = play(asked, allowed);
      const set = withCalls(spend, 'another', 2);
      assert.deepEqual(withCalls(set, 'another', 2), set);
      const done = settled(set, 'another', charged(cost(7)));
      assert.deepEqual(settled(done, 'another', charged(cost(7))), done);
    }),
  );
});
