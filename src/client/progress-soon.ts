import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../workflows/run-tracker.js';
import type { RunHandle } from './run-handle.js';

const patienceMs = 2_000;

/** How far a run is; null where no worker says so soon: who only looks does not wait for a busy one. */
export async function progressSoon(run: Pick<RunHandle, 'progress'>): Promise<Progress | null> {
  const asked = run.progress().catch(() => null);
  return await Promise.race([asked, sleep(patienceMs, null, { ref: false })]);
}
