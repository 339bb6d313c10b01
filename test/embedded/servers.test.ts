import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runSql } from '../../src/adapters/postgres-admin/run-sql.js';
import { findPostgres } from '../../src/embedded/postgres/start-postgres.js';
import { commandOf, until } from '../../src/embedded/process-tools.js';
import { startServers } from '../../src/embedded/servers.js';
import { findDevServer } from '../../src/embedded/temporal/dev-server.js';
import { temporalCliForTests } from '../support.js';

import { startElsewhere } from './start-elsewhere.js';
import { temporaryHome } from './temporary-home.js';

const want = { temporal: true, store: true, warehouse: true };

async function startHere(home: string): ReturnType<typeof startServers> {
  const env = { ...process.env, SUREFOOT_TEMPORAL_CLI: await temporalCliForTests() };
  return startServers({ home, want, runSql, env });
}

async function assertNothingRuns(home: string): Promise<void> {
  assert.equal(await findDevServer(home), undefined);
  assert.equal(await findPostgres(home), undefined);
}

test('two starts at once share the servers, and the last to close stops them', async (t) => {
  const home = temporaryHome(t);
  const [here, there] = await Promise.all([startHere(home), startElsewhere(home)]);
  assert.equal(here.temporal?.address, there.temporal.address);
  assert.deepEqual(here.databases, there.databases);

  await here.close();
  assert.notEqual(await findDevServer(home), undefined);
  assert.equal((await runSql(there.databases.store, 'select 1')).length, 1);

  await there.finish();
  await assertNothingRuns(home);
});

test('a killed start leaves its servers to the next, which stops them when it closes', async (t) => {
  const home = temporaryHome(t);
  const killed = await startElsewhere(home);
  await killed.kill('SIGKILL');
  assert.notEqual(commandOf(killed.temporal.pid), undefined);

  const servers = await startHere(home);
  assert.equal(servers.temporal?.address, killed.temporal.address);
  assert.deepEqual(servers.databases, killed.databases);

  await servers.close();
  await assertNothingRuns(home);
});

for (const [how, end] of [
  ['ends without closing', (other: Awaited<ReturnType<typeof startElsewhere>>) => other.finish()],
  ['gets SIGTERM', (other: Awaited<ReturnType<typeof startElsewhere>>) => other.kill('SIGTERM')],
  ['gets Ctrl-C', (other: Awaited<ReturnType<typeof startElsewhere>>) => other.kill('SIGINT')],
] as const) {
  test(`a process that ${how} takes its servers with it`, async (t) => {
    const home = temporaryHome(t);
    const other = await startElsewhere(home, 'forget');
    const postgres = await findPostgres(home);
    assert.ok(postgres);

    await end(other);

    const areGone = (): boolean =>
      [other.temporal.pid, postgres.pid].every((pid) => commandOf(pid) === undefined);
    assert.ok(await until(areGone, 10_000));
  });
}

test('a process that ends while it stops its servers leaves none behind', async (t) => {
  const home = temporaryHome(t);
  const other = await startElsewhere(home, 'hurry');
  const postgres = await findPostgres(home);
  assert.ok(postgres);

  await other.finish();

  const areGone = (): boolean =>
    [other.temporal.pid, postgres.pid].every((pid) => commandOf(pid) === undefined);
  assert.ok(await until(areGone, 10_000));
});

test('when one server cannot start, the other does not stay behind', async (t) => {
  const home = temporaryHome(t);
  const env = { ...process.env, SUREFOOT_TEMPORAL_CLI: '/nowhere/temporal' };
  await assert.rejects(
    startServers({ home, want, runSql, env }),
    /SUREFOOT_TEMPORAL_CLI is \/nowhere/,
  );
  await assertNothingRuns(home);
});

test('a Postgres that cannot even be looked for leaves no Temporal behind, and is what is told of', async (t) => {
  const home = temporaryHome(t);
  const inTheWay = join(home, 'postgres');
  writeFileSync(inTheWay, 'no folder');
  try {
    await assert.rejects(startHere(home), /EEXIST.*postgres/);
    assert.equal(await findDevServer(home), undefined);
  } finally {
    rmSync(inTheWay);
  }
});

test('only what is wanted starts', async (t) => {
  const home = temporaryHome(t);
  const onlyStore = { temporal: false, store: true, warehouse: false };
  const servers = await startServers({ home, want: onlyStore, runSql });
  assert.equal(servers.temporal, undefined);
  assert.equal(await findDevServer(home), undefined);
  await servers.close();
  await assertNothingRuns(home);
});
