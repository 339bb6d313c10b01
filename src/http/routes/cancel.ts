import { createRoute } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { answerSchema } from '../schemas/answer.js';
import { problems } from '../schemas/problem.js';
import { runIdParam, runningSchema } from '../schemas/run.js';

const route = createRoute({
  method: 'post',
  path: '/v1/runs/{runId}/cancel',
  operationId: 'cancelRun',
  summary: 'Ask a run to stop',
  description: 'It still records an answer, `cancelled`. One that has ended is left as it is.',
  request: { params: runIdParam },
  responses: {
    200: {
      description: 'It had ended: its answer.',
      content: { 'application/json': { schema: answerSchema } },
    },
    202: {
      description: 'It was asked.',
      content: { 'application/json': { schema: runningSchema } },
    },
    ...problems(404, 422),
  },
});

/** `POST /v1/runs/{runId}/cancel` */
export const cancelRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const handle = await surefoot.get(c.req.valid('param').runId, { tenant });
    if (handle.ended) return c.json(await handle.result(), 200);
    await handle.cancel();
    return c.json({ runId: handle.runId, status: 'running' as const, progress: null }, 202);
  });
};
