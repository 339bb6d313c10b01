import { createRoute, z } from '@hono/zod-openapi';
import { shownExample } from '../../client/shown-example.js';
import type { AddRoute } from '../api.js';
import { requireRole } from '../require-role.js';
import { personSchema } from '../schemas/person.js';
import { problems } from '../schemas/problem.js';
import { runIdParam } from '../schemas/run.js';
import { verifiedQuestionSchema } from '../schemas/verified-question.js';

const bodySchema = z
  .strictObject({
    by: personSchema,
    question: z
      .string({ error: 'must be a text' })
      .regex(/\S/, 'is empty')
      .max(4_000, 'has 4,000 characters at most')
      .optional()
      .openapi({
        description:
          'The whole question that the plan answers, where the run was a later turn of a conversation; as asked by default.',
      }),
  })
  .openapi('NewVerification');

const route = createRoute({
  method: 'post',
  path: '/v1/runs/{runId}/verify',
  operationId: 'verifyRun',
  summary: 'Make an answered question an example, whose plan is used again',
  description:
    'It holds for the whole tenant. Again replaces it. A run that is not answered and confirmed is refused (409). Takes a key of role `approver`.',
  request: {
    params: runIdParam,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: 'It is kept.',
      content: { 'application/json': { schema: verifiedQuestionSchema } },
    },
    ...problems(400, 403, 404, 409, 413, 415, 422),
  },
});

/** `POST /v1/runs/{runId}/verify` */
export const verifyRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const caller = c.get('caller');
    requireRole(caller, 'approver');
    const { tenant } = caller;
    const { by, question } = c.req.valid('json');
    const options = { by, tenant, ...(question !== undefined && { question }) };
    const kept = await surefoot.examples.promote(c.req.valid('param').runId, options);
    return c.json(shownExample(kept), 200);
  });
};
