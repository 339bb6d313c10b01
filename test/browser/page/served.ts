import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiKeyDesk } from '../../../src/client/api-keys.js';
import { loadConfig } from '../../../src/config.js';
import { freePort } from '../../../src/embedded/free-port.js';
import { startServer, type SurefootServer } from '../../../src/server.js';
import { startStack, type Stack } from '../../stack.js';
import { temporaryFolder } from '../../throwaway.js';

/** A stack with a worker and the HTTP server, which can be taken away and given back at the same address. */
export interface Served {
  readonly stack: Stack;
  readonly url: string;
  /** The same with API keys, and one of them. */
  readonly guarded: { readonly url: string; readonly key: string };
  stop(): Promise<void>;
  /** Where it was stopped. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Its answer is put into words so slowly that the server can be started again meanwhile. */
export const slowQuestion = 'Revenue by month in 2025';

export async function serve(): Promise<Served> {
  const script = join(temporaryFolder(), 'script.json');
  const slow = {
    ...{ name: 'slow', role: 'interpreter', question: `^${slowQuestion}$` },
    reply: { offline: true, delayMs: 5_000 },
  };
  writeFileSync(script, JSON.stringify({ rules: [slow], fallThrough: true }));
  const stack = await startStack({ script });
  await stack.worker();
  const address = `127.0.0.1:${await freePort()}`;
  const config = loadConfig({ ...stack.env, SUREFOOT_HTTP_ADDRESS: address });
  let server: SurefootServer | undefined = await startServer(config);
  const guards = { SUREFOOT_HTTP_KEYS: 'required', SUREFOOT_HTTP_ADDRESS: '127.0.0.1:0' };
  const guarded = await startServer(loadConfig({ ...stack.env, ...guards }));
  const { key } = await apiKeyDesk(stack.store.apiKeys).create({ name: 'the page' });
  const stop = async () => {
    await server?.close();
    server = undefined;
  };
  return {
    stack,
    url: `http://${address}`,
    guarded: { url: guarded.url, key },
    stop,
    async start() {
      server ??= await startServer(config);
    },
    async close() {
      await Promise.all([stop(), guarded.close()]);
      await stack.close();
    },
  };
}
