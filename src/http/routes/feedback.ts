import { createRoute, z } from '@hono/zod-openapi';
import type { Rating } from '../../client.js';
import type { AddRoute } from '../api.js';
import { problems } from '../schemas/problem.js';
import { ratingFields } from '../schemas/rating.js';
import { runIdParam } from '../schemas/run.js';

const bodySchema = z
  .strictObject({
    rating: z.enum(['up', 'down'], { error: 'must be up or down' }),
    note: z.string().max(4_000, 'has 4,000 characters at most').optional(),
    user: z.string().max(256).optional().openapi({
      description: 'Who rates; a later rating of the same user takes the place of the earlier one.',
    }),
  })
  .openapi('NewRating');

const ratingSchema: z.ZodType<Rating> = z
  .object({ tenant: z.string(), runId: z.string(), ...ratingFields })
  .openapi('Rating');

const route = createRoute({
  method: 'post',
  path: '/v1/runs/{runId}/feedback',
  operationId: 'rateRun',
  summary: 'Say what somebody thinks of the answer',
  request: {
    params: runIdParam,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: { description: 'It is kept.', content: { 'application/json': { schema: ratingSchema } } },
    ...problems(400, 404, 409, 413, 415, 422),
  },
});

/** `POST /v1/runs/{runId}/feedback` */
export const feedbackRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const { rating, note = '', user = '' } = c.req.valid('json');
    const handle = await surefoot.get(c.req.valid('param').runId, { tenant });
    return c.json(await handle.rate({ rating, note, user }), 200);
  });
};
