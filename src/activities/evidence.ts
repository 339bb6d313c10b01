import { ToolFailure } from '../domain/failure.js';
import type { EvidenceResult } from '../domain/figures/evidence.js';
import { isQueryInput, type CompiledStep } from '../domain/plan.js';
import type { RunInput } from '../domain/question.js';
import type { ResultRef } from '../domain/tasks.js';
import type { Results } from '../ports.js';
import { shownRows } from './prompts/data-block.js';

/** The rows behind each step, with what the plan declares of them. */
export async function loadEvidence(
  input: RunInput,
  steps: readonly CompiledStep[],
  refs: Readonly<Record<string, ResultRef>>,
  results: Results,
): Promise<ReadonlyMap<string, EvidenceResult>> {
  const run = { tenant: input.question.tenant, runId: input.runId };
  const ids = steps.flatMap(({ id }) => refs[id]?.resultId ?? []);
  const loaded = new Map((await results.all(run, ids)).map((found) => [found.resultId, found]));
  return new Map(
    steps.flatMap((step) => {
      const ref = refs[step.id];
      return ref === undefined ? [] : [evidenceOf(step, ref)];
    }),
  );

  function evidenceOf(step: CompiledStep, { resultId, rung, ageSeconds }: ResultRef) {
    const result = loaded.get(resultId);
    if (result === undefined) throw resultGone(step.id);
    const query = isQueryInput(step.input) ? step.input : null;
    const evidence: EvidenceResult = {
      columns: result.columns,
      rows: result.rows,
      shown: shownRows(result.rows),
      rowCount: result.rowCount,
      truncated: result.truncated,
      ...(result.intervals && { intervals: result.intervals }),
      rung,
      ageSeconds,
      measure: query?.measure ?? null,
      limit: step.facts?.limit ?? null,
      ...(query && { order: query.order }),
      literals: step.facts?.literals ?? [],
      period: query?.period ?? null,
    };
    return [step.id, evidence] as const;
  }
}

function resultGone(stepId: string): ToolFailure {
  return new ToolFailure({
    error: 'result_gone',
    class: 'permanent',
    message: `The result of step ${stepId} is no longer in the store.`,
    suggestion: 'Ask again under a new id.',
  });
}
