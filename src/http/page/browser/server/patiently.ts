import { pause } from './pause.js';
import { mayPass, RequestFailed } from './problem.js';

const betweenMs = 2_000;

/** Asks until an answer comes, where only the server or the network is away. @throws RequestFailed for anything else */
export async function patiently<T>(
  ask: () => Promise<T>,
  {
    signal,
    onConnection,
  }: { readonly signal: AbortSignal; readonly onConnection: (open: boolean) => void },
): Promise<T> {
  for (;;) {
    try {
      const answer = await ask();
      onConnection(true);
      return answer;
    } catch (error) {
      if (signal.aborted || !(error instanceof RequestFailed && mayPass(error))) throw error;
      onConnection(false);
      await pause(betweenMs, signal);
    }
  }
}
