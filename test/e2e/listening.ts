import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** One request to Claude's API as it was sent. */
export interface Heard {
  readonly role: string;
  readonly run: string;
  readonly body: string;
  /** All text of system and messages, as Claude reads it. */
  readonly text: string;
}

/** Stands between a worker and the stand-in, and keeps what Claude is asked. */
export async function listenTo(target: string) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const { 'x-surefoot-role': role = '', 'x-surefoot-run': run = '' } = request.headers;
      heard.push({ role: String(role), run: String(run), body, text: textOf(body) });
      const headers = Object.entries(request.headers).filter(
        (header): header is [string, string] =>
          typeof header[1] === 'string' && !/^(?:host|content-length|connection)$/.test(header[0]),
      );
      const answer = await fetch(`${target}${request.url}`, {
        ...{ method: request.method ?? 'POST', headers },
        ...(body !== '' && { body }),
      });
      const { 'content-encoding': _, ...kept } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, kept);
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (run: string, role: string) => heard.filter((one) => one.run === run && one.role === role),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Listener = Awaited<ReturnType<typeof listenTo>>;

function textOf(body: string): string {
  const { system = [], messages = [] } = JSON.parse(body || '{}') as {
    readonly system?: readonly { readonly text: string }[];
    readonly messages?: readonly { readonly content: unknown }[];
  };
  const spoken = messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? [content]
      : (content as { text: string }[]).map(({ text }) => text),
  );
  return [...system.map(({ text }) => text), ...spoken].join('\n');
}
