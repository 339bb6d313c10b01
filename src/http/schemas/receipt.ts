import { z } from '@hono/zod-openapi';
import type {
  Receipt,
  ReceiptAttempt,
  ReceiptFigure,
  ReceiptPlan,
  ReceiptResult,
  ReceiptStep,
  TextRepair,
} from '../../domain/receipt.js';
import {
  figureFields,
  runStatusSchema,
  stepFields,
  stepStatuses,
  timingSchema,
  usageSchema,
  verificationSchema,
  warningSchema,
} from './answer.js';
import { findingSchema } from './finding.js';
import { mayBeAbsent } from './may-be-absent.js';
import { ratingFields } from './rating.js';
import { cellIntervalSchema, cellSchema, columnSchema } from './result.js';
import { askedRunFields } from './run.js';
import { ticketFields } from './ticket.js';

const text = z.string().nullable();
const amount = z.number().nullable();
const names = z.array(z.string());
const changes = z.object({ added: names, removed: names, changed: names });

const planSchema: z.ZodType<ReceiptPlan> = z.object({
  version: z.int(),
  repair: z.int(),
  at: z.string(),
  made: z.boolean(),
  intent: z.string(),
  steps: z.array(z.object({ id: z.string(), tool: z.string() })),
  findings: z.array(findingSchema),
  changed: z.object({ intent: z.boolean(), steps: changes }).nullable(),
  promptVersion: z.string(),
  waited: text,
  edited: z.boolean(),
});

const stepSchema: z.ZodType<ReceiptStep> = z.object({
  ...stepFields,
  status: z.enum([...stepStatuses, 'running']),
  params: z.array(
    z.object({
      kind: z.enum(['text', 'null', 'cell', 'column']),
      value: z.string(),
      step: z.string(),
      column: z.string(),
    }),
  ),
});

const attemptSchema: z.ZodType<ReceiptAttempt> = z.object({
  tool: text,
  step: text,
  activityId: z.string(),
  attempt: z.int(),
  planVersion: amount,
  status: z.string(),
  rung: text,
  startedAt: z.string(),
  latencyMs: amount,
  errorClass: text,
  errorName: text,
  errorCode: text,
  breakerState: text,
  rowCount: amount,
  model: text,
  promptVersion: text,
  claudeCalls: amount,
  inputTokens: amount,
  cacheReadTokens: amount,
  outputTokens: amount,
  costUsd: amount,
  worker: text,
});

const textRepairSchema: z.ZodType<TextRepair> = z.object({
  at: z.string(),
  findings: z.array(findingSchema),
  changed: z.object({ figures: changes, sentences: z.int() }).nullable(),
});

const figureSchema: z.ZodType<ReceiptFigure> = z.object({
  ...figureFields,
  from: z.array(
    z.object({
      step: z.string(),
      row: z.int().nullable(),
      column: z.string(),
      value: cellSchema,
      kept: z.boolean(),
    }),
  ),
});

const resultSchema: z.ZodType<ReceiptResult> = z.object({
  step: z.string(),
  columns: z.array(columnSchema),
  rows: z.array(z.object({ index: z.int(), cells: z.array(cellSchema) })),
  rowCount: z.number(),
  truncated: z.boolean(),
  readAt: z.string(),
  intervals: mayBeAbsent(z.array(cellIntervalSchema)),
});

const { ticketId, cause, priority, status, resolution, resolvedBy, openedAt, resolvedAt } =
  ticketFields;

/** All that is known of a run. */
export const receiptSchema: z.ZodType<Receipt> = z
  .object({
    ...askedRunFields,
    status: runStatusSchema,
    beganAt: z.string(),
    endedAt: text,
    doing: text,
    text: z.string(),
    intent: z.string(),
    plans: z.array(planSchema),
    steps: z.array(stepSchema),
    attempts: z.array(attemptSchema),
    verification: verificationSchema.nullable(),
    textRepairs: z.array(textRepairSchema),
    figures: z.array(figureSchema),
    results: z.array(resultSchema),
    warnings: z.array(warningSchema),
    suggestions: names,
    planner: z.string(),
    usage: usageSchema,
    timing: timingSchema.nullable(),
    ticket: z
      .object({
        ...{ ticketId, cause, priority, status, resolution, resolvedBy, openedAt, resolvedAt },
      })
      .nullable(),
    feedback: z.array(z.object(ratingFields)),
    links: z.object({ temporal: text }),
  })
  .openapi('Receipt');
