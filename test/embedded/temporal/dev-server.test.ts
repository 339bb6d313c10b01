import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../../../src/embedded/free-port.js';
import { commandOf } from '../../../src/embedded/process-tools.js';
import { findDevServer, startDevServer } from '../../../src/embedded/temporal/dev-server.js';
import { knowsSearchAttributes } from '../../../src/embedded/temporal/knows-search-attributes.js';
import { folderIn, remember } from '../../../src/embedded/temporal/running-server.js';
import { temporalCliForTests } from '../../support.js';
import { temporaryHome } from '../temporary-home.js';

const start = (home: string): ReturnType<typeof startDevServer> =>
  startDevServer({ home, findCli: temporalCliForTests });

test('it knows our search attributes, also when its file has them from before', async (t) => {
  const home = temporaryHome(t);
  for (const file of ['a new one', 'the same']) {
    const server = await start(home);
    const asked = { namespace: 'default', names: ['SurefootStatus', 'SurefootTenant'] };
    assert.equal(await knowsSearchAttributes(server.address, asked), true, file);
    assert.equal(
      await knowsSearchAttributes(server.address, { ...asked, names: ['Other'] }),
      false,
    );
    assert.equal(await knowsSearchAttributes(server.address, { ...asked, namespace: 'x' }), false);
    await server.stop();
    assert.equal(commandOf(server.pid), undefined);
    assert.ok(existsSync(join(home, 'temporal', 'temporal.db')));
  }
});

test('it has a Web UI, at the same address after a restart', async (t) => {
  const home = temporaryHome(t);
  await useOwnPorts(home);
  const first = await start(home);
  assert.equal((await fetch(first.uiUrl ?? '')).status, 200);
  await first.stop();
  const second = await start(home);
  assert.equal(second.uiUrl, first.uiUrl);
  await second.stop();
});

test('a server that still runs for the home is taken over', async (t) => {
  const home = temporaryHome(t);
  const first = await start(home);
  const second = await start(home);
  assert.equal(second.pid, first.pid);
  await second.stop();
});

test('a server that was asked to stop is not taken over, though it still answers', async (t) => {
  const home = temporaryHome(t);
  const first = await start(home);
  first.stopNow();
  const second = await start(home);
  assert.notEqual(second.pid, first.pid);
  await second.stop();
});

test('a recorded pid that belongs to another program now is left alone', async (t) => {
  const home = temporaryHome(t);
  const server = await start(home);
  await server.stop();
  const file = join(home, 'temporal', 'server.json');
  const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...Object(record), pid: process.pid, stopping: false }));
  assert.equal(await findDevServer(home), undefined);
});

test('a CLI that ends at once is an error that shows its words', async (t) => {
  const home = temporaryHome(t);
  const cli = join(home, 'temporal-cli');
  writeFileSync(cli, '#!/bin/sh\necho no such flag >&2; sleep 0.2; exit 3\n', { mode: 0o755 });
  const started = startDevServer({ home, findCli: async () => cli });
  await assert.rejects(started, /did not start: it ended with code 3 .*\n?no such flag/);
});

/** Other files' servers take the standard ports whenever they are free. */
async function useOwnPorts(home: string): Promise<void> {
  const folder = folderIn(home);
  mkdirSync(folder, { recursive: true });
  const [port, uiPort] = [await freePort(), await freePort()];
  remember(folder, { pid: 0, command: 'none', port, uiPort, stopping: false });
}
