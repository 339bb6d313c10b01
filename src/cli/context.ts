import type { Outside } from './outside.js';
import type { Terminal } from './terminal.js';

/** The promise's outcome, unless an interrupt comes first. @throws Interrupted */
export { unlessAborted as unlessInterrupted } from '../adapters/signals/unless-aborted.js';

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly outside: Outside;
  /** Aborted by the first SIGINT or SIGTERM, with an `Interrupted` as its reason. */
  readonly interrupt: AbortSignal;
}

/** Runs a command's work, whose number is the process's exit code. */
export type Run = (work: (context: Context) => Promise<number>) => Promise<void>;

/** Someone pressed Ctrl-C, or asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Interrupted by ${signal}.`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** Resolves at the interrupt, for those who wait for nothing else. */
export function interrupted(interrupt: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interrupt.aborted) resolve();
    else interrupt.addEventListener('abort', () => resolve(), { once: true });
  });
}
