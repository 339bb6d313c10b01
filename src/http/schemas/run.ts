import { z } from '@hono/zod-openapi';
import type { Plan } from '../../domain/plan.js';
import type { Progress } from '../../client.js';
import { runIdPattern } from '../../domain/question.js';
import { usageSchema } from './answer.js';

export const runIdParam = z.object({
  runId: z
    .string()
    .regex(runIdPattern, 'is no id of a run')
    .openapi({ param: { name: 'runId', in: 'path' }, example: 'k-5f0c' }),
});

const longestWaitSeconds = 60;

export const waitQuery = z.object({
  wait: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(0, 'must be 0 or more')
    .max(longestWaitSeconds, `must be ${longestWaitSeconds} or less`)
    .default(0)
    .openapi({
      param: { name: 'wait', in: 'query' },
      description:
        'Seconds to wait for the answer. Where it takes longer, the reply says how far the run is.',
      ...{ type: 'number', minimum: 0, maximum: longestWaitSeconds, default: 0 },
      example: 20,
    }),
});

export const planSchema = z
  .custom<Plan>(() => true)
  .openapi({
    type: 'object',
    description: 'As the planner writes one; edited, it may be given back.',
  });

const progressSchema: z.ZodType<Progress> = z
  .object({
    phase: z.enum([
      'planning',
      'running',
      'interpreting',
      'waiting_for_approval',
      'waiting_for_person',
      'ended',
    ]),
    planVersion: z.int(),
    intent: z.string(),
    steps: z.array(z.object({ id: z.string(), tool: z.string(), status: z.string() })),
    approval: z
      .object({ planVersion: z.int(), reason: z.string(), plan: planSchema })
      .nullable()
      .openapi({ description: 'The plan that waits for a person.' }),
    ticket: z.string().nullable(),
    usage: usageSchema,
  })
  .openapi('Progress');

/** What was asked, as records have it. */
export const askedRunFields = {
  tenant: z.string(),
  runId: z.string(),
  question: z.string(),
  user: z.string(),
  session: z.string(),
  asOf: z.string(),
  timeZone: z.string(),
  mode: z.string(),
};

/** A run that has no answer yet. */
export const runningSchema = z
  .object({
    runId: z.string(),
    status: z.literal('running'),
    progress: progressSchema.nullable().openapi({
      description: 'Null where no worker could say it.',
    }),
  })
  .openapi('Running');
