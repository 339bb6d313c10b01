import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberedBreakers } from '../../../src/adapters/store/index.js';
import { closed, type Breaker } from '../../../src/domain/breaker.js';
import type { BreakerReport, Breakers } from '../../../src/ports.js';

const name = 'execute_query@warehouse';
const caller = { holder: 'a', leaseMs: 1_000 };
const policy = { failures: 5, cooldownMs: 60_000 };
const well: BreakerReport = { holder: 'a', result: { kind: 'well' }, policy };
const unwell: BreakerReport = { holder: 'a', result: { kind: 'unwell' }, policy };

/** A store whose breaker stands as the test says, a clock that the test turns, and what the store was asked. */
function remembered(state: { breaker: Breaker } = { breaker: closed }) {
  const asked: string[] = [];
  const clock = { ms: 0 };
  const store: Breakers = {
    admit: async () => {
      asked.push('admit');
      return state.breaker.state === 'open'
        ? { admitted: false, breaker: state.breaker, nextTryMs: state.breaker.untilMs }
        : { admitted: true, breaker: state.breaker, probe: false };
    },
    report: async (_, { result }) => {
      asked.push(`report ${result.kind}`);
      return state.breaker;
    },
    introduce: async () => undefined,
    list: async () => [],
    force: async () => void asked.push('force'),
  };
  return { breakers: rememberedBreakers(store, () => clock.ms), asked, clock, state };
}

test('that all is well is asked once in a moment, and not told again', async () => {
  const { breakers, asked, clock } = remembered();
  for (let calls = 0; calls < 3; calls += 1) {
    assert.equal((await breakers.admit(name, caller)).admitted, true);
    assert.deepEqual(await breakers.report(name, well), closed);
    clock.ms += 50;
  }
  assert.deepEqual(asked, ['admit']);
  clock.ms += 200;
  await breakers.admit(name, caller);
  assert.deepEqual(asked, ['admit', 'admit']);
});

test('an unwell attempt goes to the store at once, and the next ones ask again', async () => {
  const { breakers, asked, state } = remembered();
  await breakers.admit(name, caller);
  state.breaker = { state: 'closed', failures: 1, timeouts: [] };
  await breakers.report(name, unwell);
  await breakers.admit(name, caller);
  await breakers.report(name, well);
  assert.deepEqual(asked, ['admit', 'report unwell', 'admit', 'report well']);
});

test('a breaker that is not closed is never remembered', async () => {
  const { breakers, asked } = remembered({ breaker: { state: 'open', untilMs: 9 } });
  assert.equal((await breakers.admit(name, caller)).admitted, false);
  assert.equal((await breakers.admit(name, caller)).admitted, false);
  assert.deepEqual(asked, ['admit', 'admit']);
});

test('what is remembered of one breaker says nothing of another, nor after a person forced it', async () => {
  const { breakers, asked } = remembered();
  await breakers.admit(name, caller);
  await breakers.admit('other', caller);
  await breakers.force(name, { state: 'forced_open', reason: 'x' }, 'ada');
  await breakers.admit(name, caller);
  assert.deepEqual(asked, ['admit', 'admit', 'force', 'admit']);
});
