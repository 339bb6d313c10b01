import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before the stand-in and spoils every so-manieth call, in turn in each of the ways below. */
export interface FlakyClaude {
  readonly url: string;
  /** Calls whose reply was made and never arrived. */
  cut(): number;
  close(): Promise<void>;
}

const errors = [429, 529, 500, 503];

export async function startFlakyClaude(target: string, every: number): Promise<FlakyClaude> {
  let calls = 0;
  let cut = 0;
  const server = createServer((asked, answer) => {
    calls += 1;
    const spoiled = calls % every === 0 ? (calls / every) % (errors.length + 1) : undefined;
    const status = spoiled === undefined ? undefined : errors[spoiled];
    if (status !== undefined) refuse(asked, answer, status);
    else {
      if (spoiled !== undefined) cut += 1;
      passOn(asked, answer, target, spoiled !== undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(asked: IncomingMessage, answer: ServerResponse, status: number): void {
  asked.resume();
  const error = { type: 'error', error: { type: 'api_error', message: 'Spoiled.' } };
  answer.writeHead(status, { 'content-type': 'application/json' });
  answer.end(JSON.stringify(error));
}

/** The whole reply, or its first bytes and then nothing. */
function passOn(
  asked: IncomingMessage,
  answer: ServerResponse,
  target: string,
  cuts: boolean,
): void {
  const { method, headers, url } = asked;
  const upstream = request(new URL(url ?? '/', target), { method, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    if (!cuts) {
      reply.pipe(answer);
      return;
    }
    reply.once('data', (chunk: Buffer) => {
      answer.write(chunk.subarray(0, 300), () => answer.destroy());
      reply.resume();
    });
  });
  upstream.on('error', () => answer.destroy());
  asked.pipe(upstream);
}
