import { createRoute, z } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { requireRole } from '../require-role.js';
import { personSchema } from '../schemas/person.js';
import { problems } from '../schemas/problem.js';
import { runIdParam } from '../schemas/run.js';

const bodySchema = z
  .strictObject({
    by: personSchema,
    reason: z.string().max(4_000).optional().openapi({ description: 'Said in the answer.' }),
  })
  .openapi('Rejection');

const route = createRoute({
  method: 'post',
  path: '/v1/runs/{runId}/reject',
  operationId: 'rejectPlan',
  summary: 'Refuse the plan that waits',
  description: 'The run ends `cancelled`, or with what it has. Takes a key of role `approver`.',
  request: {
    params: runIdParam,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    204: { description: 'It is refused.' },
    ...problems(400, 403, 404, 409, 413, 415, 422),
  },
});

/** `POST /v1/runs/{runId}/reject` */
export const rejectRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const caller = c.get('caller');
    requireRole(caller, 'approver');
    const { by, reason = '' } = c.req.valid('json');
    const handle = await surefoot.get(c.req.valid('param').runId, caller);
    await handle.reject({ by, reason });
    return c.body(null, 204);
  });
};
