import { z } from '@hono/zod-openapi';
import {
  statuses,
  type Answer,
  type AnswerData,
  type AnswerFigure,
  type AnswerStep,
  type Status,
  type Timing,
  type Usage,
  type Warning,
} from '../../domain/answer.js';
import type { ToolError } from '../../domain/failure.js';
import type { Check } from '../../domain/finding.js';
import { mayBeAbsent } from './may-be-absent.js';
import { cellIntervalSchema, cellSchema, columnSchema, rungSchema } from './result.js';

const statusSchema: z.ZodType<Status> = z
  .enum(statuses)
  .openapi('Status', { description: 'How a run ended.' });

export const runStatusSchema: z.ZodType<Status | 'running'> = z
  .enum(['running', ...statuses])
  .openapi('RunStatus');

const toolErrorSchema: z.ZodType<ToolError> = z
  .object({
    error: z.string().openapi({ example: 'tool_timeout' }),
    class: z.enum(['transient', 'timeout', 'permanent', 'user_error', 'unknown']),
    tool: z.string(),
    timeout_ms: z.number().nullable(),
    query: z.string().nullable(),
    message: z.string(),
    suggestion: z.string(),
    code: z.string().nullable(),
    alternatives: z.array(z.string()),
  })
  .openapi('ToolError');

export const warningSchema: z.ZodType<Warning> = z.object({
  code: z.string(),
  message: z.string(),
});

export const figureFields = {
  name: z.string(),
  value: z.string().openapi({ description: 'Exact.' }),
  unit: z.string(),
  display: z.string().openapi({ description: 'What the text shows.' }),
  calc: z.string(),
  rung: rungSchema,
  interval: z.object({ low: z.string(), high: z.string() }).nullable(),
};

export const figureSchema: z.ZodType<AnswerFigure> = z
  .object({
    ...figureFields,
    from: z
      .array(z.object({ step: z.string(), row: z.int().nullable(), column: z.string() }))
      .openapi({ description: 'The cells that it is computed from; row null is a whole column.' }),
  })
  .openapi('Figure');

export const stepFields = {
  id: z.string(),
  tool: z.string(),
  warehouse: mayBeAbsent(z.string()),
  rung: rungSchema.nullable(),
  attempts: z.int(),
  ms: z.number(),
  asOf: z.string().nullable().openapi({ description: 'When its data was read.' }),
  sql: z.string().nullable(),
  rowCount: z.number().nullable(),
  truncated: z.boolean(),
  resultId: z.string().nullable(),
  ageSeconds: z.number().nullable(),
  note: z.string().nullable(),
  error: toolErrorSchema.nullable(),
};

export const stepStatuses = [
  'succeeded',
  'refuted',
  'failed',
  'skipped',
  'cancelled',
  'not_started',
] as const satisfies readonly AnswerStep['status'][];

const stepSchema: z.ZodType<AnswerStep> = z
  .object({ ...stepFields, status: z.enum(stepStatuses) })
  .openapi('Step');

const dataSchema: z.ZodType<AnswerData> = z
  .object({
    step: z.string(),
    columns: z.array(columnSchema),
    rows: z.array(z.array(cellSchema)).openapi({ description: '1,000 rows or 1 MiB at most.' }),
    rowCount: z.number(),
    truncated: z.boolean(),
    intervals: mayBeAbsent(z.array(cellIntervalSchema)),
  })
  .openapi('Data');

const checkSchema: z.ZodType<Check> = z.object({
  name: z.string(),
  passed: z.boolean(),
  detail: z.string(),
});

export const verificationSchema: z.ZodType<Answer['verification']> = z
  .object({
    verdict: z.enum(['confirmed', 'refuted', 'inconclusive']),
    checks: z.array(checkSchema),
    planRepairs: z.int(),
    replans: z.int(),
    answerRepairs: z.int(),
    verifiedPlan: mayBeAbsent(
      z
        .object({ runId: z.string(), verifiedAt: z.string() })
        .openapi({ description: 'Whose plan it is, where it is a verified question’s.' }),
    ),
  })
  .openapi('Verification');

export const usageSchema: z.ZodType<Usage> = z
  .object({
    claudeCalls: z.int(),
    inputTokens: z.int(),
    cacheReadTokens: z.int(),
    outputTokens: z.int(),
    costUsd: z.number(),
  })
  .openapi('Usage');

export const timingSchema: z.ZodType<Timing> = z
  .object({
    totalMs: z.number(),
    planMs: z.number(),
    stepsMs: z.number(),
    verifyMs: z.number(),
    interpretMs: z.number(),
  })
  .openapi('Timing');

/** What a run ended with. The type says that no field of the domain's own is forgotten; a test that none is added. */
export const answerSchema: z.ZodType<Answer> = z
  .object({
    runId: z.string(),
    question: z.string(),
    asOf: z.string().openapi({ description: 'The day that “today” means.', example: '2026-09-30' }),
    timeZone: z.string(),
    status: statusSchema,
    text: z.string(),
    intent: z.string(),
    figures: z.array(figureSchema),
    steps: z.array(stepSchema),
    data: dataSchema.nullable(),
    chart: z
      .record(z.string(), z.unknown())
      .nullable()
      .openapi({ description: 'A Vega-Lite spec whose data is named after its step.' }),
    warnings: z.array(warningSchema),
    suggestions: z.array(z.string()),
    verification: verificationSchema,
    ticket: z.string().nullable(),
    planner: z.string(),
    usage: usageSchema,
    timing: timingSchema,
  })
  .openapi('Answer');
