import { callOf } from './call.js';
import { hex } from './chance.js';
import { claudeLatency, replyOf, roleAt, type ClaudeRole } from './claude.js';
import { incidentAt } from './incidents.js';
import type { Scribe } from './scribe.js';
import type { StepEnd } from './steps.js';

/** Where a run stands while it is made up. */
export interface Course {
  atMs: number;
  version: number;
  planRepairs: number;
  replans: number;
  answerRepairs: number;
  planMs: number;
  stepsMs: number;
  verifyMs: number;
  interpretMs: number;
  planner: string;
  verdict: 'confirmed' | 'refuted' | 'inconclusive';
  steps: readonly StepEnd[];
  warnings: readonly string[];
}

/** Asks the role's model, then the fallback model; which one replied, or null. Time goes on. */
export function ask(
  scribe: Scribe,
  course: Course,
  role: ClaudeRole,
  id: string,
): { readonly model: string; readonly replyId: string } | null {
  const { random, incidents, fromMs, toMs } = scribe.world;
  for (const fallback of role === 'review' ? [false] : [false, true]) {
    const asked = roleAt(role, (course.atMs - fromMs) / (toMs - fromMs), fallback);
    const replyId = hex(random, 16);
    const rung = fallback ? 'fallback_model' : 'own_model';
    const factor = incidentAt(incidents, 'cost', course.atMs)?.factor ?? 1;
    const called = callOf(scribe, {
      ...{ tool: role, activityId: fallback ? `${id}-fallback` : id, atMs: course.atMs },
      ...{ planVersion: course.version, timeoutMs: role === 'plan' ? 25_000 : 20_000 },
      latencyMs: () => claudeLatency(random, role),
      result: () => ({ ...replyOf(random, role, asked, factor), replyId }),
      rung,
    });
    course.atMs = called.endMs;
    if (called.error === null) {
      if (fallback) course.warnings = [...course.warnings, 'fallback_model'];
      return { model: asked.model, replyId };
    }
  }
  return null;
}
