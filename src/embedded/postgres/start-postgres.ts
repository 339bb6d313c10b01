import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { signal, stopProcess, until } from '../process-tools.js';
import { findPostgresPackage, preparePostgres, type PostgresPackage } from './binaries.js';
import { createCluster } from './create-cluster.js';
import { launch } from './launch.js';
import { keepPasswords, type Passwords } from './passwords.js';
import { findPostmaster, type Postmaster } from './postmaster.js';
import { canEnter, serverUser, type ServerUser } from './server-user.js';

export interface PostgresOptions {
  /** Where the data, the passwords and the log are kept. */
  readonly home: string;
  /** False for tests: nothing is flushed to disk, and a power cut may destroy the data. */
  readonly durable?: boolean;
  readonly onProgress?: (line: string) => void;
}

export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  /** Where this cluster's files really are: for root it may be outside the home. */
  readonly folder: string;
  readonly passwords: Passwords;
  /** As the superuser. */
  adminUrl(database?: string): string;
  /** Ends all sessions, flushes, and returns when the server is gone. */
  stop(): Promise<void>;
  /** Asks the server to stop without waiting, for `process.on('exit')`. */
  stopNow(): void;
}

/** A real Postgres on a loopback port. One that an earlier start left running on the same data is taken over. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { durable = true, onProgress = () => {} } = options;
  const place = await placeIn(options.home);
  const running = await runningIn(place);
  if (running) return running;

  const native = await preparePostgres(place.npmPackage, place);
  const cluster = { ...place, native, durable };
  const passwords = await keepPasswords(place.folder);
  if (!existsSync(place.data)) {
    onProgress('Creating the Postgres cluster');
    await createCluster(cluster, passwords.postgres);
  }
  return serverOf(await launch(cluster), place.folder, passwords);
}

/** The server that runs for a home, whoever started it. */
export async function findPostgres(home: string): Promise<PostgresServer | undefined> {
  return runningIn(await placeIn(home));
}

interface Place {
  readonly npmPackage: PostgresPackage;
  readonly user: ServerUser;
  readonly folder: string;
  readonly data: string;
}

async function placeIn(home: string): Promise<Place> {
  const user = serverUser();
  const npmPackage = await findPostgresPackage();
  const folder = await reachableFolder(resolve(home), user);
  const data = join(folder, `data-${Number.parseInt(npmPackage.version, 10)}`);
  return { npmPackage, user, folder, data };
}

/** A server that is just starting or stopping is waited for. */
async function runningIn({ folder, data }: Place): Promise<PostgresServer | undefined> {
  await until(() => (findPostmaster(data)?.status ?? 'ready') === 'ready', 30_000);
  const postmaster = findPostmaster(data);
  if (postmaster?.status === 'ready') {
    return serverOf(postmaster, folder, await keepPasswords(folder));
  }
  if (postmaster) await stopProcess(postmaster.pid, stopOptions);
  return undefined;
}

/** Root's own home is often closed to the user that Postgres runs as: then the files lie under /var/lib. */
async function reachableFolder(home: string, user: ServerUser): Promise<string> {
  const wanted = join(home, 'postgres');
  await mkdir(wanted, { recursive: true });
  if (user.uid === undefined || user.gid === undefined) return wanted;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 12);
  const folder = canEnter(user, wanted) ? wanted : join('/var/lib/surefoot', name);
  await mkdir(folder, { recursive: true });
  await chown(folder, user.uid, user.gid);
  return folder;
}

function serverOf({ pid, port }: Postmaster, folder: string, passwords: Passwords): PostgresServer {
  return {
    port,
    pid,
    folder,
    passwords,
    adminUrl: (database = 'postgres') =>
      `postgres://postgres:${passwords.postgres}@127.0.0.1:${port}/${database}`,
    stop: () => stopProcess(pid, stopOptions),
    stopNow: () => void signal(pid, stopOptions.ask),
  };
}

/** Fast shutdown, then immediate shutdown. SIGKILL would leave the server's children behind. */
const stopOptions = { ask: 'SIGINT', insist: 'SIGQUIT', patienceMs: 10_000 } as const;
