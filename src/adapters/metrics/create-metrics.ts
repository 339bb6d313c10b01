import { Registry } from 'prom-client';
import type { Answer } from '../../domain/answer.js';
import type { ClaudeReply, ClaudeRequest } from '../../ports.js';
import { defineMetrics } from './define-metrics.js';
import type { Gauges, SeenAttempt } from './seen.js';

/** What a process counts. Labels have few values each, and none that says who asked or what. */
export interface Metrics {
  attemptEnded(attempt: SeenAttempt): void;
  runEnded(answer: Answer, mode: string): void;
  claudeAsked(request: ClaudeRequest, seconds: number, outcome: ClaudeReply | string): void;
  storeAsked(seconds: number, failed: boolean): void;
  /** In Prometheus' text format, with what the gauges say now. */
  text(gauges: Gauges): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const metrics = defineMetrics(registry);
  return {
    attemptEnded({ tool, warehouse, status, rung, errorClass, errorName, latencyMs, findings }) {
      const called = { tool, ...labelOf(warehouse) };
      metrics.toolCalls.inc({ ...called, status, rung });
      metrics.toolCallDuration.observe({ ...called, status }, latencyMs / 1_000);
      if (errorName !== null)
        metrics.toolCallFailures.inc({ ...called, class: errorClass ?? '', error: errorName });
      for (const code of findings) metrics.findings.inc({ activity: tool, code });
    },

    runEnded({ status, steps, verification, warnings, timing }, mode) {
      metrics.runs.inc({ status, mode });
      metrics.runDuration.observe({ status, mode }, timing.totalMs / 1_000);
      metrics.verdicts.inc({ verdict: verification.verdict });
      metrics.planRepairs.inc(verification.planRepairs);
      metrics.replans.inc(verification.replans);
      metrics.answerRepairs.inc(verification.answerRepairs);
      for (const { tool, warehouse, rung, ...step } of steps)
        metrics.steps.inc({
          ...{ tool, status: step.status, rung: rung ?? 'none' },
          ...labelOf(warehouse ?? null),
        });
      for (const { code } of warnings) metrics.warnings.inc({ code });
    },

    claudeAsked({ model, role }, seconds, outcome) {
      const asked = {
        gen_ai_operation_name: 'chat',
        gen_ai_provider_name: 'anthropic',
        gen_ai_request_model: model,
        role,
      };
      const failed = typeof outcome === 'string';
      metrics.inference.observe({ ...asked, error_type: failed ? outcome : '' }, seconds);
      if (failed) return;
      const { inputTokens, cacheReadTokens, outputTokens, costUsd } = outcome.usage;
      metrics.inputTokens.inc(asked, inputTokens + cacheReadTokens);
      metrics.cacheReadTokens.inc(asked, cacheReadTokens);
      metrics.outputTokens.inc(asked, outputTokens);
      metrics.cost.inc({ model, role }, costUsd);
    },

    storeAsked: metrics.storeAsked,

    async text(gauges) {
      const { breakers, owedWrites } = gauges;
      metrics.breakerState.reset();
      for (const [breaker, state] of breakers)
        for (const each of breakerStates)
          metrics.breakerState.set({ breaker, state: each }, each === state ? 1 : 0);
      metrics.look(gauges);
      metrics.owedWrites.set(owedWrites);
      return await registry.metrics();
    },
  };
}

/** Prometheus takes a label that is missing for an empty one. */
function labelOf(warehouse: string | null): { readonly warehouse?: string } {
  return warehouse === null ? {} : { warehouse };
}

const breakerStates = ['closed', 'half_open', 'open', 'forced_open'] as const;
