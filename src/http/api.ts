import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ServerMetrics } from '../adapters/metrics/create-server-metrics.js';
import type { Surefoot } from '../client.js';
import type { RunRef } from '../domain/question.js';
import type { ApiKeys, Breakers, Reports } from '../ports.js';
import type { Caller } from './caller.js';
import type { KeyWatch } from './watch-keys.js';

/** What the routes work with. */
export interface HttpDeps {
  readonly surefoot: Surefoot;
  readonly admissions: Pick<ApiKeys, 'admit' | 'release'>;
  readonly keyWatch: KeyWatch;
  /** Runs that a key may have under way, unless it has a limit of its own. */
  readonly runsAtOnce: number;
  readonly breakers: Pick<Breakers, 'list'>;
  readonly reports: Pick<Reports, 'list' | 'find'>;
  /** Undefined where nothing is counted. */
  readonly metrics: Pick<ServerMetrics, 'asked' | 'streamBegan' | 'streamEnded'> | undefined;
  /** Aborted when the server begins to stop: streams then end, and their readers come back to another one. */
  readonly stopping: AbortSignal;
  /** Told why a run’s stream broke off, which its reader cannot be told any more. */
  readonly onBrokenStream: (run: RunRef, error: unknown) => void;
}

/** What a request carries from the middleware to its route. */
export interface ApiEnv {
  readonly Variables: {
    readonly caller: Caller;
  };
}

export type Api = OpenAPIHono<ApiEnv>;

/** Adds one route, or a few that share a schema. */
export type AddRoute = (api: Api, deps: HttpDeps) => void;
