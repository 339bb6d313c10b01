import type { Surefoot } from '../client.js';
import type { Context } from './context.js';
import { whileOpen } from './while-open.js';

/** Work with a client on the settings' Temporal and store. */
export async function withSurefoot<T>(
  context: Context,
  work: (surefoot: Surefoot) => Promise<T>,
): Promise<T> {
  const { terminal, outside } = context;
  const opening = outside.connect(outside.loadConfig(terminal.env));
  return await whileOpen(opening, context, ({ surefoot }) => work(surefoot));
}
