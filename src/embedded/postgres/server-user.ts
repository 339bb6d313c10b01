import { spawnSync } from 'node:child_process';

/** Whom Postgres runs as. Empty: as ourselves. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Postgres refuses to run as root, so root lends it the user `postgres`, made when missing. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const present = lookUp();
  if (present) return present;
  createUser();
  const created = lookUp();
  if (created) return created;
  throw new Error(
    'Postgres does not run as root, and a user "postgres" could not be created. ' +
      'Create one (useradd --system postgres), or start Surefoot as an ordinary user.',
  );
}

/** Whether that user may list and enter a folder: a home folder of root's is often closed to all others. */
export function canEnter(user: ServerUser, folder: string): boolean {
  return run('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', folder], user) !== undefined;
}

function lookUp(): ServerUser | undefined {
  for (const name of ['postgres', '_postgres']) {
    const [uid, gid] = [run('id', ['-u', name]), run('id', ['-g', name])];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

function createUser(): void {
  const made = run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  // BusyBox has no useradd.
  if (made === undefined) run('adduser', ['-S', '-D', '-H', 'postgres']);
}

function run(command: string, args: readonly string[], user: ServerUser = {}): string | undefined {
  const { status, stdout } = spawnSync(command, args, { cwd: '/', encoding: 'utf8', ...user });
  return status === 0 ? stdout.trim() : undefined;
}
