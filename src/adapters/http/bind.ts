import type { Server } from 'node:http';

export interface BindOptions {
  readonly host: string;
  readonly port: number;
  /** Takes a free port where that one is taken. */
  readonly orFree?: boolean;
}

/** Has a server listen; returns where. @throws Node's own error, whose code says why it cannot */
export async function bind(server: Server, options: BindOptions): Promise<string> {
  const { host, port, orFree = false } = options;
  const bound = await listening(server, host, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && orFree) return listening(server, host, 0);
    throw error;
  });
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
