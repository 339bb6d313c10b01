import { z } from '@hono/zod-openapi';
import type { Ticket } from '../../ports.js';

export const ticketFields = {
  ticketId: z.string(),
  tenant: z.string(),
  runId: z.string(),
  cause: z.string(),
  priority: z.enum(['normal', 'high']),
  status: z.enum(['open', 'resolved']),
  body: z.record(z.string(), z.unknown()).openapi({
    description: 'What a person needs: question, plan, SQL, error, attempts, link.',
  }),
  resolution: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  openedAt: z.string(),
  resolvedAt: z.string().nullable(),
};

export const ticketSchema: z.ZodType<Ticket> = z.object(ticketFields).openapi('Ticket');

export const ticketIdParam = z.object({
  ticketId: z
    .string()
    .max(128)
    .openapi({ param: { name: 'ticketId', in: 'path' }, example: 'T-5f0c' }),
});
