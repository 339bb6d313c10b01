import { createRoute, z } from '@hono/zod-openapi';
import { shownExample } from '../../client/shown-example.js';
import type { AddRoute } from '../api.js';
import { problems } from '../schemas/problem.js';
import { verifiedQuestionSchema } from '../schemas/verified-question.js';

const route = createRoute({
  method: 'get',
  path: '/v1/verified-questions',
  operationId: 'listVerifiedQuestions',
  summary: 'Questions whose plan somebody has verified',
  responses: {
    200: {
      description: 'The newest 200.',
      content: {
        'application/json': { schema: z.object({ questions: z.array(verifiedQuestionSchema) }) },
      },
    },
    ...problems(),
  },
});

/** `GET /v1/verified-questions` */
export const listVerifiedRoute: AddRoute = (api, { surefoot }) => {
  api.openapi(route, async (c) => {
    const { tenant } = c.get('caller');
    const found = await surefoot.examples.list({ tenant });
    return c.json({ questions: found.map(shownExample) }, 200);
  });
};
