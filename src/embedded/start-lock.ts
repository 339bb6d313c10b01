import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf, until } from './process-tools.js';

/** Long enough for another start to download a binary over a slow line. */
const patienceMs = 10 * 60_000;

/** Only one process at a time starts or stops the servers of a home. The lock of a dead process is broken. */
export async function withStartLock<T>(
  { home, setting = 'SUREFOOT_HOME', onProgress = () => {} }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const lock = join(home, 'start.lock');
  const mine = join(home, `start.lock.${process.pid}.${(locks += 1)}`);
  try {
    await mkdir(home, { recursive: true });
    const holder = JSON.stringify({ pid: process.pid, command: commandOf(process.pid) });
    // Anew, never through what lies there: the home may be in a folder that others write to.
    rmSync(mine, { force: true });
    // Others may read it: who shares the home from another account must see that this process is dead.
    writeFileSync(mine, holder, { flag: 'wx', mode: 0o644 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    const message = `Nothing can be written to the folder ${home}${code}: set ${setting} to one where you may write.`;
    throw new Error(message, { cause });
  }
  try {
    let waiting = false;
    const taken = await until(() => {
      if (take(lock, mine)) return true;
      breakIfDead(lock);
      if (!waiting) onProgress('Waiting for another start of Surefoot');
      waiting = true;
      return false;
    }, patienceMs);
    if (!taken) throw new Error(`Another start of Surefoot holds ${lock} for too long: end it.`);
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

export interface LockOptions {
  readonly home: string;
  /** Where the home comes from, for whoever cannot write to it; `SUREFOOT_HOME` by default. */
  readonly setting?: string;
  readonly onProgress?: (line: string) => void;
}

let locks = 0;

/** A link appears with its content in one step, and only where there is none. */
function take(lock: string, mine: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch {
    return false;
  }
}

function breakIfDead(lock: string): void {
  const seen = read(lock);
  if (seen === undefined || isHeld(seen)) return;
  // Renamed and looked at again: someone else may have broken it and taken it since.
  const broken = `${lock}.broken.${process.pid}`;
  try {
    renameSync(lock, broken);
    if (read(broken) !== seen) linkSync(broken, lock);
  } catch {
    // Someone else was faster; we look again.
  } finally {
    rmSync(broken, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isHeld(text: string): boolean {
  const holder: unknown = JSON.parse(text);
  if (typeof holder !== 'object' || holder === null) return false;
  if (!('pid' in holder) || !('command' in holder) || typeof holder.pid !== 'number') return false;
  return commandOf(holder.pid) === holder.command;
}
