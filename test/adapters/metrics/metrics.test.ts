import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedClaude } from '../../../src/adapters/metrics/counted-claude.js';
import { createMetrics, type Metrics } from '../../../src/adapters/metrics/create-metrics.js';
import type { SeenAttempt } from '../../../src/adapters/metrics/seen.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { anAnswer, anAnswerStep } from '../../domain/builders.js';
import type { ClaudeReply, ClaudeRequest } from '../../../src/ports.js';

const nothing = { breakers: [], dependencies: [], connections: [], owedWrites: 0 };

/** The lines of one metric, without its buckets. */
async function linesOf(metrics: Metrics, name: string, gauges = nothing as never) {
  const text = await metrics.text(gauges);
  return text.split('\n').filter((line) => line.startsWith(name) && !line.includes('_bucket'));
}

const attempt: SeenAttempt = {
  tool: 'execute_query',
  warehouse: null,
  status: 'timeout',
  rung: 'live',
  latencyMs: 1_500,
  errorClass: 'timeout',
  errorName: 'tool_timeout',
  findings: ['too_few_rows'],
};

test('an attempt is counted by tool, status and rung, with its failure and its findings', async () => {
  const metrics = createMetrics();
  metrics.attemptEnded(attempt);
  assert.deepEqual(await linesOf(metrics, 'surefoot_tool_call'), [
    'surefoot_tool_calls_total{tool="execute_query",status="timeout",rung="live"} 1',
    'surefoot_tool_call_duration_seconds_sum{tool="execute_query",status="timeout"} 1.5',
    'surefoot_tool_call_duration_seconds_count{tool="execute_query",status="timeout"} 1',
    'surefoot_tool_call_failures_total{tool="execute_query",class="timeout",error="tool_timeout"} 1',
  ]);
  assert.deepEqual(await linesOf(metrics, 'surefoot_findings_total'), [
    'surefoot_findings_total{activity="execute_query",code="too_few_rows"} 1',
  ]);
});

test('of several warehouses each has its own series', async () => {
  const metrics = createMetrics();
  metrics.attemptEnded({ ...attempt, warehouse: 'sales' });
  metrics.attemptEnded({ ...attempt, warehouse: 'desk' });
  const step = anAnswerStep({ warehouse: 'desk' });
  metrics.runEnded(anAnswer({ steps: [step, anAnswerStep()] }), 'interactive');
  const named = (await linesOf(metrics, 'surefoot_')).filter((line) => line.includes('warehouse='));
  assert.deepEqual(
    named.map((line) => /^(\w+).*warehouse="(\w+)"/.exec(line)?.slice(1).join(' ')),
    [
      ...['surefoot_tool_calls_total sales', 'surefoot_tool_calls_total desk'],
      ...['sales', 'desk'].flatMap((name) =>
        ['sum', 'count'].map((part) => `surefoot_tool_call_duration_seconds_${part} ${name}`),
      ),
      ...['surefoot_tool_call_failures_total sales', 'surefoot_tool_call_failures_total desk'],
      'surefoot_steps_total desk',
    ],
  );
});

const request = { model: 'claude-sonnet-5-5', role: 'planner' } as ClaudeRequest;
const usage = {
  ...{ claudeCalls: 1, inputTokens: 100, cacheReadTokens: 40 },
  ...{ outputTokens: 7, costUsd: 0.25 },
};
const options = { runId: 'r1', signal: new AbortController().signal, onProgress: () => undefined };
const labels =
  'gen_ai_operation_name="chat",gen_ai_provider_name="anthropic",gen_ai_request_model="claude-sonnet-5-5",role="planner"';

test('a call to Claude is counted with its tokens, those from the cache among those it read', async () => {
  const metrics = createMetrics();
  const reply = { text: '{}', stopReason: 'end_turn', model: 'x', usage } as const;
  const complete = () => Promise.resolve<ClaudeReply>(reply);
  await countedClaude({ complete }, metrics).complete(request, options);
  assert.deepEqual(await linesOf(metrics, 'gen_ai_client_inference_usage'), [
    `gen_ai_client_inference_usage_input_tokens_total{${labels}} 140`,
    `gen_ai_client_inference_usage_cache_read_input_tokens_total{${labels}} 40`,
    `gen_ai_client_inference_usage_output_tokens_total{${labels}} 7`,
  ]);
  assert.deepEqual(await linesOf(metrics, 'surefoot_claude_cost'), [
    'surefoot_claude_cost_usd_total{model="claude-sonnet-5-5",role="planner"} 0.25',
  ]);
});

test('a call that fails is timed under its error and thrown as it was', async () => {
  const metrics = createMetrics();
  const failure = new ToolFailure({ error: 'claude_overloaded', class: 'transient', message: '' });
  const complete = () => Promise.reject(failure);
  const asked = countedClaude({ complete }, metrics).complete(request, options);
  await assert.rejects(asked, (error) => error === failure);
  const [, count] = await linesOf(metrics, 'gen_ai_client_inference_duration');
  assert.equal(
    count,
    `gen_ai_client_inference_duration_seconds_count{${labels},error_type="claude_overloaded"} 1`,
  );
});

test('a breaker is in one state, and one that is gone is told no more', async () => {
  const metrics = createMetrics();
  const first = { ...nothing, breakers: [['a', 'open']] } as never;
  const on = (lines: string[]) => lines.filter((line) => line.endsWith(' 1'));
  assert.deepEqual(on(await linesOf(metrics, 'surefoot_breaker_state', first)), [
    'surefoot_breaker_state{breaker="a",state="open"} 1',
  ]);
  assert.deepEqual(await linesOf(metrics, 'surefoot_breaker_state'), []);
});
