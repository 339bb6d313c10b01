import { createRoute, z } from '@hono/zod-openapi';
import type { RunFilter, RunPage, RunSummary } from '../../client.js';
import type { AddRoute } from '../api.js';
import { runStatusSchema } from '../schemas/answer.js';
import { problems } from '../schemas/problem.js';
import { askedRunFields } from '../schemas/run.js';
import { given } from '../given.js';

const summarySchema: z.ZodType<RunSummary> = z
  .object({
    ...askedRunFields,
    status: runStatusSchema,
    beganAt: z.string(),
    endedAt: z.string().nullable(),
    totalMs: z.number().nullable(),
    costUsd: z.number().nullable(),
    text: z.string().nullable(),
  })
  .openapi('RunSummary');

const pageSchema: z.ZodType<RunPage> = z
  .object({
    runs: z.array(summarySchema),
    next: z.string().nullable().openapi({ description: '`cursor` of the next page.' }),
  })
  .openapi('RunPage');

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
      limit: z.coerce.number().int().min(1).max(500).optional(),
      cursor: z.string().optional(),
    }),
  },
  responses: {
    200: {
      description: 'A page of them.',
      content: { 'application/json': { schema: pageSchema } },
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
