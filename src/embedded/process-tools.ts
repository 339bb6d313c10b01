import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command line of a running process, undefined when there is none (a zombie counts as none).
 * A pid alone proves nothing, since it may have been given to another program after ours died.
 */
export function commandOf(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-ww', '-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' });
    return command.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Sends a signal; false when the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/**
 * Asks a process to stop, insists with the second signal, and returns when it is gone. Works on processes that
 * are not our children, as after a crash of ours.
 */
export async function stopProcess(
  pid: number,
  { ask, insist, patienceMs }: StopOptions,
): Promise<void> {
  const command = commandOf(pid);
  const isGone = (): boolean => command === undefined || commandOf(pid) !== command;
  for (const name of [ask, insist]) {
    if (!isGone()) signal(pid, name);
    if (await until(isGone, patienceMs)) return void (await until(() => hasLetGo(pid), 2_000));
  }
  throw new Error(`Process ${pid} does not stop, not even by ${insist}: ${command}`);
}

/** A process that ends loses its memory first, its command line with it, and its ports when its last thread ends. */
function hasLetGo(pid: number): boolean {
  try {
    const [state] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return state === 'Z' && readdirSync(`/proc/${pid}/task`).length === 1;
  } catch {
    return true;
  }
}

export interface StopOptions {
  readonly ask: NodeJS.Signals;
  readonly insist: NodeJS.Signals;
  readonly patienceMs: number;
}

/** Looks every few milliseconds until the condition holds; false when it did not within the time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(15);
  }
  return true;
}

/** The last lines of a server's log, for an error that has to explain why it did not start. */
export function logTail(path: string, lines = 12): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  }
}
