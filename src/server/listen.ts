import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { ConfigError } from '../config.js';

export interface Listening {
  readonly url: string;
  /** Takes no more; what is in flight has a moment to end. */
  close(): Promise<void>;
}

interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly orFree: boolean;
}

/** Longer than load balancers keep a connection, so that it is theirs to close. */
const keepAliveMs = 65_000;
const graceMs = 10_000;

/** Serves such a function over HTTP. @throws ConfigError where the address cannot be had */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  options: ListenOptions,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  const port = await bound(server, options);
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
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

async function bound(server: Server, { host, port, orFree }: ListenOptions): Promise<number> {
  try {
    return await bind(server, host, port);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && orFree) return await bind(server, host, 0);
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be had (${code})`;
    throw new ConfigError(
      `The address ${host}:${port} ${why}: set SUREFOOT_HTTP_ADDRESS to another one.`,
      { cause: error },
    );
  }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
