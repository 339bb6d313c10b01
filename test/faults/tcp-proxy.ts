import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line between a worker and a server that can be cut, muted and made slow. */
export interface TcpProxy {
  readonly port: number;
  /** What the server says is held back from now on. */
  mute(): void;
  /** Each chunk takes this long, in both directions. */
  slow(delayMs: number): void;
  /** New connections work as they should; those that were muted are gone. */
  restore(): void;
  /** Ends all connections at once. */
  cut(): void;
  close(): Promise<void>;
}

export interface TcpProxyOptions {
  /** Asked for each chunk that a client sends: true cuts its connection, once the server has the chunk. */
  readonly cutsAfter?: (chunk: Buffer, connection: object) => boolean;
  /** The same, and the server never has the chunk. */
  readonly cutsBefore?: (chunk: Buffer) => boolean;
}

export async function startTcpProxy(
  target: number,
  { cutsAfter = () => false, cutsBefore = () => false }: TcpProxyOptions = {},
): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let delayMs = 0;
  let muted = false;

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      pairs.delete(pair);
    };
    for (const socket of pair) {
      socket.setNoDelay();
      socket.on('error', end);
      socket.on('close', end);
    }
    const passOn = (to: Socket, chunk: Buffer, after: () => void = () => {}): void => {
      // Timers of the same length fire in the order in which they were set.
      if (delayMs === 0) to.write(chunk, after);
      else setTimeout(() => to.write(chunk, after), delayMs);
    };
    client.on('data', (chunk: Buffer) => {
      if (cutsBefore(chunk)) end();
      else passOn(upstream, chunk, cutsAfter(chunk, client) ? end : undefined);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!muted) passOn(client, chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const cut = (): void => {
    for (const socket of [...pairs].flat()) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    mute: () => (muted = true),
    slow: (ms) => (delayMs = ms),
    restore() {
      if (muted) cut();
      muted = false;
      delayMs = 0;
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
