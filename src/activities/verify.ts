import type { VerifyOutcome, VerifyTask } from '../domain/tasks.js';
import { verifyResult } from '../domain/verification/verify-result.js';
import type { Deps } from './deps.js';
import { loadEvidence } from './evidence.js';

/** Holds each result against its step's expectations and common sense. Rules only; the gate adds the review's word. */
export async function verify(task: VerifyTask, deps: Deps): Promise<VerifyOutcome> {
  const { input, steps, results, planVersion } = task;
  const evidence = await loadEvidence(input, steps, results, deps.store.results);
  const verified = steps.flatMap((step) => {
    const result = evidence.get(step.id);
    return result === undefined ? [] : [verifyResult(step, result)];
  });
  const outcome: VerifyOutcome = {
    checks: verified.flatMap(({ checks }) => checks),
    findings: verified.flatMap(({ findings }) => findings),
    warnings: verified.flatMap(({ warnings }) => warnings),
  };
  await deps.store.runs.append(
    { tenant: input.question.tenant, runId: input.runId },
    { kind: 'verified', key: `verified:${planVersion}`, data: { ...outcome } },
  );
  return outcome;
}
