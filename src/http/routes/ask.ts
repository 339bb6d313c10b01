import { createRoute, z } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { startRun } from '../start-run.js';
import { answerSchema } from '../schemas/answer.js';
import { askBody } from '../schemas/ask-body.js';
import { problems } from '../schemas/problem.js';
import { runningSchema, waitQuery } from '../schemas/run.js';

const route = createRoute({
  method: 'post',
  path: '/v1/runs',
  operationId: 'ask',
  summary: 'Ask a question',
  description:
    'Starts a run. The same Idempotency-Key with the same body joins that run, or returns its answer, at no cost.',
  request: {
    query: waitQuery,
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\x21-\x7e]{1,255}$/, 'use 1 to 255 printable characters without spaces')
        .optional()
        .openapi({ description: 'The run’s identity; without one, each request starts a run.' }),
    }),
    body: { required: true, content: { 'application/json': { schema: askBody } } },
  },
  responses: {
    200: {
      description: 'The answer, where it came in time.',
      headers: z.object({ location: z.string() }),
      content: { 'application/json': { schema: answerSchema } },
    },
    202: {
      description: 'The run is under way, at Location.',
      headers: z.object({ location: z.string(), 'retry-after': z.string() }),
      content: { 'application/json': { schema: runningSchema } },
    },
    ...problems(400, 413, 415, 422, 429),
  },
});

/** `POST /v1/runs` */
export const askRoute: AddRoute = (api, deps) => {
  api.openapi(route, async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    const handle = await startRun(
      { body: c.req.valid('json'), key, caller: c.get('caller') },
      deps,
    );
    const answer = await handle.within(c.req.valid('query').wait * 1_000, deps.stopping);
    c.header('location', `/v1/runs/${handle.runId}`);
    if (answer !== undefined) return c.json(answer, 200);
    c.header('retry-after', '1');
    return c.json({ runId: handle.runId, status: 'running' as const, progress: null }, 202);
  });
};
