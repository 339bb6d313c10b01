import type { RunRef } from '../domain/question.js';
import type { Runs } from '../ports.js';

/**
 * The newest plan that the record says has to be approved; 0 for none, also where the store cannot say. The workflow hears
 * of it a moment later.
 */
export async function neededApproval(run: RunRef, runs: Pick<Runs, 'events'>): Promise<number> {
  const events = await runs.events(run, 0, 1_000).catch(() => []);
  const version = events.findLast(({ kind }) => kind === 'approval.needed')?.data['version'];
  return typeof version === 'number' ? version : 0;
}
