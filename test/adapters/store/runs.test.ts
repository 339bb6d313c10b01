import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { RunEvent } from '../../../src/ports.js';
import {
  answerTo,
  begunRun,
  failsAs,
  newRun,
  storeForTests,
  times,
  type TestStore,
} from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

test('a run begins once, with its first event, and the first record stays', async () => {
  const { runs } = testStore.store;
  const run = newRun();

  const begun = await times(10, () => runs.begin(run));
  await runs.begin({ ...run, question: 'Another one?' });

  assert.deepEqual(
    begun,
    begun.map(() => ({ answer: null, digest: null, context: null })),
  );
  assert.deepEqual(await runs.find(run), { record: run, answer: null });
  const events = await runs.events(run, 0, 10);
  assert.deepEqual(
    events.map(({ seq, kind, data }) => [seq, kind, data['question']]),
    [[1, 'run.started', run.question]],
  );
  assert.match(events[0]?.at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('a run that nobody began is not found, and takes no event, answer or digest', async () => {
  const { runs } = testStore.store;
  const run = newRun();
  const fails = failsAs('run_not_begun', 'transient');

  assert.equal(await runs.find(run), undefined);
  assert.deepEqual(await runs.events(run, 0, 10), []);
  await assert.rejects(runs.append(run, { kind: 'verified', key: 'v', data: {} }), fails);
  await assert.rejects(runs.finish(run, answerTo(run)), fails);
  await assert.rejects(runs.pin(run, { digest: 'd', context: '{}' }), fails);
});

test('the first answer stays, under twenty at once too, and comes back from then on', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);

  const standing = await times(20, (index) =>
    runs.finish(run, answerTo(run, { text: `Answer ${index}` })),
  );

  const [first] = standing;
  assert.deepEqual(
    standing,
    standing.map(() => first),
  );
  const late = answerTo(run, { status: 'failed', text: 'Too late' });
  assert.deepEqual(await runs.finish(run, late), first);
  assert.deepEqual(await runs.begin(run), { answer: first, digest: null, context: null });
  assert.deepEqual((await runs.find(run))?.answer, first);
  const events = await runs.events(run, 1, 10);
  assert.deepEqual(
    events.map(({ seq, kind, data }) => ({ seq, kind, data })),
    [{ seq: 2, kind: 'answered', data: { status: 'answered' } }],
  );
});

test('an answer comes back exactly, except that U+0000 and half a surrogate become U+FFFD', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store, { question: 'What \0 is 収益?' });
  const answer = answerTo(run, {
    text: String.raw`日本語 😀 "quoted" \u0000 \\ud800` + '\n\u0001\0\ud800',
    usage: { ...answerTo(run).usage, costUsd: 0.1 + 0.2 },
  });

  const standing = await runs.finish(run, answer);

  const text = String.raw`日本語 😀 "quoted" \u0000 \\ud800` + '\n\u0001\uFFFD\uFFFD';
  assert.deepEqual(standing, { ...answer, text });
  assert.equal((await runs.find(run))?.record.question, 'What \uFFFD is 収益?');
});

test('a hundred events at once get the numbers 2 to 101, and a poller beside them misses none', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);

  const polled: RunEvent[] = [];
  const poll = async (): Promise<void> => {
    while (polled.length < 101) {
      polled.push(...(await runs.events(run, polled.at(-1)?.seq ?? 0, 7)));
    }
  };
  const append = (index: number): Promise<void> =>
    runs.append(run, { kind: 'step.started', key: `k${index}`, data: { index } });
  await Promise.all([poll(), times(100, append)]);

  assert.deepEqual(
    polled.map(({ seq }) => seq),
    Array.from({ length: 101 }, (_, index) => index + 1),
  );
  assert.equal(new Set(polled.map(({ key }) => key)).size, 101);
});

test('an event repeated under its key is written once and leaves no gap, twenty at once too', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);

  await times(20, (index) =>
    runs.append(run, { kind: 'plan.made', key: 'plan-1', data: { index } }),
  );
  await runs.append(run, { kind: 'plan.made', key: 'plan-1', data: { index: 'again' } });
  await runs.append(run, { kind: 'verified', key: 'verified', data: {} });

  const events = await runs.events(run, 1, 10);
  assert.deepEqual(
    events.map(({ seq, key }) => [seq, key]),
    [
      [2, 'plan-1'],
      [3, 'verified'],
    ],
  );
});

test('two that append one key at the same moment write one event, and the next has the next number', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);
  const event = { kind: 'plan.made', key: 'plan-1', data: {} } as const;

  await testStore.query('begin');
  await testStore.query('select from surefoot.runs where run_id = $1 for update', [run.runId]);
  const both = times(2, () => runs.append(run, event));
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await testStore.query(waiting)).length < 2) {
    await setImmediate();
    // Within a transaction Postgres shows one picture of the activity until told otherwise.
    await testStore.query('select pg_stat_clear_snapshot()');
  }
  await testStore.query('commit');
  await both;
  await runs.append(run, { kind: 'verified', key: 'verified', data: {} });

  const events = await runs.events(run, 1, 10);
  assert.deepEqual(
    events.map(({ seq, key }) => [seq, key]),
    [
      [2, 'plan-1'],
      [3, 'verified'],
    ],
  );
});

test('events are read in pages', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);
  for (const key of ['a', 'b', 'c']) await runs.append(run, { kind: 'verified', key, data: {} });

  const keys = async (after: number, limit: number): Promise<string[]> =>
    (await runs.events(run, after, limit)).map(({ key }) => key);
  assert.deepEqual(await keys(1, 2), ['a', 'b']);
  assert.deepEqual(await keys(3, 2), ['c']);
  assert.deepEqual(await keys(4, 2), []);
});

test('what is pinned first stays, digest and context', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);

  const pinned = await times(10, (index) =>
    runs.pin(run, { digest: `digest ${index}`, context: `{"at":${index}}` }),
  );

  assert.equal(new Set(pinned.map(({ digest, context }) => `${digest} ${context}`)).size, 1);
  assert.deepEqual(await runs.pin(run, { digest: 'late', context: '{}' }), pinned[0]);
  assert.equal(await runs.context(run), pinned[0]?.context);
});

test('a digest that comes with the beginning is pinned, once', async () => {
  const { runs } = testStore.store;
  const run = newRun();

  const begun = await times(10, (index) => runs.begin(run, { digest: `digest ${index}` }));

  assert.equal(new Set(begun.map(({ digest }) => digest)).size, 1);
  assert.equal((await runs.pin(run, { digest: 'late', context: '{}' })).digest, begun[0]?.digest);
  assert.deepEqual(await runs.begin(run, { digest: 'later' }), { ...begun[0], context: '{}' });
});

test('what is pinned in place of a digest replaces it once, with its context', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);
  const old = await runs.pin(run, { digest: 'old', context: '{"at":0}' });

  const pinned = await times(10, (index) =>
    runs.pin(run, { digest: `new ${index}`, context: `{"at":${index}}` }, old.digest),
  );

  assert.equal(new Set(pinned.map(({ digest, context }) => `${digest} ${context}`)).size, 1);
  assert.match(pinned[0]?.digest ?? '', /^new \d$/);
  assert.deepEqual(await runs.pin(run, { digest: 'late', context: '{}' }, 'other'), pinned[0]);
  assert.equal(await runs.context(run), pinned[0]?.context);
});

test('two tenants with the same run id never see each other', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store, { tenant: 'acme', runId: 'same' });
  const other = await begunRun(testStore.store, {
    tenant: 'rival',
    runId: 'same',
    question: 'Mine?',
  });

  await runs.append(run, { kind: 'verified', key: 'v', data: {} });
  await runs.pin(run, { digest: 'of acme', context: '{"of":"acme"}' });
  await runs.finish(run, answerTo(run));

  assert.deepEqual(await runs.find(other), { record: other, answer: null });
  assert.deepEqual(await runs.find(run), { record: run, answer: answerTo(run) });
  assert.equal((await runs.events(other, 0, 10)).length, 1);
  const own = { digest: 'of rival', context: '{"of":"rival"}' };
  assert.deepEqual(await runs.pin(other, own), own);
});

test('the dashboard view shows how a run ended, how long it took and what it cost', async () => {
  const { runs } = testStore.store;
  const run = await begunRun(testStore.store);
  await runs.finish(run, answerTo(run));

  const [row] = await testStore.query(
    `select status, plan_ms, verdict, answer_repairs, claude_calls, cost_usd, warnings, total_ms >= 0 as timed
     from surefoot.v_runs where run_id = $1`,
    [run.runId],
  );

  assert.deepEqual(row, {
    status: 'answered',
    plan_ms: 300,
    verdict: 'confirmed',
    answer_repairs: 1,
    claude_calls: 3,
    cost_usd: '0.0123',
    warnings: ['stale_cache'],
    timed: true,
  });
});
