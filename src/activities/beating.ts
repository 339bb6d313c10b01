import { heartbeat } from '@temporalio/activity';

const heartbeatMs = 5_000;

/** Beats while the work lasts: one statement over a long log may take longer than a worker may be silent. */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
