import { z } from 'zod';

const cell = z.union([z.string(), z.boolean(), z.null()]);
const rung = z.enum(['live', 'cache', 'stale_cache', 'simplified', 'sample']);
const time = z.iso.datetime();
const ms = z.number().min(0);

/** design.md's answer object, field by field; nothing may be missing, and nothing else may be there. */
export const AnswerShape = z.strictObject({
  runId: z.string(),
  question: z.string(),
  asOf: z.iso.date(),
  timeZone: z.string(),
  status: z.enum([
    'answered',
    'degraded',
    'needs_clarification',
    'escalated',
    'unavailable',
    'failed',
    'cancelled',
  ]),
  text: z.string().min(1),
  intent: z.string(),
  figures: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      unit: z.string(),
      display: z.string(),
      calc: z.string(),
      rung,
      interval: z.strictObject({ low: z.string(), high: z.string() }).nullable(),
      from: z.array(
        z.strictObject({ step: z.string(), row: z.int().nullable(), column: z.string() }),
      ),
    }),
  ),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      tool: z.string(),
      status: z.enum(['succeeded', 'refuted', 'failed', 'skipped', 'cancelled', 'not_started']),
      rung: rung.nullable(),
      attempts: z.int(),
      ms,
      asOf: time.nullable(),
      sql: z.string().nullable(),
      rowCount: z.int().nullable(),
      truncated: z.boolean(),
      resultId: z.string().nullable(),
      ageSeconds: z.number().nullable(),
      note: z.string().nullable(),
      error: z
        .strictObject({
          error: z.string(),
          class: z.enum(['transient', 'timeout', 'permanent', 'user_error', 'unknown']),
          tool: z.string(),
          timeout_ms: z.number().nullable(),
          query: z.string().nullable(),
          message: z.string(),
          suggestion: z.string(),
          code: z.string().nullable(),
          alternatives: z.array(z.string()),
        })
        .nullable(),
    }),
  ),
  data: z
    .strictObject({
      step: z.string(),
      columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
      rows: z.array(z.array(cell)),
      rowCount: z.int(),
      truncated: z.boolean(),
    })
    .nullable(),
  chart: z.record(z.string(), z.unknown()).nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  suggestions: z.array(z.string()),
  verification: z.strictObject({
    verdict: z.enum(['confirmed', 'refuted', 'inconclusive']),
    checks: z.array(z.strictObject({ name: z.string(), passed: z.boolean(), detail: z.string() })),
    planRepairs: z.int(),
    replans: z.int(),
    answerRepairs: z.int(),
    verifiedPlan: z.strictObject({ runId: z.string(), verifiedAt: time }).exactOptional(),
  }),
  ticket: z.string().nullable(),
  planner: z.string(),
  usage: z.strictObject({
    claudeCalls: z.int(),
    inputTokens: z.int(),
    cacheReadTokens: z.int(),
    outputTokens: z.int(),
    costUsd: z.number(),
  }),
  timing: z.strictObject({ totalMs: ms, planMs: ms, stepsMs: ms, verifyMs: ms, interpretMs: ms }),
});
