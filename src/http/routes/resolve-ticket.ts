import { createRoute, z } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { findTicket } from '../find-ticket.js';
import { requireRole } from '../require-role.js';
import { personSchema } from '../schemas/person.js';
import { problems } from '../schemas/problem.js';
import { ticketIdParam, ticketSchema } from '../schemas/ticket.js';

const bodySchema = z
  .strictObject({
    answer: z
      .string({ error: 'must be a text' })
      .regex(/\S/, 'is empty')
      .max(10_000, 'has 10,000 characters at most'),
    by: personSchema,
  })
  .openapi('Resolution');

const resolvedSchema = z
  .object({
    ticket: ticketSchema,
    told: z
      .boolean()
      .openapi({ description: 'Whether its run was still there to answer with it.' }),
  })
  .openapi('Resolved');

const route = createRoute({
  method: 'post',
  path: '/v1/tickets/{ticketId}/resolve',
  operationId: 'resolveTicket',
  summary: 'Answer a ticket, and its run with it',
  description: 'The same answer again tells the run again. Takes a key of role `approver`.',
  request: {
    params: ticketIdParam,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: {
      description: 'It is kept.',
      content: { 'application/json': { schema: resolvedSchema } },
    },
    ...problems(400, 403, 404, 409, 413, 415, 422),
  },
});

/** `POST /v1/tickets/{ticketId}/resolve` */
export const resolveTicketRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const caller = c.get('caller');
    requireRole(caller, 'approver');
    const { ticketId } = await findTicket(surefoot, c.req.valid('param').ticketId, caller);
    const { tenant } = caller;
    const answer = c.req.valid('json');
    return c.json(await surefoot.tickets.resolve(ticketId, { ...answer, tenant }), 200);
  });
};
