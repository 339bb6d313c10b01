import { createRoute, z } from '@hono/zod-openapi';
import { receiptPage } from '../../html/receipt/receipt-page.js';
import type { AddRoute } from '../api.js';
import { htmlPage, wantsHtml } from '../html-page.js';
import { problems } from '../schemas/problem.js';
import { receiptSchema } from '../schemas/receipt.js';
import { runIdParam } from '../schemas/run.js';

const route = createRoute({
  method: 'get',
  path: '/v1/runs/{runId}/receipt',
  operationId: 'getReceipt',
  summary: 'All that is known of a run, running or ended',
  description: 'With `Accept: text/html` as one page that loads nothing.',
  request: { params: runIdParam },
  responses: {
    200: {
      description: 'Question, plans, steps, attempts, figures with their cells, price.',
      content: {
        'application/json': { schema: receiptSchema },
        'text/html': { schema: z.string() },
      },
    },
    ...problems(404, 422),
  },
});

/** `GET /v1/runs/{runId}/receipt` */
export const receiptRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const receipt = await surefoot.runs.receipt(c.req.valid('param').runId, { tenant });
    return wantsHtml(c) ? htmlPage(c, receiptPage(receipt)) : c.json(receipt, 200);
  });
};
