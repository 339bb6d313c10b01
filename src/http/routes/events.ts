import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { AddRoute } from '../api.js';
import { problems } from '../schemas/problem.js';
import { runIdParam } from '../schemas/run.js';

const place = z
  .string()
  .regex(/^\d{1,9}$/, 'must be the id of an event')
  .transform(Number)
  .optional()
  .openapi({ type: 'integer', minimum: 0, maximum: 999_999_999 });

/** As a reader of the stream sees each of them. */
const eventSchema = z
  .object({
    id: z.string(),
    event: z.string(),
    data: z.string().openapi({ description: 'JSON: seq, kind, at and data.' }),
  })
  .openapi('RunEvent');

const route = createRoute({
  method: 'get',
  path: '/v1/runs/{runId}/events',
  operationId: 'watchRun',
  summary: 'The run’s events, as they happen',
  description:
    'Server-sent events, until the run has ended. Each has its number as its id: a reader that comes back with ' +
    '`Last-Event-ID`, or `?after`, goes on behind it, on this server or another. 204 says that there is nothing left. ' +
    'A stream that ends without `answered` broke off, such as where the store was away for a minute: come back.',
  request: {
    params: runIdParam,
    query: z.object({
      after: place.openapi({ param: { name: 'after', in: 'query' }, example: 3 }),
    }),
    headers: z.object({ 'last-event-id': place }),
  },
  responses: {
    200: {
      description: 'A stream of events, the last of which is `answered`.',
      content: { 'text/event-stream': { schema: eventSchema } },
    },
    204: { description: 'The run has ended, and nothing came after that event.' },
    ...problems(404, 422),
  },
});

/** `GET /v1/runs/{runId}/events` */
export const eventsRoute: AddRoute = (api, deps) => {
  const { surefoot, stopping, metrics, keyWatch, onBrokenStream } = deps;
  api.openapi(route, async (c) => {
    const { tenant, keyId } = c.get('caller');
    const after = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after ?? 0;
    const handle = await surefoot.get(c.req.valid('param').runId, { tenant });
    const gone = new AbortController();
    const end = () => gone.abort();
    const events = handle.events({ after, signal: gone.signal })[Symbol.asyncIterator]();
    // Of a run that goes on nobody knows how long the next event takes.
    let next = handle.ended ? await events.next() : undefined;
    if (next?.done === true) return c.body(null, 204);

    c.header('x-accel-buffering', 'no');
    // To HEAD nobody reads a body: a stream would wait for its reader for good.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
    return streamSSE(c, async (stream) => {
      metrics?.streamBegan();
      stream.onAbort(end);
      const unwatch = keyWatch.until(keyId, end);
      stopping.addEventListener('abort', end, { once: true });
      // One that came back while the server was stopping must not hold it up.
      if (stopping.aborted) end();
      const alive = setInterval(() => void stream.write(': alive\n\n'), keepAliveMs);
      try {
        await stream.write(`retry: ${retryMs}\n\n`);
        for (next ??= await events.next(); next.done !== true; next = await events.next()) {
          const { seq, kind, at, data } = next.value;
          const shown = JSON.stringify({ seq, kind, at, data });
          await stream.writeSSE({ id: String(seq), event: kind, data: shown });
        }
      } catch (error) {
        // The reply has begun: that it ends is all that its reader can be told.
        onBrokenStream({ tenant, runId: handle.runId }, error);
      } finally {
        metrics?.streamEnded();
        unwatch();
        clearInterval(alive);
        stopping.removeEventListener('abort', end);
      }
    });
  });
};

const keepAliveMs = 15_000;
/** How soon a reader comes back. */
const retryMs = 1_000;
