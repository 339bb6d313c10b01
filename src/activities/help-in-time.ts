import { setTimeout as sleep } from 'node:timers/promises';

/** What is answered within that time; undefined where it is late, fails or is called off: help never makes things worse. */
export async function helpInTime<T>(
  ms: number,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  if (ms <= 0 || signal.aborted) return undefined;
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  try {
    const late = sleep(ms, undefined, { signal: either });
    return await Promise.race([ask(either), late]);
  } catch {
    return undefined;
  } finally {
    done.abort();
  }
}
