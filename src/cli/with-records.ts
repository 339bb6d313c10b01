import type { Context } from './context.js';
import type { Records } from './outside.js';
import { whileOpen } from './while-open.js';

/** Work on what the store keeps of runs. Temporal is not asked: it may be away, or have forgotten them. */
export async function withRecords<T>(
  context: Context,
  work: (records: Records) => Promise<T>,
): Promise<T> {
  const { terminal, outside } = context;
  return await whileOpen(outside.connectRecords(outside.loadConfig(terminal.env)), context, work);
}
