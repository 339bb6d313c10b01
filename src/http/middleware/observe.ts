import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ServerMetrics } from '../../adapters/metrics/create-server-metrics.js';
import type { TraceRequest } from '../../adapters/tracing/trace-requests.js';

export interface Observation {
  /** Undefined where nothing is counted. */
  readonly metrics: ServerMetrics | undefined;
  /** Undefined where nothing is traced. */
  readonly trace: TraceRequest | undefined;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and traces every request, whatever becomes of it. */
export function observe({ metrics, trace }: Observation): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    const work = async () => {
      await next();
      const path = routePath(c, -1);
      // What only middleware saw is at no path of ours: whoever asks for many must not make as many metrics.
      return { route: path.includes('*') ? 'none' : path, status: c.res.status };
    };
    const method = methods.has(c.req.method) ? c.req.method : 'other';
    const count = ({ route, status }: Awaited<ReturnType<typeof work>>) => {
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics?.requested({ method, route, status, seconds });
    };
    if (trace === undefined) return count(await work());
    await trace({ method, headers: c.req.raw.headers }, async () => {
      const answered = await work();
      count(answered);
      return answered;
    });
  };
}
