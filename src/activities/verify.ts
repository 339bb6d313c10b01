import type { VerifyOutcome, VerifyTask } from '../domain/tasks.js';
import { checkAcross } from '../domain/verification/check-across.js';
import { verifyResult } from '../domain/verification/verify-result.js';
import type { Deps } from './deps.js';
import { loadEvidence } from './evidence.js';

/** Holds each result against its step's expectations and common sense. Rules only; the gate adds the review's word. */
export async function verify(task: VerifyTask, deps: Deps): Promise<VerifyOutcome> {
  const { input, steps, results, planVersion } = task;
  const evidence = await loadEvidence(input, steps, results, deps.store.results);
  const verified = steps.flatMap((step) => {
    const result = evidence.get(step.id);
    return result === undefined ? [] : [{ step, result }];
  });
  const each = verified.map(({ step, result }) => verifyResult(step, result, input.question.asOf));
  const outcome: VerifyOutcome = {
    checks: each.flatMap(({ checks }) => checks),
    findings: each.flatMap(({ findings }) => findings),
    warnings: [...each.flatMap(({ warnings }) => warnings), ...checkAcross(verified)],
  };
  await deps.store.runs.append(
    { tenant: input.question.tenant, runId: input.runId },
    { kind: 'verified', key: `verified:${planVersion}`, data: { ...outcome } },
  );
  return outcome;
}
