import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The first line that a process prints: it says that it is ready. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The process has no stdout to read from.');
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line').then(([line]) => String(line));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnargs.join(' ')} ended with ${String(code)} before it was ready.`);
  });
  return await Promise.race([ready, ended]);
}

/** Ends a process of ours at once and waits for it. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** CPU time so far of processes and all below them, children that have ended included; null off Linux. */
export function cpuMs(pids: readonly number[]): number | null {
  if (process.platform !== 'linux') return null;
  const below = childrenOf();
  const all = (pid: number): number[] => [pid, ...(below.get(pid) ?? []).flatMap(all)];
  const ticks = pids.flatMap(all).reduce((sum, pid) => sum + ticksOf(pid), 0);
  return (ticks * 1_000) / ticksPerSecond();
}

function childrenOf(): ReadonlyMap<number, readonly number[]> {
  const below = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(statOf(Number(name))[1]);
    if (!Number.isNaN(parent)) below.set(parent, [...(below.get(parent) ?? []), Number(name)]);
  }
  return below;
}

/** utime, stime, cutime and cstime: fields 14 to 17, counted after the command's name. */
function ticksOf(pid: number): number {
  return statOf(pid)
    .slice(11, 15)
    .reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** What follows the command's name in /proc/PID/stat; [] for a process that is gone. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

let perSecond: number | undefined;

function ticksPerSecond(): number {
  perSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return perSecond;
}
