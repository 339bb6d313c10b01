import { z } from '@hono/zod-openapi';
import type { ShownExample } from '../../client/shown-example.js';
import { planSchema } from './run.js';

export const verifiedQuestionSchema: z.ZodType<ShownExample> = z
  .object({
    tenant: z.string(),
    runId: z.string().openapi({ description: 'The run that answered it.' }),
    question: z.string(),
    user: z.string().openapi({ description: 'Who had asked.' }),
    asOf: z.string(),
    timeZone: z.string(),
    intent: z.string(),
    sql: z.string().openapi({ description: 'Of its queries, in the order of the plan.' }),
    plan: planSchema,
    model: z.string(),
    schemaVersion: z.string(),
    promptVersion: z.string(),
    verifiedBy: z.string(),
    verifiedAt: z.string(),
  })
  .openapi('VerifiedQuestion');
