import { createRoute } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { HttpProblem } from '../problem.js';
import { requireRole } from '../require-role.js';
import { problems } from '../schemas/problem.js';
import { runIdParam } from '../schemas/run.js';

const route = createRoute({
  method: 'delete',
  path: '/v1/verified-questions/{runId}',
  operationId: 'removeVerifiedQuestion',
  summary: 'Forget that a question was verified',
  description: 'The run and its answer stay. Takes a key of role `approver`.',
  request: { params: runIdParam },
  responses: {
    204: { description: 'It is an example no more.' },
    ...problems(403, 404, 422),
  },
});

/** `DELETE /v1/verified-questions/{runId}` */
export const removeVerifiedRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const caller = c.get('caller');
    requireRole(caller, 'approver');
    const { runId } = c.req.valid('param');
    const wasOne = await surefoot.examples.remove(runId, caller);
    if (!wasOne) throw new HttpProblem('not-found', `Run ${runId} is not verified.`);
    return c.body(null, 204);
  });
};
