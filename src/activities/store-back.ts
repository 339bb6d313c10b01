import { setTimeout as sleep } from 'node:timers/promises';
import { ToolFailure, type Waiting } from '../domain/failure.js';
import type { Attempt } from './attempt.js';

const everyMs = 500;
/** Kept back, so that the attempt can still say what failed, also on a busy machine. */
const tellingMs = 1_000;

/**
 * Keeps what is in hand, and worth waiting for the store: failing here would mean to do it again. Ends with the
 * attempt's time.
 */
export async function onceStoreIsBack<T>(keep: () => Promise<T>, attempt: Attempt): Promise<T> {
  for (;;) {
    try {
      return await keep();
    } catch (error) {
      const passes = error instanceof ToolFailure && error.toolError.class === 'transient';
      if (!passes || Date.now() + everyMs + tellingMs > attempt.deadlineMs) throw error;
      const waiting: Waiting = { waitsFor: error.toolError };
      attempt.onProgress(waiting);
      await sleep(everyMs, undefined, { signal: attempt.signal });
    }
  }
}
