import { createRoute, z } from '@hono/zod-openapi';
import type { ApproveReply } from '../../domain/approval.js';
import { maxSteps } from '../../domain/plan.js';
import type { AddRoute } from '../api.js';
import { requireRole } from '../require-role.js';
import { findingSchema } from '../schemas/finding.js';
import { personSchema } from '../schemas/person.js';
import { problems } from '../schemas/problem.js';
import { runIdParam } from '../schemas/run.js';

const stepsNeeded = `needs 1 to ${maxSteps} steps`;

const bodySchema = z
  .strictObject({
    by: personSchema,
    planVersion: z.int().min(1).optional().openapi({
      description: 'The plan that was looked at; without it, whichever waits.',
    }),
    plan: z
      .looseObject({
        steps: z.array(z.unknown(), stepsNeeded).min(1, stepsNeeded).max(maxSteps, stepsNeeded),
      })
      .optional()
      .openapi({ description: 'An edited one, in the shape that `progress.approval.plan` has.' }),
  })
  .openapi('Approval');

const replySchema: z.ZodType<ApproveReply> = z
  .object({
    accepted: z.boolean(),
    findings: z.array(findingSchema).openapi({
      description: 'What stands against the edited plan; the run then still waits.',
    }),
  })
  .openapi('Approved');

const route = createRoute({
  method: 'post',
  path: '/v1/runs/{runId}/approve',
  operationId: 'approvePlan',
  summary: 'Approve the plan that waits, or an edited one',
  description: 'Takes a key of role `approver`.',
  request: {
    params: runIdParam,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: 'Whether the run goes on.',
      content: { 'application/json': { schema: replySchema } },
    },
    ...problems(400, 403, 404, 409, 413, 415, 422),
  },
});

/** `POST /v1/runs/{runId}/approve` */
export const approveRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const caller = c.get('caller');
    requireRole(caller, 'approver');
    const { by, planVersion, plan } = c.req.valid('json');
    const handle = await surefoot.get(c.req.valid('param').runId, caller);
    const reply = await handle.approve({
      by,
      ...(planVersion !== undefined && { planVersion }),
      ...(plan !== undefined && { plan: JSON.stringify(plan) }),
    });
    return c.json(reply, 200);
  });
};
