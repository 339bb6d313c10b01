import { execFile } from 'node:child_process';
import { chown, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.js';

const execute = promisify(execFile);

/** Runs initdb beside the cluster's place and renames, so that an interruption leaves nothing that looks like one. */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const { native, folder, data, user, durable } = cluster;
  const unfinished = await mkdtemp(join(folder, 'data-new-'));
  const passwordFile = join(unfinished, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(unfinished, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const initdb = [
    `--pgdata=${join(unfinished, 'data')}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and the same messages on every machine, whatever its locale.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await execute(join(native, 'bin', 'initdb'), initdb, {
      cwd: folder,
      timeout: 120_000,
      ...user,
    });
    await rename(join(unfinished, 'data'), data);
  } catch (cause) {
    throw new Error(`initdb could not create a Postgres cluster in ${folder}.`, { cause });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
