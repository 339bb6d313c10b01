import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  admit,
  afterCall,
  closed,
  defaultBreaker,
  type Breaker,
  type CallResult,
} from '../../src/domain/breaker.js';

const policy = { failures: 2, cooldownMs: 1_000 };
const once: Breaker = { state: 'closed', failures: 1, timeouts: [] };
const open: Breaker = { state: 'open', untilMs: 5_000 };
const probe: Breaker = { state: 'half_open', holder: 'a', leaseUntilMs: 9_000 };
const forced: Breaker = { state: 'forced_open', reason: 'maintenance' };
const slow = (statement: string): CallResult => ({ kind: 'timed_out', statement });

describe('a breaker after a call', () => {
  for (const [name, before, result, after] of [
    ['a success resets the count', once, { kind: 'well' }, closed],
    ['the threshold opens it', once, { kind: 'unwell' }, { state: 'open', untilMs: 3_000 }],
    ['a wrong column says nothing', once, { kind: 'neither' }, once],
    ['a failed probe opens it again', probe, { kind: 'unwell' }, { state: 'open', untilMs: 3_000 }],
    ['a probe that times out opens it again', probe, slow('x'), { state: 'open', untilMs: 3_000 }],
    ['a good probe closes it', probe, { kind: 'well' }, closed],
    [
      'a probe that says nothing makes room for the next',
      probe,
      { kind: 'neither' },
      { ...probe, leaseUntilMs: 2_000 },
    ],
    ['a late call changes nothing while it is open', open, { kind: 'well' }, open],
    ['a forced one stays', forced, { kind: 'well' }, forced],
  ] satisfies [string, Breaker, CallResult, Breaker][]) {
    it(name, () => {
      assert.deepEqual(afterCall(before, result, { holder: 'a', nowMs: 2_000 }, policy), after);
    });
  }

  it('ignores a probe whose lease went to another', () => {
    const late = { holder: 'b', nowMs: 2_000 };
    assert.deepEqual(afterCall(probe, { kind: 'well' }, late, policy), probe);
  });

  it('counts a timeout once three different statements timed out within the cool-down', () => {
    const call = (breaker: Breaker, statement: string, nowMs: number) =>
      afterCall(breaker, slow(statement), { holder: 'a', nowMs }, policy);
    const two = call(call(call(closed, 'x', 0), 'x', 10), 'y', 20);
    assert.equal(two.state === 'closed' && two.failures, 0);
    const three = call(two, 'z', 30);
    assert.equal(three.state === 'closed' && three.failures, 1);
    const tooLate = call(two, 'z', 5_000);
    assert.equal(tooLate.state === 'closed' && tooLate.failures, 0);
  });
});

describe('leave to call', () => {
  const ask = (breaker: Breaker, holder: string, nowMs: number) =>
    admit(breaker, { holder, nowMs, leaseMs: 100 });

  it('is given by a closed one, refused by an open one until its time', () => {
    assert.equal(ask(closed, 'a', 0).admitted, true);
    assert.deepEqual(ask(open, 'a', 4_999), { admitted: false, breaker: open, nextTryMs: 5_000 });
    assert.deepEqual(ask(forced, 'a', 1e12), { admitted: false, breaker: forced, nextTryMs: null });
  });

  it('goes to one probe, to the same one again, and to the next when the lease is over', () => {
    const first = ask(open, 'a', 5_000);
    assert.deepEqual(first.breaker, { state: 'half_open', holder: 'a', leaseUntilMs: 5_100 });
    assert.equal(ask(first.breaker, 'b', 5_050).admitted, false);
    assert.equal(ask(first.breaker, 'a', 5_050).admitted, true);
    assert.equal(ask(first.breaker, 'b', 5_100).admitted, true);
  });

  it('lets exactly one of any number through while half open', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.nat(99), (callers, spreadMs) => {
        let breaker: Breaker = open;
        let admitted = 0;
        for (let caller = 0; caller < callers; caller += 1) {
          const asked = ask(breaker, `w${caller}`, 5_000 + (caller * spreadMs) / callers);
          breaker = asked.breaker;
          admitted += asked.admitted ? 1 : 0;
        }
        assert.equal(admitted, 1);
      }),
    );
  });

  it('never opens on fewer failures in a row than the policy says, whatever comes between', () => {
    const result = fc.constantFrom<CallResult>(
      { kind: 'well' },
      { kind: 'unwell' },
      { kind: 'neither' },
    );
    fc.assert(
      fc.property(fc.array(result, { maxLength: 60 }), (results) => {
        let breaker: Breaker = closed;
        let inRow = 0;
        for (const [index, each] of results.entries()) {
          breaker = afterCall(breaker, each, { holder: 'a', nowMs: index }, defaultBreaker);
          inRow = each.kind === 'well' ? 0 : inRow + (each.kind === 'unwell' ? 1 : 0);
          assert.equal(breaker.state, inRow >= defaultBreaker.failures ? 'open' : 'closed');
          if (breaker.state === 'open') return;
        }
      }),
    );
  });
});
