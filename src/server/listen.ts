import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { bind, type BindOptions } from '../adapters/http/bind.js';
import { ConfigError } from '../config.js';

export interface Listening {
  readonly url: string;
  /** Takes no more; what is in flight has a moment to end. */
  close(): Promise<void>;
}

/** Longer than load balancers keep a connection, so that it is theirs to close. */
const keepAliveMs = 65_000;
const graceMs = 10_000;

/** Serves such a function over HTTP. @throws ConfigError where the address cannot be had */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  options: BindOptions,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  const url = await bound(server, options);
  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Those that answer now are idle in a moment, and kept alive by nobody's wish.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

async function bound(server: Server, options: BindOptions): Promise<string> {
  try {
    return await bind(server, options);
  } catch (error) {
    const { host, port } = options;
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be had (${code})`;
    throw new ConfigError(
      `The address ${host}:${port} ${why}: set SUREFOOT_HTTP_ADDRESS to another one.`,
      { cause: error },
    );
  }
}
