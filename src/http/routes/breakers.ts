import { createRoute, z } from '@hono/zod-openapi';
import { shownBreaker, type ShownBreaker } from '../../client/shown-breaker.js';
import type { AddRoute } from '../api.js';
import { problems } from '../schemas/problem.js';

const breakerSchema: z.ZodType<ShownBreaker> = z
  .object({
    name: z.string().openapi({ example: 'execute_query@warehouse' }),
    state: z.enum(['closed', 'open', 'half_open', 'forced_open']),
    failures: z.int().nullable(),
    since: z.string(),
    nextTry: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .openapi('Breaker');

const route = createRoute({
  method: 'get',
  path: '/v1/breakers',
  operationId: 'listBreakers',
  summary: 'Which tools and models are left alone because they kept failing',
  responses: {
    200: {
      description: 'All of the installation; they hold for every tenant.',
      content: { 'application/json': { schema: z.object({ breakers: z.array(breakerSchema) }) } },
    },
    ...problems(),
  },
});

/** `GET /v1/breakers` */
export const breakersRoute: AddRoute = (api, { breakers }) => {
  api.openapi(route, async (c) =>
    c.json({ breakers: (await breakers.list()).map(shownBreaker) }, 200),
  );
};
