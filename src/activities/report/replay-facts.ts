import type { Replays } from '../../domain/report/sections/replays.js';
import type { ReplayHistories, ReportWindow } from '../../ports.js';

/** What replaying came to. A server that is away leaves the rest of the report as it is. */
export async function replayFacts(
  replay: ReplayHistories | null,
  { tenant }: ReportWindow,
  signal: AbortSignal,
): Promise<Replays> {
  if (replay === null) return { none: 'Temporal was not asked, so no history was replayed.' };
  try {
    const { filter, replayed, diverged } = await replay(tenant, signal);
    return {
      facts: {
        query: { name: 'replays', language: 'temporal', text: filter, params: [] },
        rows: [{ replayed, diverged: diverged.length }],
      },
      diverged,
    };
  } catch {
    signal.throwIfAborted();
    return { none: 'Temporal did not answer, so no history was replayed.' };
  }
}
