import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultRetention } from '../../../src/adapters/store/index.js';
import {
  answerTo,
  begunRun,
  endOf,
  replyOf,
  startOf,
  storeForTests,
  times,
  type TestStore,
} from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

const day = 24 * 3_600_000;
const daysFromNow = (days: number): Date => new Date(Date.now() + days * day);
const nothing = {
  results: 0,
  replies: 0,
  runs: 0,
  toolCalls: 0,
  tickets: 0,
  reports: 0,
  months: 0,
};

const result = { columns: [], rows: [], rowCount: 0, truncated: false, sql: null, cacheKey: 'k' };

test('each kind goes when its time is over, and not before', async () => {
  const { store } = testStore;
  const run = await begunRun(store);
  await store.replies.keep(run, 'planner', 'h', replyOf('a'));
  await store.results.put(run, 'r', result);
  await store.attempts.start(startOf(run));
  await store.attempts.end(endOf(run));
  await store.runs.finish(run, answerTo(run));
  await store.breakers.force('off', { state: 'forced_open', reason: 'x' }, 'ada');

  assert.deepEqual(await store.purge(daysFromNow(0.9)), nothing);
  assert.deepEqual(await store.purge(daysFromNow(1.1)), { ...nothing, results: 1 });
  assert.equal(await store.results.get(run, 'r'), undefined);
  assert.equal(await store.results.reuse(run, 'c', 'k', 10 * day), undefined);
  assert.deepEqual(await testStore.query('select from surefoot.cache'), []);

  assert.deepEqual(await store.purge(daysFromNow(6.9)), nothing);
  const reviewed = await store.replies.keep(run, 'reviewer', 'h', replyOf('b'));
  assert.deepEqual(await store.purge(daysFromNow(7.1)), { ...nothing, replies: 1 });
  assert.deepEqual(
    await store.replies.find(run, 'reviewer', 'h'),
    reviewed,
    'it is kept for audit',
  );
  assert.equal(await store.replies.find(run, 'planner', 'h'), undefined);

  assert.deepEqual(await store.purge(daysFromNow(89)), nothing);
  const changes = () => testStore.query('select name from surefoot.breaker_changes');
  assert.equal((await changes()).length, 1);
  assert.deepEqual(await store.purge(daysFromNow(91)), {
    ...nothing,
    ...{ replies: 1, runs: 1, toolCalls: 1 },
  });
  assert.equal(await store.runs.find(run), undefined);
  assert.deepEqual(await store.runs.events(run, 0, 10), []);
  assert.deepEqual(await changes(), []);
  assert.equal((await store.breakers.list()).length, 1, 'the breaker itself stays as it is');
});

test("more rows than one batch go as well, by times of one's own", async () => {
  const { store } = testStore;
  const run = await begunRun(store);
  await times(120, (index) => store.results.put(run, `r${index}`, result));
  await store.runs.finish(run, answerTo(run));

  const keep = { ...defaultRetention, resultsMs: 1_000 };
  assert.deepEqual(await store.purge(daysFromNow(0.1), { keep }), { ...nothing, results: 120 });
  assert.notEqual(await store.runs.find(run), undefined);
});

test('the results of a run that goes on are kept, for as long as a run may take', async () => {
  const { store } = testStore;
  const waits = await begunRun(store);
  const ended = await begunRun(store);
  for (const run of [waits, ended]) await store.results.put(run, 'r', result);
  await store.runs.finish(ended, answerTo(ended));

  assert.deepEqual(await store.purge(daysFromNow(6)), { ...nothing, results: 1 });
  assert.equal(await store.results.get(ended, 'r'), undefined);
  assert.notEqual(await store.results.get(waits, 'r'), undefined);

  assert.deepEqual(await store.purge(daysFromNow(7.1)), { ...nothing, results: 1 });
});

test('the replies of a run that goes on are kept, however short others are: a repair builds on them', async () => {
  const { store } = testStore;
  const waits = await begunRun(store);
  const ended = await begunRun(store);
  for (const run of [waits, ended]) await store.replies.keep(run, 'planner', 'h', replyOf('a'));
  await store.runs.finish(ended, answerTo(ended));

  const keep = { ...defaultRetention, repliesMs: day };
  assert.deepEqual(await store.purge(daysFromNow(6), { keep }), { ...nothing, replies: 1 });
  assert.equal(await store.replies.find(ended, 'planner', 'h'), undefined);
  assert.notEqual(await store.replies.find(waits, 'planner', 'h'), undefined);

  assert.deepEqual(await store.purge(daysFromNow(7.1), { keep }), { ...nothing, replies: 1 });
});

test('a run that goes on keeps its record and events, however short answers are kept', async () => {
  const { store } = testStore;
  const waits = await begunRun(store);
  const keep = { ...defaultRetention, answersMs: day };
  await store.purge(daysFromNow(6.9), { keep });
  assert.notEqual(await store.runs.find(waits), undefined);
  await store.purge(daysFromNow(8), { keep });
  assert.equal(await store.runs.find(waits), undefined);
});

test('a resolved ticket goes with the answers, and an open one stays', async () => {
  const { store } = testStore;
  const ticket = (ticketId: string) => ({
    ...({ ticketId, cause: ticketId, priority: 'normal', body: {} } as const),
  });
  const run = await begunRun(store);
  for (const id of ['T-old', 'T-open']) await store.tickets.open({ ...run, ...ticket(id) });
  await store.tickets.resolve('T-old', { resolution: 'Done.', by: 'ada' });

  assert.equal((await store.purge(daysFromNow(89))).tickets, 0);
  assert.equal((await store.purge(daysFromNow(91))).tickets, 1);
  assert.equal(await store.tickets.find('T-old'), undefined);
  assert.equal((await store.tickets.find('T-open'))?.status, 'open');
});

test('a month of the log goes whole once nothing in it can be young, and what follows row by row', async () => {
  const { store, query } = testStore;
  const run = await begunRun(store);
  const now = new Date('2030-06-15T00:00:00Z');
  const logged = async (startedAt: string, activityId: string) => {
    await query('select surefoot.make_log_partition($1)', [`${startedAt.slice(0, 7)}-01`]);
    const scheduledAtMs = Date.parse(startedAt);
    await store.attempts.lose(startOf(run, { activityId, scheduledAtMs }));
    const update = 'update surefoot.tool_calls set started_at = $1 where activity_id = $2';
    await query(update, [startedAt, activityId]);
  };
  await logged('2030-02-01T00:00:00Z', 'old');
  await logged('2030-03-16T23:00:00Z', 'edge');
  await logged('2030-03-17T01:00:00Z', 'young');

  const keep = { ...defaultRetention, answersMs: 90 * day };
  const { months, toolCalls } = await store.purge(now, { keep });
  // And those that there were from the start.
  assert.ok(months > 1);
  assert.equal(toolCalls, 1);
  assert.deepEqual(
    await query(`select activity_id, tableoid::regclass::text as partition from surefoot.tool_calls
                 where started_at between '2030-01-01' and '2030-12-31'`),
    [{ activity_id: 'young', partition: 'surefoot.tool_calls_2030_03' }],
  );
  assert.deepEqual(
    await query(`select to_regclass('surefoot.tool_calls_2030_02') is null as gone,
                        to_regclass('surefoot.tool_calls_2030_08') is not null as ahead`),
    [{ gone: true, ahead: true }],
  );
});

test('a report that was made two years ago goes, and no younger one', async () => {
  const { store, query } = testStore;
  await query(
    `insert into surefoot.reports (report_id, kind, from_day, to_day, body, made_at)
     values ('week-old', 'week', '2024-01-01', '2024-01-08', '{}', now() - interval '729 days')`,
  );
  assert.deepEqual(await store.purge(daysFromNow(0)), nothing);
  assert.deepEqual(
    await store.purge(daysFromNow(0), { keep: { ...defaultRetention, reportsMs: 728 * day } }),
    {
      ...nothing,
      reports: 1,
    },
  );
});
