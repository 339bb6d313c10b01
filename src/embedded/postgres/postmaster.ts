import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from '../process-tools.js';

/** What a running server says of itself in its data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping';
}

/**
 * The server that runs on a data folder, undefined when none does. A pid file left by a dead one is removed:
 * Postgres itself would refuse to start once that pid belongs to any other program.
 */
export function findPostmaster(data: string): Postmaster | undefined {
  const file = join(data, 'postmaster.pid');
  const lines = readLines(file);
  const pid = Number(lines[0]);
  // Empty for a moment while a server starts: removing it then would leave that server without one.
  if (lines.length === 0 || !(pid > 0)) return undefined;
  if (commandOf(pid)?.includes(data)) {
    const status = lines[7]?.trim();
    return {
      pid,
      port: Number(lines[3]),
      status: status === 'ready' || status === 'stopping' ? status : 'starting',
    };
  }
  rmSync(file, { force: true });
  return undefined;
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
