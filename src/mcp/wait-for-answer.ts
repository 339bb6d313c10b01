import type { ServerContext } from '@modelcontextprotocol/server';
import type { RunHandle } from '../client.js';
import { progressSoon } from '../client/progress-soon.js';
import { progressWords } from './progress-words.js';
import { toldAnswer, toldRunning } from './schemas/run-output.js';
import type { Told } from './tool-result.js';

interface Wait {
  readonly seconds: number;
  readonly stopping: AbortSignal;
}

/**
 * The answer, or how far the run is by then. What happens meanwhile is told as progress. A client that cancels its
 * request leaves the run alone: it goes on.
 */
export async function waitForAnswer(
  run: RunHandle,
  { seconds, stopping }: Wait,
  { mcpReq }: ServerContext,
): Promise<Told> {
  const over = new AbortController();
  const ended = AbortSignal.any([mcpReq.signal, stopping]);
  const told = tellProgress(run, mcpReq, AbortSignal.any([ended, over.signal]));
  try {
    const answer = await run.within(seconds * 1_000, ended);
    if (answer !== undefined) return toldAnswer(answer);
    return toldRunning(run.runId, await progressSoon(run));
  } finally {
    over.abort();
    await told;
  }
}

/** Until the signal comes. Progress is a courtesy: where it cannot be told, the answer still comes. */
async function tellProgress(
  run: RunHandle,
  { _meta, notify }: ServerContext['mcpReq'],
  signal: AbortSignal,
): Promise<void> {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return;
  const words = progressWords(run.runId);
  try {
    for await (const event of run.events({ signal })) {
      const message = words(event);
      if (message === '') continue;
      const params = { progressToken, progress: event.seq, message };
      await notify({ method: 'notifications/progress', params });
    }
  } catch {
    return;
  }
}
