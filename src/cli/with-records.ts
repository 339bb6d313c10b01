import { unlessInterrupted, type Context } from './context.js';
import type { Records } from './outside.js';

/** Work on what the store keeps of runs. Temporal is not asked: it may be away, or have forgotten them. */
export async function withRecords<T>(
  { terminal, outside, interrupt }: Context,
  work: (records: Records) => Promise<T>,
): Promise<T> {
  const records = await outside.connectRecords(outside.loadConfig(terminal.env));
  try {
    return await unlessInterrupted(work(records), interrupt);
  } finally {
    await records.close();
  }
}
