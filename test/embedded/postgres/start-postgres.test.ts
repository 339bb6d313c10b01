import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runSql } from '../../../src/adapters/postgres-admin/run-sql.js';
import { startPostgres } from '../../../src/embedded/postgres/start-postgres.js';
import { commandOf } from '../../../src/embedded/process-tools.js';
import { temporaryHome } from '../temporary-home.js';

const start = (home: string): ReturnType<typeof startPostgres> =>
  startPostgres({ home, durable: false });

test('data, port and password outlive a stop', async (t) => {
  const home = temporaryHome(t);
  const first = await start(home);
  await runSql(first.adminUrl(), 'create table kept (id int); insert into kept values (7)');
  await first.stop();
  assert.equal(commandOf(first.pid), undefined);

  const second = await start(home);
  assert.equal(second.adminUrl(), first.adminUrl());
  assert.deepEqual(await runSql(first.adminUrl(), 'select id from kept'), [{ id: 7 }]);
  await second.stop();
});

test('a server that still runs on the data is taken over', async (t) => {
  const home = temporaryHome(t);
  const first = await start(home);
  const second = await start(home);
  assert.equal(second.pid, first.pid);
  await second.stop();
  assert.equal(commandOf(first.pid), undefined);
});

test('a pid file whose pid now belongs to another program does not keep it from starting', async (t) => {
  const home = temporaryHome(t);
  const first = await start(home);
  const [place] = await runSql(first.adminUrl(), 'show data_directory');
  const pidFile = join(String(place?.['data_directory']), 'postmaster.pid');
  const content = readFileSync(pidFile, 'utf8');
  await first.stop();
  writeFileSync(pidFile, content.replace(`${first.pid}`, `${process.ppid}`));

  const second = await start(home);
  assert.notEqual(second.pid, process.ppid);
  await second.stop();
});

test('nobody else can read the passwords', async (t) => {
  const server = await start(temporaryHome(t));
  assert.equal(statSync(join(server.folder, 'passwords.json')).mode & 0o777, 0o600);
  await server.stop();
});
