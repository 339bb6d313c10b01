import type { RunEvent } from '../../../../ports.js';
import { eventStreamParser } from './event-stream.js';
import { pause } from './pause.js';
import { mayPass, RequestFailed } from './problem.js';
import { request } from './request.js';

export interface Following {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Whether the events come; false while the connection is lost. */
  readonly onConnection: (open: boolean) => void;
  /** Asked when a stream ended without the run's last event: whether the run has ended all the same. */
  readonly hasEnded: () => Promise<boolean>;
}

const firstWaitMs = 500;
const longestWaitMs = 5_000;

/**
 * The run's events until it has ended, none twice and none left out. A stream that breaks off, because the server was
 * started again or the network went away, is taken up after the last event that came. @throws RequestFailed where
 * waiting does not help
 */
export async function followRun(following: Following): Promise<void> {
  const { signal, onConnection } = following;
  let last = '';
  let waitMs = firstWaitMs;
  for (;;) {
    try {
      const { ended, seen } = await readStream(following, last, () => {
        waitMs = firstWaitMs;
      });
      last = seen;
      if (ended || (await following.hasEnded())) return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof StreamBroken) last = error.seen;
      else if (!(error instanceof RequestFailed && mayPass(error))) throw error;
      onConnection(false);
    }
    await pause(waitMs, signal);
    if (signal.aborted) return;
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}

/** Where it broke off, so that nothing is asked for twice. */
class StreamBroken extends Error {
  override readonly name = 'StreamBroken';
  readonly seen: string;

  constructor(seen: string, options: ErrorOptions) {
    super('the stream broke off', options);
    this.seen = seen;
  }
}

async function readStream(
  { runId, signal, onEvent, onConnection }: Following,
  after: string,
  opened: () => void,
): Promise<{ readonly ended: boolean; readonly seen: string }> {
  const response = await request(`/v1/runs/${encodeURIComponent(runId)}/events`, {
    accept: 'text/event-stream',
    signal,
    ...(after !== '' && { headers: { 'last-event-id': after } }),
  });
  onConnection(true);
  opened();
  let seen = after;
  const parser = eventStreamParser();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done = true, value = '' } = (await reader?.read()) ?? {};
      if (done) return { ended: false, seen };
      for (const { id, data } of parser.push(value)) {
        const event = JSON.parse(data) as RunEvent;
        seen = id === '' ? seen : id;
        onEvent(event);
        if (event.kind === 'answered') return { ended: true, seen };
      }
    }
  } catch (error) {
    throw new StreamBroken(seen, { cause: error });
  } finally {
    await reader?.cancel().catch(() => {});
  }
}
