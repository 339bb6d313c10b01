import { ToolFailure } from '../../domain/failure.js';

/**
 * Runs "insert, or read what is there" until it has a row. A statement does not see a row committed while it ran, so
 * the loser of a race gets nothing the first time and the winner's row the second.
 */
export async function settled<T>(statement: () => Promise<readonly T[]>): Promise<T> {
  for (let tries = 0; tries < 3; tries += 1) {
    const [row] = await statement();
    if (row !== undefined) return row;
  }
  throw new ToolFailure({
    error: 'store_error',
    class: 'unknown',
    message: 'The store neither keeps a row nor returns the one that is in its way.',
  });
}
