import { ToolFailure } from '../domain/failure.js';
import type { RunFilter, RunPage, Store } from '../ports.js';

/** A filter or a cursor that cannot be one. */
export class WrongFilter extends Error {
  override readonly name = 'WrongFilter';
}

/** Runs that were asked for, read from the store alone: long after Temporal has forgotten them. */
export interface PastRunsDesk {
  /** A page, the newest first; `next` is the cursor of the page after it. @throws WrongFilter */
  list(filter?: RunFilter): Promise<RunPage>;
}

export function pastRunsDesk(store: Pick<Store, 'pastRuns'>): PastRunsDesk {
  return {
    async list(filter = {}) {
      for (const name of ['since', 'until'] as const) {
        const time = filter[name];
        if (time !== undefined && Number.isNaN(Date.parse(time))) {
          throw new WrongFilter(`${name}: use a day or an ISO time, such as 2026-11-01.`);
        }
      }
      try {
        return await store.pastRuns.list(filter);
      } catch (error) {
        if (!(error instanceof ToolFailure) || error.toolError.error !== 'wrong_cursor')
          throw error;
        throw new WrongFilter(error.message, { cause: error });
      }
    },
  };
}
