import { spawn } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { onFreePorts } from '../on-free-ports.js';
import { logTail, signal, until } from '../process-tools.js';
import { atProcessEnd, notAtProcessEnd } from '../stop-with-us.js';
import type { Cluster } from './cluster.js';
import { findPostmaster, type Postmaster } from './postmaster.js';

/** Starts the server of a cluster and waits until it takes connections. */
export function launch(cluster: Cluster): Promise<Postmaster> {
  return onFreePorts(() => startAndWait(cluster));
}

async function startAndWait({ native, folder, data, user, durable }: Cluster): Promise<Postmaster> {
  const port = await keepPort(join(folder, 'port'));
  const logFile = join(folder, 'server.log');
  const log = await open(logFile, 'a', 0o600);
  const child = spawn(
    join(native, 'bin', 'postgres'),
    [
      '-D',
      data,
      ...Object.entries(settings(port, durable)).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    // A process group of its own: Ctrl-C in a terminal is for us, and we stop the server once nothing needs it.
    { cwd: folder, detached: true, stdio: ['ignore', log.fd, log.fd], ...user },
  );
  let problem: string | undefined;
  child.once('error', ({ message }) => (problem = message));
  child.once('exit', (code) => (problem ??= `it ended with code ${code}`));
  child.unref();
  await log.close();

  const stopNow = (): void => void (child.pid !== undefined && signal(child.pid, 'SIGQUIT'));
  atProcessEnd(stopNow);
  // A minute, because recovery after a crash may take a while.
  await until(() => problem !== undefined || findPostmaster(data)?.status === 'ready', 60_000);
  notAtProcessEnd(stopNow);
  const postmaster = findPostmaster(data);
  if (postmaster?.status === 'ready') return postmaster;
  stopNow();
  throw new Error(
    `Postgres did not start: ${problem ?? 'it was not ready within 60 s'}. The end of ${logFile}:\n${logTail(logFile)}`,
  );
}

function settings(port: number, durable: boolean): Readonly<Record<string, string | number>> {
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    log_destination: 'stderr',
    log_timezone: 'UTC',
    timezone: 'UTC',
    jit: 'off',
    // A lost transaction of the last half second is fine in a server for one developer; a broken cluster is not.
    synchronous_commit: 'off',
    ...(!durable && { fsync: 'off', full_page_writes: 'off' }),
  };
}

/** The same port as last time where it is free, so that connection strings in other windows stay right. */
async function keepPort(file: string): Promise<number> {
  const last = Number(await readFile(file, 'utf8').catch(() => undefined));
  const port = await freePort(last > 0 ? last : undefined);
  if (port !== last) await writeFile(file, `${port}`);
  return port;
}
