import { oldestAge, worstRung } from './figures/value.js';
import type { Finding } from './finding.js';
import type { CompiledStep } from './plan.js';
import { withStep, type Run } from './run.js';
import type { FailedStep, FinishedStep, ResultRef, StepOutcome } from './tasks.js';

/**
 * Results that verifier, interpreter and reader may use, by step. What was read with values of another step's result is
 * no better and no younger than that.
 */
export function usableResults(run: Run): Record<string, ResultRef> {
  const steps = run.plan?.steps ?? [];
  const refs: Record<string, ResultRef> = {};
  const refOf = (step: CompiledStep): ResultRef | undefined => {
    const known = refs[step.id];
    const state = run.steps[step.id];
    if (known !== undefined || state?.status !== 'succeeded') return known;
    const { resultId, rung, ageSeconds } = state.outcome;
    const sources = step.dependsOn.flatMap((id) => {
      const source = steps.find((other) => other.id === id);
      return (source && refOf(source)) ?? [];
    });
    return (refs[step.id] = {
      resultId,
      rung: worstRung([rung, ...sources.map((source) => source.rung)]),
      ageSeconds: oldestAge([ageSeconds, ...sources.map((source) => source.ageSeconds)]),
    });
  };
  return Object.fromEntries(
    steps.flatMap((step) => {
      const ref = step.presents ? undefined : refOf(step);
      return ref === undefined ? [] : [[step.id, ref]];
    }),
  );
}

export function usableSteps(run: Run): CompiledStep[] {
  const results = usableResults(run);
  return (run.plan?.steps ?? []).flatMap((step) => {
    const state = run.steps[step.id];
    return step.id in results && state?.status === 'succeeded'
      ? [asItRan(step, state.outcome)]
      : [];
  });
}

/** A lesser result is held to what it declares itself; at a higher level it has fewer rows than the plan expected. */
function asItRan(step: CompiledStep, { input }: StepOutcome): CompiledStep {
  if (input === undefined) return step;
  const minRows = Math.min(step.expect.minRows, 1);
  return { ...step, input, expect: { ...step.expect, minRows } };
}

export function finishedSteps(run: Run): FinishedStep[] {
  return usableSteps(run).flatMap(({ id }) => {
    const state = run.steps[id];
    if (state?.status !== 'succeeded') return [];
    const { columns, rowCount } = state.outcome;
    return [{ id, columns, rowCount }];
  });
}

export function failedSteps(run: Run): FailedStep[] {
  return Object.entries(run.steps).flatMap(([step, state]) => {
    if (state.status !== 'failed') return [];
    const { error, class: errorClass, code, suggestion, alternatives } = state.error;
    return [{ step, error: { error, class: errorClass, code, suggestion, alternatives } }];
  });
}

/**
 * Refuses the results that findings name, and whatever was read or drawn from them; where findings name no step of the
 * plan, all of them.
 */
export function withRefuted(run: Run, findings: readonly Finding[]): Run {
  const steps = run.plan?.steps ?? [];
  const named = steps.filter(({ id }) => findings.some(({ where }) => isAbout(where, id)));
  const refused = new Set((named.length > 0 ? named : steps).map(({ id }) => id));
  for (let before = -1; before < refused.size;) {
    before = refused.size;
    for (const step of steps)
      if (step.dependsOn.some((id) => refused.has(id))) refused.add(step.id);
  }
  return [...refused].reduce((next, id) => {
    const state = next.steps[id];
    return state?.status === 'succeeded'
      ? withStep(next, id, { ...state, status: 'refuted' })
      : next;
  }, run);
}

/** Whether a finding's place, such as `step revenue, sql`, is in that step. */
function isAbout(where: string, stepId: string): boolean {
  return where === `step ${stepId}` || where.startsWith(`step ${stepId},`);
}
