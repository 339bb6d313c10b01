import { createRoute, z } from '@hono/zod-openapi';
import type { ReportEntry } from '../../ports.js';
import type { AddRoute } from '../api.js';
import { problems } from '../schemas/problem.js';

const kindSchema = z.enum(['week', 'month', 'quarter']);

const entrySchema: z.ZodType<ReportEntry> = z
  .object({
    reportId: z.string(),
    kind: kindSchema,
    from: z.string(),
    to: z.string(),
    madeAt: z.string(),
  })
  .openapi('ReportEntry');

const route = createRoute({
  method: 'get',
  path: '/v1/reports',
  operationId: 'listReports',
  summary: 'The last reports',
  description: 'Of the whole installation: a key of another role than `operator` sees none.',
  request: { query: z.object({ kind: kindSchema.optional() }) },
  responses: {
    200: {
      description: 'Of the newest 100, without what is in them.',
      content: { 'application/json': { schema: z.object({ reports: z.array(entrySchema) }) } },
    },
    ...problems(422),
  },
});

/** `GET /v1/reports` */
export const listReportsRoute: AddRoute = (api, { reports }) => {
  api.openapi(route, async (c) => {
    const isOperator = c.get('caller').role === 'operator';
    const entries = isOperator ? await reports.list(c.req.valid('query').kind) : [];
    return c.json({ reports: [...entries] }, 200);
  });
};
