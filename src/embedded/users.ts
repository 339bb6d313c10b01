import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from './process-tools.js';

/** A process that uses the servers of a home. The last one to leave stops them. */
export interface Membership {
  /** True when nobody else uses the servers. Synchronous, so that a process can still leave while it ends. */
  leave(): boolean;
}

let memberships = 0;

/** Registers this process as a user of a home's servers. */
export function joinUsers(home: string): Membership {
  const folder = join(home, 'users');
  const file = `${process.pid}.${(memberships += 1)}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), commandOf(process.pid) ?? '');
  return {
    leave() {
      rmSync(join(folder, file), { force: true });
      return readdirSync(folder).every((other) => !isAlive(folder, other));
    },
  };
}

/** A process that was killed could not leave: its pid is gone, or another program has it. */
function isAlive(folder: string, file: string): boolean {
  const path = join(folder, file);
  try {
    if (commandOf(Number.parseInt(file, 10)) === readFileSync(path, 'utf8')) return true;
  } catch {
    return false; // It just left.
  }
  rmSync(path, { force: true });
  return false;
}
