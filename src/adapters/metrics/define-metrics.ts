import type { Registry } from 'prom-client';
import { defineProcess } from './define-process.js';
import { definers } from './definers.js';

/** 10 ms to 82 s, as OpenTelemetry's conventions have them for tools and models. */
const callBuckets = Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power);
/** 0.1 s to 7 min, as they have them for agents. */
const runBuckets = Array.from({ length: 13 }, (_, power) => 0.1 * 2 ** power);

/** Every metric of a worker's own. Names end with their unit, counters with `_total`, as Temporal's do on the same page. */
export function defineMetrics(registry: Registry) {
  const { counter, gauge, histogram } = definers(registry);
  const tokens = (kind: string, help: string) =>
    counter(`gen_ai_client_inference_usage_${kind}_tokens_total`, help, ...modelLabels);

  return {
    ...defineProcess(registry),
    toolCalls: counter(
      'surefoot_tool_calls_total',
      'Attempts of tools and of the run’s own activities.',
      ...(['tool', 'warehouse', 'status', 'rung'] as const),
    ),
    toolCallDuration: histogram(
      'surefoot_tool_call_duration_seconds',
      'How long an attempt took.',
      callBuckets,
      ...(['tool', 'warehouse', 'status'] as const),
    ),
    toolCallFailures: counter(
      'surefoot_tool_call_failures_total',
      'Attempts that failed, by what failed.',
      ...(['tool', 'warehouse', 'class', 'error'] as const),
    ),
    findings: counter(
      'surefoot_findings_total',
      'What was held against plans, results and answers, by the activity that found it.',
      ...(['activity', 'code'] as const),
    ),
    runs: counter('surefoot_runs_total', 'Runs that ended.', ...(['status', 'mode'] as const)),
    runDuration: histogram(
      'surefoot_run_duration_seconds',
      'How long a run took.',
      runBuckets,
      ...(['status', 'mode'] as const),
    ),
    steps: counter(
      'surefoot_steps_total',
      'Steps of runs that ended, with what their results came from.',
      ...(['tool', 'warehouse', 'status', 'rung'] as const),
    ),
    verdicts: counter('surefoot_verdicts_total', 'Verdicts of the gate.', 'verdict'),
    planRepairs: counter('surefoot_plan_repairs_total', 'Plans that Claude had to repair.'),
    replans: counter(
      'surefoot_replans_total',
      'Plans made anew after a step or its result failed.',
    ),
    answerRepairs: counter('surefoot_answer_repairs_total', 'Texts that Claude had to repair.'),
    warnings: counter('surefoot_warnings_total', 'Warnings in answers.', 'code'),
    inference: histogram(
      'gen_ai_client_inference_duration_seconds',
      'How long a call to Claude took.',
      callBuckets,
      ...modelLabels,
      'error_type',
    ),
    inputTokens: tokens('input', 'Tokens that Claude read, those from its cache included.'),
    cacheReadTokens: tokens('cache_read_input', 'Tokens that Claude read from its cache.'),
    outputTokens: tokens('output', 'Tokens that Claude wrote.'),
    cost: counter(
      'surefoot_claude_cost_usd_total',
      'What Claude cost at list price.',
      ...(['model', 'role'] as const),
    ),
    owedWrites: gauge(
      'surefoot_store_owed_writes',
      'Rows of the tool-call log that wait for the store.',
    ),
    breakerState: gauge(
      'surefoot_breaker_state',
      '1 for the state that a breaker is in, which all workers share.',
      ...(['breaker', 'state'] as const),
    ),
  };
}

const modelLabels = [
  'gen_ai_operation_name',
  'gen_ai_provider_name',
  'gen_ai_request_model',
  'role',
] as const;
