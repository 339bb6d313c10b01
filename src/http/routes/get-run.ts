import { createRoute, z } from '@hono/zod-openapi';
import { progressSoon } from '../../client/progress-soon.js';
import type { AddRoute } from '../api.js';
import { answerSchema } from '../schemas/answer.js';
import { problems } from '../schemas/problem.js';
import { runIdParam, runningSchema, waitQuery } from '../schemas/run.js';

const route = createRoute({
  method: 'get',
  path: '/v1/runs/{runId}',
  operationId: 'getRun',
  summary: 'The answer of a run, or how far it is',
  request: { params: runIdParam, query: waitQuery },
  responses: {
    200: {
      description: 'The answer; `status` is `running` where there is none yet.',
      content: { 'application/json': { schema: z.union([answerSchema, runningSchema]) } },
    },
    ...problems(404, 422),
  },
});

/** `GET /v1/runs/{runId}` */
export const getRunRoute: AddRoute = (api, { surefoot, stopping }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const handle = await surefoot.get(c.req.valid('param').runId, { tenant });
    const answer = await handle.within(c.req.valid('query').wait * 1_000, stopping);
    if (answer !== undefined) return c.json(answer, 200);
    const progress = await progressSoon(handle);
    return c.json({ runId: handle.runId, status: 'running' as const, progress }, 200);
  });
};
