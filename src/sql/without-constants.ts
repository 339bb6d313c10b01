import { loadModule, normalizeSync } from 'libpg-query';
import { mayNestTooDeeply } from './nesting.js';

/** Once in a process, before the first `withoutConstants`. */
export async function readyWithoutConstants(): Promise<void> {
  await loadModule();
}

/** The statement with each constant as a parameter, `$3`, numbered after its own; undefined where it cannot be parsed. */
export function withoutConstants(sql: string): string | undefined {
  try {
    return mayNestTooDeeply(sql) ? undefined : normalizeSync(sql);
  } catch {
    return undefined;
  }
}
