import { cancellationSignal } from '@temporalio/activity';
import { beating } from './beating.js';
import type { Deps } from './deps.js';
import type { Tended } from '../domain/tasks.js';

/** Deletes what is older than its time. What one attempt has done, the next need not do again. */
export async function tendStore({ upkeep }: Pick<Deps, 'upkeep'>): Promise<Tended> {
  const signal = cancellationSignal();
  return await beating(() => upkeep.purge(new Date(), () => signal.throwIfAborted()));
}
