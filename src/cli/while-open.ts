import { unlessInterrupted, type Context } from './context.js';

/** Work on something that is opened for it and closed afterwards, whether it ends, fails or is interrupted. */
export async function whileOpen<Opened extends { close(): Promise<unknown> }, Result>(
  opening: Promise<Opened>,
  { interrupt }: Pick<Context, 'interrupt'>,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const opened = await unlessInterrupted(opening, interrupt);
  try {
    return await unlessInterrupted(work(opened), interrupt);
  } finally {
    await opened.close();
  }
}
