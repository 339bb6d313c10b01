import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { Finding } from '../../domain/finding.js';
import type { RecordTask } from '../../domain/tasks.js';
import { agent, spanOfAttempt, spanOfRun, type AttemptFacts } from './describe-spans.js';
import { runIds } from './run-ids.js';
import type { Tracing } from './start-tracing.js';
import { contextFrom } from './trace-header.js';

/** What is read from an activity's argument; undefined for one that has no span. */
export type TracedTask = (argument: unknown, activity: string) => AttemptFacts | undefined;

/**
 * A span for each attempt of an activity, within the span of its run; and that one when the run is recorded. What is
 * called within an attempt, Claude among it, finds its span as the active one.
 */
export function traceInterceptor(
  tracing: Tracing,
  traced: TracedTask,
): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      const { activityType, attempt, activityId, workflowExecution } = activityInfo();
      const { workflowId = '', runId = '' } = workflowExecution ?? {};
      const caller = contextFrom(input.headers);
      const [argument] = input.args;
      if (activityType === 'recordRun') {
        const task = argument as RecordTask;
        // Once, and where the run itself ends: not where it is recorded later or again.
        if (attempt === 1 && task.temporalRunId === runId)
          writeRun(tracing, { workflowId, temporalRunId: runId }, task, caller);
        return await next(input);
      }
      const facts = traced(argument, activityType);
      if (facts === undefined) return await next(input);

      const parent = runContext(tracing, workflowId, runId, caller);
      const which = { activity: activityType, activityId, attempt };
      const { name, attributes } = spanOfAttempt(which, facts, tracing);
      const span = tracing.tracer.startSpan(name, { attributes }, parent);
      try {
        const result = await context.with(trace.setSpan(parent, span), () => next(input));
        succeeded(span, activityType, result);
        return result;
      } catch (error) {
        failed(span, error, tracing);
        throw error;
      } finally {
        span.end();
      }
    },
  };
}

/** The run's span as its children's parent. It is not written here: it has not ended. */
function runContext(
  tracing: Tracing,
  workflowId: string,
  temporalRunId: string,
  caller: Context,
): Context {
  const ids = runIds(workflowId, temporalRunId);
  const span = tracing.startWithIds(ids, `invoke_agent ${agent}`, {}, caller);
  return trace.setSpanContext(caller, span.spanContext());
}

interface Execution {
  readonly workflowId: string;
  readonly temporalRunId: string;
}

function writeRun(
  tracing: Tracing,
  { workflowId, temporalRunId }: Execution,
  task: RecordTask,
  caller: Context,
): void {
  const { name, attributes, failure } = spanOfRun(task, tracing);
  const endTime = activityInfo().scheduledTimestampMs;
  const startTime = endTime - task.answer.timing.totalMs;
  const ids = runIds(workflowId, temporalRunId);
  const span = tracing.startWithIds(ids, name, { attributes, startTime }, caller);
  const { verdict } = task.answer.verification;
  span.addEvent(evaluation, { ...evaluated('verification'), [label]: verdict }, endTime);
  if (failure !== undefined) {
    span.setAttribute('error.type', failure);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(endTime);
}

const evaluation = 'gen_ai.evaluation.result';
const label = 'gen_ai.evaluation.score.label';

function evaluated(name: string): Attributes {
  return { 'gen_ai.evaluation.name': name };
}

interface Outcome {
  readonly rung?: string;
  readonly rowCount?: number;
  readonly verdict?: string;
  readonly findings?: readonly Finding[];
  readonly checks?: readonly { readonly passed: boolean }[];
}

/** Codes and counts alone: what a check says of a result may quote it. */
function succeeded(span: Span, activity: string, result: unknown): void {
  const { rung, rowCount, verdict, findings, checks } = (result ?? {}) as Outcome;
  if (rung !== undefined) span.setAttribute('surefoot.rung', rung);
  if (rowCount !== undefined) span.setAttribute('surefoot.rows', rowCount);
  const codes = [...new Set(findings?.map(({ code }) => code))];
  if (codes.length > 0) span.setAttribute('surefoot.findings', codes);
  if (verdict !== undefined)
    span.addEvent(evaluation, { ...evaluated(activity), [label]: verdict });
  if (checks !== undefined) {
    const passed = checks.filter((check) => check.passed).length;
    span.addEvent(evaluation, {
      ...evaluated(activity),
      [label]: passed === checks.length && codes.length === 0 ? 'pass' : 'fail',
      'gen_ai.evaluation.score.value': checks.length === 0 ? 1 : passed / checks.length,
    });
  }
}

function failed(span: Span, error: unknown, { content }: Tracing): void {
  if (error instanceof CancelledFailure) {
    span.setAttribute('surefoot.cancelled', true);
    return;
  }
  const type = error instanceof ApplicationFailure ? error.type : undefined;
  span.setAttribute('error.type', type ?? '_OTHER');
  const message = content && error instanceof Error ? { message: error.message } : {};
  span.setStatus({ code: SpanStatusCode.ERROR, ...message });
}
