import { createRoute, z } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { problems } from '../schemas/problem.js';
import { ticketSchema } from '../schemas/ticket.js';

const route = createRoute({
  method: 'get',
  path: '/v1/tickets',
  operationId: 'listTickets',
  summary: 'Questions that wait for a person, and those that did',
  request: { query: z.object({ status: z.enum(['open', 'resolved']).optional() }) },
  responses: {
    200: {
      description: 'The newest 200.',
      content: { 'application/json': { schema: z.object({ tickets: z.array(ticketSchema) }) } },
    },
    ...problems(422),
  },
});

/** `GET /v1/tickets` */
export const listTicketsRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const { status } = c.req.valid('query');
    const filter = { tenant, ...(status !== undefined && { status }) };
    return c.json({ tickets: [...(await surefoot.tickets.list(filter))] }, 200);
  });
};
