import { Client, type PoolClient } from 'pg';
import { sessionConfig } from './session.js';

/**
 * Runs `work` on a session; when the signal is aborted, cancels it on the server from a second connection and waits
 * until it has ended. Where the server does not react in time, the socket is cut: the server then notices by itself
 * (client_connection_check_interval). Throws what the ended query says, or the signal's reason where it ended by itself;
 * the caller knows that it was the signal.
 */
export async function cancellable<T>(
  client: PoolClient,
  url: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const cut = (): void => void client.connection.stream.destroy();
  let patience: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    patience = setTimeout(cut, patienceMs);
    cancelBackend(url, backendOf(client)).catch(cut);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await work();
    // The cancel may still be on its way: the session is closed, or it would end somebody else's query.
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(patience);
  }
}

/** The driver keeps it and its types do not say so. */
function backendOf(client: PoolClient & { readonly processID?: number | null }): number | null {
  return client.processID ?? null;
}

/** Safe to call late: a session whose signal came is never released to others. */
async function cancelBackend(url: string, pid: number | null): Promise<void> {
  const client = new Client({ ...sessionConfig(url), connectionTimeoutMillis: patienceMs });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_cancel_backend($1)', [pid]);
  } finally {
    client.end().catch(() => {});
  }
}

const patienceMs = 2_000;
