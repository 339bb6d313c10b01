import { z } from '@hono/zod-openapi';
import type { RunPage, RunSummary } from '../../client.js';
import { runStatusSchema } from './answer.js';
import { askedRunFields } from './run.js';

const summarySchema: z.ZodType<RunSummary> = z
  .object({
    ...askedRunFields,
    status: runStatusSchema,
    beganAt: z.string(),
    endedAt: z.string().nullable(),
    totalMs: z.number().nullable(),
    costUsd: z.number().nullable(),
    text: z.string().nullable(),
  })
  .openapi('RunSummary');

/** Runs, the newest first. */
export const runPageSchema: z.ZodType<RunPage> = z
  .object({
    runs: z.array(summarySchema),
    next: z.string().nullable().openapi({ description: '`cursor` of the next page.' }),
  })
  .openapi('RunPage');
