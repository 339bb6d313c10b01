import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { offlineAnswer, scriptedAnswer, withinMaxTokens } from './answer.js';
import { ApiError } from './api-error.js';
import { readAsked, type Asked } from './asked.js';
import { checkCountRequest, checkHeaders, checkRequest } from './check-request.js';
import { pause, readBody, sendJson } from './http.js';
import { openJournal, type JournalCall } from './journal.js';
import type { JsonObject } from './json.js';
import { findModel, models } from './models.js';
import { createPromptCache, promptTokens } from './prompt-cache.js';
import type { Reply } from './reply.js';
import { findRule, parseScript, readScript, type Script, type ScriptInput } from './script.js';
import { writeBrokenEvents, writeEvents, writeMessage } from './write-message.js';

export interface OfflineServerOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** A script, or where to get it at each call: its file's path, or a function. Without one the offline rules answer. */
  readonly script?: string | ScriptInput | (() => ScriptInput);
  /** A file to which each call is appended as one JSON line. A server with the same file goes on where it ends. */
  readonly journal?: string;
}

export interface OfflineServer {
  /** What to give the SDK as `baseURL`. */
  readonly url: string;
  /** Calls of `POST /v1/messages` so far, refused ones too. */
  calls(): readonly JournalCall[];
  /** Stops at once; what is being answered is cut off. */
  close(): Promise<void>;
}

/**
 * Speaks Claude's Messages API on loopback, and answers by rules (model `offline`) or by a script. As strict as the
 * real one: what it accepts, Claude accepts. `GET /journal` has the calls for other processes.
 */
export async function startOfflineServer({
  port = 0,
  script,
  journal: journalPath,
}: OfflineServerOptions = {}): Promise<OfflineServer> {
  const journal = await openJournal(journalPath);
  const cache = createPromptCache();
  const loadScript = scriptLoader(script);
  await loadScript();

  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${taken}`,
    calls: () => journal.calls(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = `req_${randomBytes(12).toString('hex')}`;
    response.setHeader('request-id', requestId);
    try {
      await route(request, response);
    } catch (error) {
      const known =
        error instanceof ApiError
          ? error
          : new ApiError(500, `The offline server failed: ${textOf(error)}`);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
      sendJson(response, known.status, {
        type: 'error',
        error: { type: known.type, message: known.message },
        request_id: requestId,
      });
    }
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const route = `${request.method} ${pathname}`;
    if (route === 'GET /journal') {
      sendJson(response, 200, { calls: journal.calls() });
      return;
    }
    if (route === 'POST /v1/messages') {
      await answerMessage(request, response);
      return;
    }
    checkHeaders(request.headers);
    if (route === 'POST /v1/messages/count_tokens') {
      const { body } = await readBody(request);
      checkCountRequest(body);
      sendJson(response, 200, { input_tokens: promptTokens(body) });
    } else if (route === 'GET /v1/models') {
      sendJson(response, 200, {
        data: models,
        has_more: false,
        first_id: models[0]?.id ?? null,
        last_id: models.at(-1)?.id ?? null,
      });
    } else if (route.startsWith('GET /v1/models/')) {
      const id = decodeURIComponent(pathname.slice('/v1/models/'.length));
      const model = findModel(id);
      if (model === undefined) throw new ApiError(404, `model: ${id}`);
      sendJson(response, 200, model);
    } else {
      throw new ApiError(
        404,
        `${route}: not found. The offline server has only the Messages and Models API.`,
      );
    }
  }

  async function answerMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { body, hash } = await readBody(request);
    const asked = readAsked(body, request.headers);
    const facts = {
      time: new Date().toISOString(),
      role: asked.role,
      run: asked.run,
      model: asked.model,
      hash,
      stream: asked.stream,
    };
    let rule: string | null = null;
    let decided: Decision;
    try {
      checkHeaders(request.headers);
      checkRequest(body);
      decided = decide(await loadScript(), asked, (name) => {
        rule = name;
      });
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 500;
      await journal.add({ ...facts, rule, status, stop: null });
      throw error;
    }
    const { outcome, delayMs, cutAfterBytes, headers } = decided;
    const failed = outcome instanceof ApiError;
    const reply = failed ? outcome : withinMaxTokens(outcome, asked.maxTokens);
    await journal.add({
      ...facts,
      rule,
      status: reply instanceof ApiError ? reply.status : 200,
      stop: reply instanceof ApiError ? null : reply.stop,
    });

    if (delayMs > 0) await pause(delayMs, response);
    if (response.destroyed) return;
    if (reply instanceof ApiError && !(reply.inStream && asked.stream)) throw reply;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (reply instanceof ApiError) {
      const begun = { text: '', model: asked.model, stop: 'end_turn', refusal: null } as const;
      const { type, message } = reply;
      const error = { type, message };
      response.writeHead(200, eventStream);
      response.end(writeBrokenEvents(messageOf(begun, body), error));
      return;
    }
    send(response, { reply, body, stream: asked.stream, cutAfterBytes });
  }

  function decide(
    played: Script | undefined,
    asked: Asked,
    onRule: (name: string) => void,
  ): Decision {
    const rule = played && findRule(played, asked, (name, run) => journal.used(name, run));
    if (rule !== undefined) {
      onRule(rule.name);
      const { delayMs, cutAfterBytes, headers } = rule.reply;
      return {
        outcome: caught(() => scriptedAnswer(rule, asked)),
        delayMs,
        cutAfterBytes,
        headers,
      };
    }
    if (played !== undefined && !played.fallThrough) {
      throw new ApiError(
        500,
        `No rule of the script matches this call (role "${asked.role}", question "${asked.question}").`,
        { headers: { 'x-should-retry': 'false' } },
      );
    }
    const outcome = caught(() => offlineAnswer(asked));
    return { outcome, delayMs: 0, cutAfterBytes: undefined, headers: {} };
  }

  function send(
    response: ServerResponse,
    {
      reply,
      body,
      stream,
      cutAfterBytes,
    }: { reply: Reply; body: JsonObject; stream: boolean; cutAfterBytes: number | undefined },
  ): void {
    const message = messageOf(reply, body);
    const payload = Buffer.from(stream ? writeEvents(message) : JSON.stringify(message));
    response.writeHead(
      200,
      stream
        ? eventStream
        : { 'content-type': 'application/json', 'content-length': payload.length },
    );
    if (cutAfterBytes === undefined) response.end(payload);
    else response.write(payload.subarray(0, cutAfterBytes), () => response.destroy());
  }

  function messageOf(reply: Reply, body: JsonObject): Message {
    return writeMessage(reply, `msg_${randomBytes(12).toString('hex')}`, cache(body));
  }
}

type Message = ReturnType<typeof writeMessage>;

const eventStream = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
};

interface Decision {
  /** An error waits like an answer does. */
  readonly outcome: Reply | ApiError;
  readonly delayMs: number;
  readonly cutAfterBytes: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function caught(answer: () => Reply): Reply | ApiError {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function scriptLoader(script: OfflineServerOptions['script']): () => Promise<Script | undefined> {
  if (typeof script === 'string') return () => readScript(script);
  if (typeof script === 'function') return async () => parseScript(script());
  const parsed = script === undefined ? undefined : parseScript(script);
  return () => Promise.resolve(parsed);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
