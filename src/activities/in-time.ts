import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 300;

/** For what helps but is not needed: the store's word, or undefined where it fails or takes too long. */
export async function inTime<T>(asked: Promise<T>, withinMs = patienceMs): Promise<T | undefined> {
  const timer = new AbortController();
  const late = sleep(withinMs, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([asked.catch(() => undefined), late]);
  } finally {
    timer.abort();
  }
}
