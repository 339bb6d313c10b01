import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { connectStore, migrateStore, storeVersion } from '../../../src/adapters/store/index.js';
import {
  startPostgres,
  type PostgresServer,
} from '../../../src/embedded/postgres/start-postgres.js';
import { temporaryFolder } from '../../throwaway.js';
import { begunRun, failsAs, newRun, replyOf, times } from './fixtures.js';

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
