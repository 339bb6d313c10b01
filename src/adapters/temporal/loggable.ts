import { inspect } from 'node:util';

/** For the worker's log: whatever was thrown, with what caused it. */
export function loggable(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown : inspect(thrown, { depth: 4 });
}
