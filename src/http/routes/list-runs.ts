import { createRoute, z } from '@hono/zod-openapi';
import type { RunFilter } from '../../client.js';
import type { AddRoute } from '../api.js';
import { runStatusSchema } from '../schemas/answer.js';
import { problems } from '../schemas/problem.js';
import { runPageSchema } from '../schemas/run-page.js';
import { given } from '../given.js';

const time = z.string().openapi({ description: 'A day or an ISO time.', example: '2026-11-01' });

const route = createRoute({
  method: 'get',
  path: '/v1/runs',
  operationId: 'listRuns',
  summary: 'Runs, the newest first',
  request: {
    query: z.object({
      status: runStatusSchema.optional(),
      user: z.string().optional(),
      session: z.string().optional(),
      since: time.optional(),
      until: time.optional(),
      question: z.string().optional().openapi({ description: 'A part of it, in whatever case.' }),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(500)
        .optional()
        .openapi({ type: 'integer', minimum: 1, maximum: 500 }),
      cursor: z.string().optional(),
    }),
  },
  responses: {
    200: {
      description: 'A page of them.',
      content: { 'application/json': { schema: runPageSchema } },
    },
    ...problems(422),
  },
});

/** `GET /v1/runs` */
export const listRunsRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const filter = given<RunFilter>(c.req.valid('query'));
    return c.json(await surefoot.runs.list({ ...filter, tenant }), 200);
  });
};
