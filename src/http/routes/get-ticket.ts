import { createRoute } from '@hono/zod-openapi';
import type { AddRoute } from '../api.js';
import { findTicket } from '../find-ticket.js';
import { problems } from '../schemas/problem.js';
import { ticketIdParam, ticketSchema } from '../schemas/ticket.js';

const route = createRoute({
  method: 'get',
  path: '/v1/tickets/{ticketId}',
  operationId: 'getTicket',
  summary: 'One ticket, with all that a person needs to answer it',
  request: { params: ticketIdParam },
  responses: {
    200: { description: 'It.', content: { 'application/json': { schema: ticketSchema } } },
    ...problems(404, 422),
  },
});

/** `GET /v1/tickets/{ticketId}` */
export const getTicketRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) =>
    c.json(await findTicket(surefoot, c.req.valid('param').ticketId, c.get('caller')), 200),
  );
};
