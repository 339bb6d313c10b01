import { isDay } from '../domain/day.js';
import { ToolFailure } from '../domain/failure.js';
import { noTenant } from '../domain/question.js';
import type { Receipt } from '../domain/receipt.js';
import type { WebUi } from '../domain/run-link.js';
import type { RunFilter, RunPage } from '../ports.js';
import { readReceipt, type ReceiptStore } from './receipt/read-receipt.js';

/** A filter or a cursor that cannot be one. */
export class WrongFilter extends Error {
  override readonly name = 'WrongFilter';
}

/** Runs that were asked for, read from the store alone: long after Temporal has forgotten them. */
export interface PastRunsDesk {
  /** A page, the newest first; `next` is the cursor of the page after it. @throws WrongFilter */
  list(filter?: RunFilter): Promise<RunPage>;
  /** All that is known of one, running or ended. @throws RunNotFound */
  receipt(runId: string, whose?: { readonly tenant?: string }): Promise<Receipt>;
}

export function pastRunsDesk(store: ReceiptStore, webUi?: WebUi): PastRunsDesk {
  return {
    receipt: (runId, { tenant = noTenant } = {}) => readReceipt(store, { tenant, runId }, webUi),
    async list({ since, until, ...filter } = {}) {
      const times = {
        ...(since !== undefined && { since: timeOf('since', since) }),
        ...(until !== undefined && { until: timeOf('until', until) }),
      };
      try {
        return await store.pastRuns.list({ ...filter, ...times });
      } catch (error) {
        if (!(error instanceof ToolFailure) || error.toolError.error !== 'wrong_cursor')
          throw error;
        throw new WrongFilter(error.message, { cause: error });
      }
    },
  };
}

/** A day is UTC's: what the store would make of it depends on how its server is set up. */
function timeOf(name: string, text: string): string {
  const time = new Date(text);
  if (isDay(text.slice(0, 10)) && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new WrongFilter(`${name}: use a day or an ISO time, such as 2026-11-01.`);
}
