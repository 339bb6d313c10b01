import { noUsage, type Answer, type AnswerStep } from '../../src/domain/answer.js';
import { defaultApproval } from '../../src/domain/approval.js';
import type { ToolError } from '../../src/domain/failure.js';
import type { CompiledPlan, CompiledStep, Step } from '../../src/domain/plan.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import { defaultBounds, defaultLimits, type RunInput } from '../../src/domain/question.js';
import { newRun, withPlan, type Run, type StepState } from '../../src/domain/run.js';
import type { StepOutcome } from '../../src/domain/tasks.js';

/** Values of the domain with everything filled in; a test names only what it is about. */

export function aStep(id: string, overrides: Partial<CompiledStep> = {}): CompiledStep {
  return {
    id,
    tool: 'execute_query',
    dependsOn: [],
    onFailure: 'abort',
    heavy: false,
    input: { sql: `select '${id}'`, params: [] },
    expect: { columns: [], minRows: 0, maxRows: 0, nonNegative: [], notNull: [], uniqueBy: [] },
    policy: defaultPolicy,
    catalogVersion: 'v1',
    keep: [],
    queue: 'surefoot-warehouse',
    presents: false,
    summary: `${id}: execute_query`,
    facts: null,
    cost: null,
    ...overrides,
  };
}

/** A step that draws the result of another. */
export function aChart(
  id: string,
  of: string,
  overrides: Partial<CompiledStep> = {},
): CompiledStep {
  return aStep(id, {
    tool: 'format_results',
    dependsOn: [of],
    onFailure: 'skip',
    input: { step: of },
    presents: true,
    queue: 'surefoot',
    ...overrides,
  });
}

export function aPlan(steps: readonly CompiledStep[], version = 1): CompiledPlan {
  return { version, intent: 'Revenue by region', steps, approval: null };
}

/** A run whose plan has these steps, which stand like this; those that are not named have not begun. */
export function aRun(
  steps: readonly CompiledStep[],
  states: Readonly<Record<string, StepState>> = {},
): Run {
  return { ...withPlan(newRun(anInput(), 0), aPlan(steps)), steps: states };
}

/** A step as the planner returns it, before it is compiled. */
export function planned(step: Partial<Step> & Pick<Step, 'id'>): Step {
  const { tool, dependsOn, onFailure, heavy, input, expect } = aStep(step.id);
  return { tool, dependsOn, onFailure, heavy, input, expect, ...step };
}

export function anOutcome(overrides: Partial<StepOutcome> = {}): StepOutcome {
  return {
    resultId: 'result-1',
    columns: [{ name: 'revenue', type: 'numeric' }],
    rowCount: 4,
    truncated: false,
    bytes: 100,
    rung: 'live',
    readAt: '2026-09-30T00:00:00.000Z',
    ageSeconds: null,
    note: null,
    attempt: 1,
    ms: 12,
    chart: null,
    ...overrides,
  };
}

export function anError(overrides: Partial<ToolError> = {}): ToolError {
  return {
    error: 'unknown_column',
    class: 'permanent',
    tool: 'execute_query',
    timeout_ms: null,
    query: null,
    message: 'There is no column revenu.',
    suggestion: '',
    code: '42703',
    alternatives: [],
    ...overrides,
  };
}

export function anInput(overrides: Partial<RunInput> = {}): RunInput {
  return {
    runId: 'run-1',
    question: {
      text: 'Revenue by region?',
      user: '',
      session: '',
      tenant: 'default',
      asOf: '2026-09-30',
      timeZone: 'UTC',
      locale: 'en-US',
    },
    mode: 'interactive',
    critical: false,
    fresh: false,
    budgetMs: 60_000,
    bounds: defaultBounds,
    approval: defaultApproval,
    onInconclusive: 'warn',
    limits: defaultLimits,
    searchAttributes: false,
    ...overrides,
  };
}

export function anAnswerStep(overrides: Partial<AnswerStep> = {}): AnswerStep {
  return {
    id: 'revenue',
    tool: 'execute_query',
    status: 'succeeded',
    rung: 'live',
    attempts: 1,
    ms: 12,
    asOf: '2026-10-01T08:00:00.000Z',
    sql: 'SELECT 1',
    rowCount: 1,
    truncated: false,
    resultId: 'result-1',
    ageSeconds: null,
    note: null,
    error: null,
    ...overrides,
  };
}

export function anAnswer(overrides: Partial<Answer> = {}): Answer {
  return {
    runId: 'run-1',
    question: 'Revenue by region?',
    asOf: '2026-09-30',
    timeZone: 'UTC',
    status: 'answered',
    text: 'Revenue was $1.23M.',
    intent: 'Revenue by region',
    figures: [],
    steps: [anAnswerStep()],
    data: null,
    chart: null,
    warnings: [],
    suggestions: [],
    verification: {
      verdict: 'confirmed',
      checks: [],
      planRepairs: 0,
      replans: 0,
      answerRepairs: 0,
    },
    ticket: null,
    planner: 'claude-sonnet-5-5',
    usage: { ...noUsage, claudeCalls: 3, inputTokens: 5_000, outputTokens: 700, costUsd: 0.0255 },
    timing: { totalMs: 900, planMs: 300, stepsMs: 200, verifyMs: 10, interpretMs: 390 },
    ...overrides,
  };
}
