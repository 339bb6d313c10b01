import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as Database } from 'pg';
import { Client, Connection } from '@temporalio/client';
import { runSql } from '../src/adapters/postgres-admin/run-sql.js';
import { migrateStore } from '../src/adapters/store/index.js';
import { copyRows } from '../src/adapters/warehouse/copy.js';
import { freePort } from '../src/embedded/free-port.js';
import { homeFolder } from '../src/embedded/home.js';
import { prepareDatabases, type DatabaseUrls } from '../src/embedded/postgres/databases.js';
import { startPostgres } from '../src/embedded/postgres/start-postgres.js';
import { signal, until } from '../src/embedded/process-tools.js';
import { atProcessEnd, notAtProcessEnd } from '../src/embedded/stop-with-us.js';
import { loadSample } from '../src/embedded/sample/index.js';
import { startDevServer } from '../src/embedded/temporal/dev-server.js';
import { findCli } from '../src/embedded/temporal/find-cli.js';
import { killed } from './processes.js';

/** A Temporal server and a client of it. */
export interface TemporalServer {
  readonly address: string;
  readonly pid: number;
  readonly client: Client;
  close(): Promise<void>;
}

export interface Databases extends DatabaseUrls {
  readonly pid: number;
  close(): Promise<void>;
}

/** Postgres as `surefoot dev` starts it, on disk and durable, with the whole sample and a migrated store. */
export async function startDatabases(): Promise<Databases> {
  const home = mkdtempSync(join(tmpdir(), 'surefoot-bench-'));
  // Root's Postgres runs as another user.
  chmodSync(home, 0o755);
  const server = await startPostgres({ home });
  const stopNow = () => server.stopNow();
  atProcessEnd(stopNow);
  const close = async () => {
    notAtProcessEnd(stopNow);
    await server.stop();
    for (const folder of [home, server.folder]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const urls = await prepareDatabases(server, runSql);
    const owner = new Database({ connectionString: urls.warehouseOwner });
    await owner.connect();
    await loadSample(owner, { copyRows });
    await owner.end();
    await migrateStore(urls.store, { log: () => {} });
    return { ...urls, pid: server.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Temporal as `surefoot dev` starts it, on disk, with the settings that Surefoot gives it. */
export async function startConfigured(): Promise<TemporalServer> {
  const home = mkdtempSync(join(tmpdir(), 'surefoot-bench-'));
  const server = await startDevServer({ home, findCli: cli });
  const stopNow = () => server.stopNow();
  atProcessEnd(stopNow);
  return await connected(server.address, server.pid, async () => {
    notAtProcessEnd(stopNow);
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });
}

/** The dev server as it is out of the box, but for the search attributes that a run needs. */
export async function startWithDefaults(): Promise<TemporalServer> {
  const port = await freePort();
  const attributes = ['SurefootStatus=Keyword', 'SurefootTenant=Keyword'];
  const child = spawn(
    await cli(),
    [
      'server',
      'start-dev',
      '--headless',
      '--log-level=error',
      '--ip=127.0.0.1',
      `--port=${port}`,
      ...attributes.map((name) => `--search-attribute=${name}`),
    ],
    { stdio: 'ignore' },
  );
  const pid = child.pid ?? 0;
  atProcessEnd(() => void signal(pid, 'SIGKILL'));
  const address = `127.0.0.1:${port}`;
  const answers = () =>
    Connection.connect({ address, connectTimeout: '1s' }).then(
      async (connection) => {
        await connection.close();
        return true;
      },
      () => false,
    );
  if (!(await until(answers, 30_000)))
    throw new Error('The Temporal server with default settings does not answer.');
  return await connected(address, pid, () => killed(child));
}

async function connected(
  address: string,
  pid: number,
  stop: () => Promise<void>,
): Promise<TemporalServer> {
  const connection = await Connection.connect({ address });
  return {
    address,
    pid,
    client: new Client({ connection }),
    async close() {
      await connection.close();
      await stop();
    },
  };
}

function cli(): Promise<string> {
  return findCli({ home: homeFolder(process.env), onProgress: (line) => console.error(line) });
}
