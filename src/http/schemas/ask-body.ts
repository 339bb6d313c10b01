import { z } from '@hono/zod-openapi';
import type { AskOptions } from '../../client.js';
import { given } from '../given.js';

const amount = z.number().min(0, 'must be 0 or more');
const count = z.int('must be a whole number').min(0, 'must be 0 or more');

/** The form alone: the client knows which days there are. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'use a day such as 2026-09-30');

/** A question with what `surefoot ask` may say of it. The tenant is the key’s, the run’s id the Idempotency-Key’s. */
export const askBody = z
  .strictObject({
    question: z
      .string({ error: 'must be a text' })
      .min(1, 'is empty')
      .max(4_000, 'has 4,000 characters at most')
      .openapi({ example: 'Show me revenue by region for Q4 2025' }),
    user: z
      .string()
      .max(256)
      .optional()
      .openapi({ description: 'Who asks, as your service knows them.' }),
    session: z.string().max(256).optional(),
    asOf: day.optional().openapi({
      description: 'The day that “today” means; today in `timeZone` by default.',
      example: '2026-09-30',
    }),
    timeZone: z.string().optional().openapi({ description: 'IANA name; UTC by default.' }),
    locale: z.string().optional().openapi({ description: 'BCP 47, for how figures are written.' }),
    timeoutSeconds: z.number().min(1).max(604_800).optional().openapi({
      description: '60 by default, and under 20 is too little; a day in background.',
    }),
    background: z.boolean().optional().openapi({
      description: 'Waits durably rather than degrade; may run heavy steps.',
    }),
    critical: z.boolean().optional().openapi({
      description: 'Goes before other runs, and to a person where nothing else helps.',
    }),
    fresh: z.boolean().optional().openapi({ description: 'Refuses cached results.' }),
    approve: z.boolean().optional().openapi({
      description: 'Every plan waits until it is approved; in background only.',
    }),
    onInconclusive: z.enum(['warn', 'ask', 'refuse']).optional().openapi({
      description: 'What becomes of an answer that the review could not confirm.',
    }),
    limits: z
      .strictObject({
        claudeCalls: count.optional(),
        tokens: count.optional(),
        usd: amount.optional(),
        rows: count.optional(),
      })
      .optional()
      .openapi({ description: 'What the run may spend; 0 is no limit.' }),
  })
  .openapi('Question');

export type AskBody = z.infer<typeof askBody>;

/** The same as the client takes it. */
export function askOptions({
  question: _question,
  timeoutSeconds,
  limits,
  ...options
}: AskBody): AskOptions {
  return given<AskOptions>({
    ...options,
    timeoutMs: timeoutSeconds === undefined ? undefined : Math.round(timeoutSeconds * 1_000),
    limits: limits && given<NonNullable<AskOptions['limits']>>(limits),
  });
}
