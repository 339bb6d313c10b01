import { createRoute, z } from '@hono/zod-openapi';
import type { Report } from '../../domain/report/report.js';
import { reportPage } from '../../html/report/report-page.js';
import type { AddRoute } from '../api.js';
import { htmlPage, wantsHtml } from '../html-page.js';
import { HttpProblem } from '../problem.js';
import { problems } from '../schemas/problem.js';

const reportSchema = z
  .custom<Report>(() => true)
  .openapi('Report', {
    type: 'object',
    description: 'As `surefoot report --format json` prints it (docs/reports.md).',
  });

const route = createRoute({
  method: 'get',
  path: '/v1/reports/{reportId}',
  operationId: 'getReport',
  summary: 'One report',
  description:
    'With `Accept: text/html` as one page that loads nothing. To a key of another role than `operator` there is none.',
  request: {
    params: z.object({
      reportId: z
        .string()
        .max(128)
        .openapi({ param: { name: 'reportId', in: 'path' } }),
    }),
  },
  responses: {
    200: {
      description: 'Sentences and tables, whose every number names its query, row and column.',
      content: {
        'application/json': { schema: reportSchema },
        'text/html': { schema: z.string() },
      },
    },
    ...problems(404, 422),
  },
});

/** `GET /v1/reports/{reportId}` */
export const getReportRoute: AddRoute = (api, { reports }) => {
  api.openapi(route, async (c) => {
    const { reportId } = c.req.valid('param');
    const isOperator = c.get('caller').role === 'operator';
    const report = isOperator ? await reports.find(reportId) : undefined;
    if (report === undefined) {
      throw new HttpProblem('not-found', `There is no report ${reportId}.`);
    }
    return wantsHtml(c) ? htmlPage(c, reportPage(report)) : c.json(report as never, 200);
  });
};
