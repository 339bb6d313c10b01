import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bind } from '../http/bind.js';
import { watchEventLoop } from './event-loop.js';
import type { CheckResult, Readiness } from './readiness.js';

export interface HealthAddress {
  readonly host: string;
  readonly port: number;
}

export interface HealthOptions extends HealthAddress {
  /** Takes a free port where that one is taken; `url` says which. */
  readonly orFree?: boolean;
  /** In Prometheus' text format. */
  metrics(): Promise<string>;
}

export interface HealthServer {
  readonly url: string;
  /** From now on `/readyz` says what these checks say; until then, that the process is starting. */
  ready(readiness: Readiness): void;
  /** `/readyz` says so from now on. */
  stopping(): void;
  close(): Promise<void>;
}

/** The port is taken, or not ours to take. The message names it and what to do. */
export class HealthAddressTaken extends Error {
  override readonly name = 'HealthAddressTaken';
}

/**
 * `/livez`, `/readyz` and `/metrics` on a port of their own, without authentication: for a loopback address, or one that
 * only the cluster reaches. Knows nothing of what the process does.
 */
export async function serveHealth(options: HealthOptions): Promise<HealthServer> {
  const loop = watchEventLoop();
  let state: State = 'starting';
  const server = createServer((request, response) => {
    void answer(request, { lagMs: () => loop.lagMs(), state, metrics: () => options.metrics() })
      .catch(() => broken)
      .then((reply) => send(request, response, reply));
  });
  const url = await listen(server, options);
  // A probe must not keep a process alive that has nothing else to do.
  server.unref();
  return {
    url,
    ready: (readiness) => (state = readiness),
    stopping: () => (state = 'stopping'),
    async close() {
      loop.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type State = Readiness | 'starting' | 'stopping';

interface Asked {
  readonly state: State;
  lagMs(): number;
  metrics(): Promise<string>;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** So late a loop is as good as dead; one long task alone is not, since a probe asks several times. */
const deadLagMs = 5_000;

async function answer({ method, url }: IncomingMessage, asked: Asked): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'Use GET.');
  switch (url?.replace(/\?.*/, '')) {
    case '/livez': {
      const lagMs = Math.round(asked.lagMs());
      return json(lagMs > deadLagMs ? 503 : 200, { eventLoopLagMs: lagMs });
    }
    case '/readyz': {
      const { state } = asked;
      if (typeof state === 'string') return json(503, { status: state, checks: {} });
      const results = await state.look();
      const ready = results.every(({ ok, needed }) => ok || !needed);
      const status = ready ? 'ready' : 'not ready';
      return json(ready ? 200 : 503, { status, checks: Object.fromEntries(results.map(shown)) });
    }
    case '/metrics':
      return { status: 200, type: prometheusText, body: await asked.metrics() };
    default:
      return text(404, 'There are /livez, /readyz and /metrics.');
  }
}

const prometheusText = 'text/plain; version=0.0.4; charset=utf-8';
const broken: Reply = { status: 500, type: 'text/plain', body: 'This failed.\n' };

function shown({ name, ...result }: CheckResult) {
  return [name, result] as const;
}

function json(status: number, value: object): Reply {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

function text(status: number, words: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: `${words}\n` };
}

function send({ method }: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { status, type, body } = reply;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(method === 'HEAD' ? undefined : body);
}

async function listen(server: Server, options: HealthOptions): Promise<string> {
  try {
    return await bind(server, options);
  } catch (error) {
    const { host, port } = options;
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = reasons[code] ?? `cannot be had (${code})`;
    throw new HealthAddressTaken(
      `The health address ${host}:${port} ${why}: set SUREFOOT_HEALTH_ADDRESS to another one, or to off.`,
      { cause: error },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken',
  EACCES: 'is not ours to take',
  EADDRNOTAVAIL: 'is none of this machine',
  ENOTFOUND: 'has a host that nobody knows',
};
