import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import {
  connectStore,
  createOwed,
  migrateStore,
  owingEnds,
  storeVersion,
} from '../../../src/adapters/store/index.js';
import {
  startPostgres,
  type PostgresServer,
} from '../../../src/embedded/postgres/start-postgres.js';
import { temporaryFolder } from '../../throwaway.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import type { AttemptEnd, AttemptStart, NewRunEvent } from '../../../src/ports.js';
import { rowsOf, until } from '../../e2e/watching.js';
import { begunRun, endOf, failsAs, newRun, replyOf, startOf, times } from './fixtures.js';

const home = temporaryFolder();
const start = (): Promise<PostgresServer> => startPostgres({ home, durable: false });
const unavailable = (message: RegExp) => failsAs('store_unavailable', 'transient', message);

let server: PostgresServer;
before(async () => {
  server = await start();
  await migrateStore(server.adminUrl(), { log: () => {} });
});
after(() => server.stop());

test('a store that stops fails as transient, and serves again once it is back, in the same process', async () => {
  const store = connectStore({ url: server.adminUrl() });
  const run = await begunRun(store);
  await times(10, () => store.replies.find(run, 'planner', 'h'));

  await server.stop();
  for (let call = 0; call < 3; call += 1) {
    await assert.rejects(store.replies.keep(run, 'planner', 'h', replyOf('a')), unavailable(/./));
  }
  await assert.rejects(storeVersion(server.adminUrl()), unavailable(/nothing listens/));
  await assert.rejects(
    migrateStore(server.adminUrl(), { log: () => {} }),
    unavailable(/nothing listens/),
  );

  server = await start();
  assert.equal((await store.replies.keep(run, 'planner', 'h', replyOf('b'))).text, 'b');
  await store.close();
});

test('a store that restarts between two calls is not even noticed', async () => {
  const store = connectStore({ url: server.adminUrl() });
  const run = await begunRun(store);

  await server.stop();
  server = await start();

  assert.equal((await store.runs.find(run))?.answer, null);
  await store.close();
});

test('a statement under way when the server stops fails as transient', async () => {
  const store = connectStore({ url: server.adminUrl() });
  const run = await begunRun(store);
  const calls = times(50, (index) =>
    store.runs.append(run, { kind: 'verified', key: `k${index}`, data: {} }).then(
      () => 'done',
      (error: unknown) => unavailable(/./)(error) && 'failed',
    ),
  );

  await server.stop();

  assert.ok((await calls).includes('failed'));
  server = await start();
  const events = await store.runs.events(run, 0, 100);
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  );
  await store.close();
});

test('ends that a store was away for are written once it is back, whole, once, and with their own time', async () => {
  const store = connectStore({ url: server.adminUrl() });
  const lost: unknown[] = [];
  const owed = createOwed({ onLost: (error) => lost.push(error), everyMs: 50 });
  const attempts = owingEnds(store.attempts, owed);
  const run = await begunRun(store);
  const [started, unknown] = ['began-before', 'began-during'].map((activityId) => ({
    start: startOf(run, { activityId }),
    end: endOf(run, { activityId, latencyMs: 5 }),
    event: { kind: 'attempt.finished', key: activityId, data: {} } as const,
  })) as [Ending, Ending];
  await attempts.start(started.start);

  await server.stop();
  const stoppedAt = Date.now();
  for (const { start, end, event } of [started, unknown]) {
    await attempts.end(end, { start, events: [event] });
  }
  server = await start();
  const backAt = Date.now();

  await until('they are written', async () => (await store.runs.events(run, 0, 9)).length === 3);
  await attempts.end(started.end, { start: started.start, events: [started.event] });
  const events = await store.runs.events(run, 0, 9);
  assert.deepEqual(
    events.map(({ key }) => key),
    ['run.started', 'began-before', 'began-during'],
  );
  const rows = await rowsOf(
    server.adminUrl(),
    `select activity_id, status, tool, ended_at from surefoot.tool_calls where run_id = $1 order by 1`,
    [run.runId],
  );
  assert.deepEqual(
    rows.map(({ activity_id: id, status, tool }) => [id, status, tool]),
    [
      ['began-before', 'success', 'execute_query'],
      ['began-during', 'success', 'execute_query'],
    ],
  );
  for (const { ended_at: endedAt } of rows) {
    assert.ok(endedAt instanceof Date);
    assert.ok(
      endedAt.getTime() >= stoppedAt - 50 && endedAt.getTime() < backAt,
      'while it was away',
    );
  }
  assert.deepEqual(lost, []);
  await owed.close();
  await store.close();
});

interface Ending {
  readonly start: AttemptStart;
  readonly end: AttemptEnd;
  readonly event: NewRunEvent;
}

test('an event that comes before its run is told once the run is known', async () => {
  const store = connectStore({ url: server.adminUrl() });
  const owed = createOwed({ onLost: () => undefined, everyMs: 50 });
  const run = newRun();
  const event = { kind: 'verified', key: 'early', data: {} } as const;
  await owed.write(() => store.runs.append(run, event));
  await owed.write(() => store.runs.append(run, { ...event, key: 'second' }));
  await store.runs.begin(run);
  await until('both are told', async () => (await store.runs.events(run, 0, 9)).length === 3);
  await owed.close();
  await store.close();
});

test('what waiting does not cure is thrown, and what is owed at the end is said to be lost', async () => {
  const lost: unknown[] = [];
  const owed = createOwed({ onLost: (error) => lost.push(error), most: 2 });
  const { toolError } = new ToolFailure({ error: 'store_error', class: 'unknown', message: '-' });
  const broken = () => Promise.reject(new ToolFailure(toolError));
  await assert.rejects(owed.write(broken), failsAs('store_error', 'unknown'));
  const away = () => Promise.reject(new ToolFailure({ ...toolError, error: 'store_unavailable' }));
  for (let write = 0; write < 3; write += 1) await owed.write(away);
  assert.equal(lost.length, 1, 'more than it may keep');
  await owed.close();
  assert.equal(lost.length, 3);
});

test('a server that takes connections and says nothing is given up on', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { port } = address;
  const store = connectStore({ url: `postgres://x@127.0.0.1:${port}/x` });

  await assert.rejects(store.runs.find(newRun()), unavailable(/connection was lost/));

  await store.close();
  silent.close();
});

test('a wrong password and a missing database are the configuration, not the weather', async () => {
  const misconfigured = failsAs('store_misconfigured', 'permanent', /28P01|3D000/);
  const wrongPassword = Object.assign(new URL(server.adminUrl()), { password: 'wrong' }).href;

  for (const url of [wrongPassword, server.adminUrl('no_such_database')]) {
    await assert.rejects(storeVersion(url), (error: Error) => {
      assert.ok(!error.message.includes('wrong'), 'no password in a message');
      return misconfigured(error);
    });
  }
});

test('closing twice is closing once', async () => {
  const store = connectStore({ url: server.adminUrl() });
  await store.runs.find(newRun());
  await Promise.all([store.close(), store.close()]);
});
