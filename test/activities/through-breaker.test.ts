import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from '../../src/activities/attempt.js';
import { askBreaker, type Guard, type Patience } from '../../src/activities/through-breaker.js';
import { connectStore } from '../../src/adapters/store/index.js';
import type { Breakers } from '../../src/ports.js';
import { closed, type Breaker } from '../../src/domain/breaker.js';
import { ToolFailure, type ErrorClass } from '../../src/domain/failure.js';
import { failsAs, storeForTests, times } from '../adapters/store/fixtures.js';
import { until } from '../e2e/watching.js';

const { store, url, query, ...database } = await storeForTests();
const elsewhere = connectStore({ url, patient: true });
after(async () => {
  await elsewhere.close();
  await database.close();
});

const policy = { failures: 5, cooldownMs: 60_000 };
const guardOf = (name: string): Guard => ({ name, label: 'sum', policy, statement: 'select 1' });

let attempts = 0;
function anAttempt(signal = new AbortController().signal) {
  const notes: Breaker['state'][] = [];
  const id = `attempt-${(attempts += 1)}`;
  const attempt: Attempt = {
    ...{
      number: 1,
      id,
      temporalRunId: 't',
      timeoutMs: 30_000,
      earlierIds: [],
      deadlineMs: Date.now() + 30_000,
      signal,
    },
    onProgress: () => undefined,
    noteBreaker: (state) => void notes.push(state),
    noteSpent: () => undefined,
    noteResponse: () => undefined,
  };
  return { attempt, notes };
}

const failing = (kind: ErrorClass, query: string | null = null) =>
  new ToolFailure({ error: 'it_failed', class: kind, message: 'It failed.', query });

/** On a busy machine the store may take longer than a run waits for it, which some of these tests are about. */
const patient: Patience = { ms: 20_000, unwellMs: 20_000 };
const impatient: Patience = { ...patient, ms: 50 };

/** One whole attempt through the breaker of that name. */
async function tried(
  name: string,
  call: () => Promise<unknown>,
  { breakers = store.breakers, attempt = anAttempt().attempt, patience = patient } = {},
): Promise<unknown> {
  const gate = askBreaker(guardOf(name), breakers, attempt, patience);
  try {
    return await gate.through(call);
  } finally {
    gate.leave();
  }
}

async function fails(name: string, thrown: unknown): Promise<void> {
  await assert.rejects(tried(name, () => Promise.reject(thrown)));
}

async function stateOf(name: string): Promise<Breaker | undefined> {
  return (await store.breakers.list()).find((each) => each.name === name)?.breaker;
}

/** As if the cool-down were over. */
async function cooledDown(name: string): Promise<void> {
  await query(`update surefoot.breakers set state = state || '{"untilMs":0}' where name = $1`, [
    name,
  ]);
}

test('five failures open it for another process too, which refuses without calling', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('down', failing('transient'));

  let called = 0;
  const { attempt, notes } = anAttempt();
  const call = () => Promise.resolve((called += 1));
  const refused = await tried('down', call, { breakers: elsewhere.breakers, attempt }).catch(
    (error: unknown) => error,
  );

  assert.ok(refused instanceof ToolFailure);
  assert.equal(refused.toolError.error, 'breaker_open');
  assert.equal(refused.toolError.class, 'transient');
  assert.equal(refused.final, true);
  assert.ok((refused.nextTryMs ?? 0) > Date.now());
  assert.match(
    refused.message,
    /^sum is temporarily unavailable; next try at \d\d:\d\d:\d\d UTC\.$/,
  );
  assert.notEqual(refused.toolError.suggestion, '');
  assert.equal(called, 0);
  assert.deepEqual(notes, ['open']);
});

test('the refused are no failures: they do not keep it open', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('refusing', failing('transient'));
  const before = await stateOf('refusing');
  await fails('refusing', failing('transient'));
  assert.deepEqual(await stateOf('refusing'), before);
});

test('of twenty attempts in two processes one probes a half-open breaker, and closes it', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('probed', failing('transient'));
  // Both have seen it open.
  await assert.rejects(tried('probed', () => Promise.resolve(), { breakers: elsewhere.breakers }));
  await cooledDown('probed');
  let called = 0;
  let refused = 0;
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  const probing = () => {
    called += 1;
    return held;
  };
  const tries = times(20, (index) =>
    tried('probed', probing, {
      breakers: (index % 2 === 0 ? store : elsewhere).breakers,
    }).catch((error: unknown) => {
      failsAs('breaker_open', 'transient')(error);
      refused += 1;
    }),
  );
  await until('all have asked', () => called + refused === 20);
  go();
  await tries;
  assert.equal(called, 1);
  assert.equal((await stateOf('probed'))?.state, 'closed');
});

test('a probe that fails opens it again', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('worse', failing('transient'));
  await cooledDown('worse');
  await fails('worse', failing('transient'));
  assert.equal((await stateOf('worse'))?.state, 'open');
});

test('a probe that the cache made needless is left to the next', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('cached', failing('transient'));
  await cooledDown('cached');
  const { attempt } = anAttempt();
  askBreaker(guardOf('cached'), store.breakers, attempt, patient).leave();
  await until('it is given back', async () => {
    const state = await stateOf('cached');
    return state?.state === 'half_open' && state.leaseUntilMs <= Date.now();
  });
  assert.equal(await tried('cached', () => Promise.resolve('well')), 'well');
  assert.equal((await stateOf('cached'))?.state, 'closed');
});

/** The store grants the probe at once, and its word comes once the returned function is called. */
function slowlyAdmitting() {
  let come: () => void = () => undefined;
  const word = new Promise<void>((resolve) => (come = resolve));
  const breakers: Breakers = {
    ...store.breakers,
    admit: async (name, caller) => {
      const admission = await store.breakers.admit(name, caller);
      await word;
      return admission;
    },
  };
  return { breakers, come };
}

async function isFree(name: string): Promise<boolean> {
  const state = await stateOf(name);
  return state?.state === 'half_open' && state.leaseUntilMs <= Date.now();
}

test('a probe that was granted too late to be known of, and not used, is left to the next', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('unused', failing('transient'));
  await cooledDown('unused');
  const { breakers, come } = slowlyAdmitting();

  const gate = askBreaker(guardOf('unused'), breakers, anAttempt().attempt);
  await until('the probe is granted', async () => (await stateOf('unused'))?.state === 'half_open');
  gate.leave();
  // Longer than the store's word is waited for.
  await sleep(400);
  assert.equal(await isFree('unused'), false);
  come();
  await until('the probe is given back', () => isFree('unused'));
});

test('a call that was not known to be the probe gives it back when the word comes, if its end said nothing', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('late', failing('transient'));
  await cooledDown('late');
  const { breakers, come } = slowlyAdmitting();
  // As if what the call told had come to the store before the probe was granted.
  const unheard: Breakers = {
    ...breakers,
    report: (name, said) =>
      said.result.kind === 'well' ? Promise.resolve(closed) : breakers.report(name, said),
  };
  const well = () => Promise.resolve('well');
  assert.equal(await tried('late', well, { breakers: unheard, patience: impatient }), 'well');
  assert.equal((await stateOf('late'))?.state, 'half_open');
  come();
  await until('the probe is given back', () => isFree('late'));
});

test('a call that was not known to be the probe decides all the same', async () => {
  for (let failure = 0; failure < 5; failure += 1) await fails('unknowing', failing('transient'));
  await cooledDown('unknowing');
  const { breakers, come } = slowlyAdmitting();
  await tried('unknowing', () => Promise.resolve('well'), { breakers, patience: impatient });
  come();
  await until('it is closed', async () => (await stateOf('unknowing'))?.state === 'closed');
});

test('a success in between starts the count anew', async () => {
  for (let failure = 0; failure < 4; failure += 1) await fails('shaky', failing('transient'));
  await tried('shaky', () => Promise.resolve());
  await until('the success is told', async () => {
    const state = await stateOf('shaky');
    return state?.state === 'closed' && state.failures === 0;
  });
});

test('three different statements must time out, however often one of them does', async () => {
  for (let again = 0; again < 6; again += 1) await fails('slow', failing('timeout', 'select 1'));
  const counted = await stateOf('slow');
  assert.ok(counted?.state === 'closed');
  assert.equal(counted.failures, 0);
  assert.doesNotMatch(JSON.stringify(counted), /select/);
  await fails('slow', failing('timeout', 'select 2'));
  await fails('slow', failing('timeout', 'select 3'));
  const now = await stateOf('slow');
  assert.ok(now?.state === 'closed' && now.failures === 1);
});

test('what was cancelled, or is nobody’s fault but the query’s, counts for nothing', async () => {
  await fails('blameless', failing('permanent'));
  const { attempt } = anAttempt(AbortSignal.abort());
  const call = () => Promise.reject(new Error('aborted'));
  await assert.rejects(tried('blameless', call, { attempt }), /aborted/);
  await fails('blameless', Object.assign(new Error('not found'), { status: 404 }));
  assert.equal(await stateOf('blameless'), undefined);
});

test('an error that knows no class counts as unwell', async () => {
  await fails('buggy', new TypeError('x is not a function'));
  const state = await stateOf('buggy');
  assert.ok(state?.state === 'closed' && state.failures === 1);
});

test('one that a person switched off says so, with the reason', async () => {
  await store.breakers.force('off', { state: 'forced_open', reason: 'moving house' }, 'ada');
  await assert.rejects(
    tried('off', () => Promise.resolve()),
    failsAs('breaker_open', 'transient', /^sum is switched off: moving house\.$/),
  );
});

test('while the store says nothing every breaker is closed, after a third of a second', async () => {
  const called = () => Promise.resolve('called');
  const silent = { ...store.breakers, admit: () => new Promise<never>(() => undefined) };
  const attempt = anAttempt().attempt;
  const gate = askBreaker(guardOf('down'), silent, attempt);
  assert.equal(await gate.through(called), 'called');
  const broken = { ...store.breakers, admit: () => Promise.reject(new Error('away')) };
  assert.equal(await tried('down', called, { breakers: broken }), 'called');
});

test('a busy store is waited for where the breaker was last seen open', async () => {
  let busy = false;
  const breakers: Breakers = {
    ...store.breakers,
    admit: async (name, caller) => {
      // More than the store has for a breaker that is not known to be open.
      if (busy) await sleep(2 * impatient.ms);
      return await store.breakers.admit(name, caller);
    },
  };
  const fail = () => Promise.reject(failing('transient'));
  for (let failure = 0; failure < 5; failure += 1) {
    await assert.rejects(tried('busy', fail, { breakers }), failsAs('it_failed', 'transient'));
  }
  busy = true;
  await assert.rejects(
    tried('busy', () => Promise.resolve(), { breakers, patience: impatient }),
    failsAs('breaker_open', 'transient'),
  );
});

test('a tool without a breaker asks none', async () => {
  const guard = { ...guardOf('down'), policy: null };
  const gate = askBreaker(guard, store.breakers, anAttempt().attempt);
  assert.equal(await gate.through(() => Promise.resolve('called')), 'called');
  gate.leave();
});
