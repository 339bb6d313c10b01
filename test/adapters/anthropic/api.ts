import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

export type Respond = (response: ServerResponse, call: Call) => void;

/** A Messages API on loopback that says exactly what a test wants, byte by byte, and keeps what it was asked. */
export async function startApi(respond: Respond) {
  const calls: Call[] = [];
  const api = { calls, respond, url: '', close };
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  api.url = `http://127.0.0.1:${address.port}`;
  return api;

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const raw = await text(request);
    const body: Record<string, unknown> = raw === '' ? {} : JSON.parse(raw);
    const call = { method: request.method!, path: request.url!, headers: request.headers, body };
    calls.push(call);
    api.respond(response, call);
  }

  async function close() {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

export interface Reply {
  readonly text?: string;
  readonly thinking?: string;
  readonly stop?: string;
  readonly stopDetails?: unknown;
  readonly model?: string;
  readonly startUsage?: Record<string, unknown>;
  readonly endUsage?: Record<string, unknown>;
}

/** The events of one whole reply, as the API sends them. */
export function events({
  text: answer = '{"ok":true}',
  thinking = '',
  stop = 'end_turn',
  stopDetails = null,
  model = 'claude-sonnet-5-5',
  startUsage = {},
  endUsage = {},
}: Reply = {}): string[] {
  const middle = Math.ceil(answer.length / 2);
  return [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 100, output_tokens: 1, ...startUsage },
      },
    }),
    ...(thinking === ''
      ? []
      : [
          event('content_block_start', {
            index: 0,
            content_block: { type: 'thinking', thinking: '' },
          }),
          event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking } }),
          event('content_block_stop', { index: 0 }),
        ]),
    event('content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
    'event: ping\ndata: {"type":"ping"}\n\n',
    event('content_block_delta', {
      index: 1,
      delta: { type: 'text_delta', text: answer.slice(0, middle) },
    }),
    event('content_block_delta', {
      index: 1,
      delta: { type: 'text_delta', text: answer.slice(middle) },
    }),
    event('content_block_stop', { index: 1 }),
    event('message_delta', {
      delta: { stop_reason: stop, stop_sequence: null, stop_details: stopDetails },
      usage: { output_tokens: 20, ...endUsage },
    }),
    event('message_stop', {}),
  ];
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

export function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function replies(reply: Reply = {}): Respond {
  return (response) => stream(response).end(events(reply).join(''));
}

export function failsWith(
  status: number,
  error: { readonly type: string; readonly message?: string; readonly details?: object },
  headers: Record<string, string> = {},
): Respond {
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ type: 'error', error: { message: 'Said by the API', ...error } }));
}
