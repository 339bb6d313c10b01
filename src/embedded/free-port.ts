import { createServer } from 'node:net';

/** The first of the wanted loopback ports that is free, else any free one. */
export async function freePort(...wanted: readonly (number | undefined)[]): Promise<number> {
  for (const port of wanted) {
    if (port !== undefined && (await tryPort(port)) !== undefined) return port;
  }
  const port = await tryPort(0);
  if (port === undefined) throw new Error('There is no free port on 127.0.0.1.');
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
