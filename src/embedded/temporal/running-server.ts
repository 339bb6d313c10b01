import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { commandOf } from '../process-tools.js';

const RunningServer = z.object({
  pid: z.int(),
  command: z.string(),
  port: z.int(),
  uiPort: z.int().optional(),
  /** Asked to stop: it answers for another second, and must not be taken over. */
  stopping: z.boolean(),
});

/** What is kept of a server on disk, so that another process can take it over. */
export type RunningServer = Readonly<z.infer<typeof RunningServer>>;

/** Where a home keeps its dev server's files. */
export function folderIn(home: string): string {
  return join(resolve(home), 'temporal');
}

/** What the last start left, whether or not it still runs. */
export function lastServer(folder: string): RunningServer | undefined {
  try {
    return RunningServer.parse(JSON.parse(readFileSync(join(folder, recordName), 'utf8')));
  } catch {
    return undefined; // None yet, or cut short by a crash.
  }
}

/** Synchronous, so that a process can still say that it stops a server while it ends. */
export function remember(folder: string, server: RunningServer): void {
  writeFileSync(join(folder, recordName), JSON.stringify(server));
}

/** False when the pid is gone, or belongs to another program by now. */
export function isRunning({ pid, command }: RunningServer): boolean {
  return commandOf(pid) === command;
}

const recordName = 'server.json';
