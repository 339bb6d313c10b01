import type { Warning } from '../domain/answer.js';
import type { EvidenceResult } from '../domain/figures/evidence.js';
import type { Finding } from '../domain/finding.js';
import type { CompiledStep } from '../domain/plan.js';
import type { VerifyOutcome, VerifyTask } from '../domain/tasks.js';
import { checkAcross } from '../domain/verification/check-across.js';
import {
  verifyResult,
  withoutRefuting,
  type Verification,
} from '../domain/verification/verify-result.js';
import type { Help } from '../tools/help/ask.js';
import { advise } from './advise.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { loadEvidence } from './evidence.js';

/** Holds each result against its step's expectations and common sense. Rules only; the gate adds the review's word. */
export async function verify(
  task: VerifyTask,
  deps: Deps,
  attempt: Attempt,
): Promise<VerifyOutcome> {
  const { input, steps, results } = task;
  const evidence = await loadEvidence(input, steps, results, deps.store.results);
  const verified = steps.flatMap((step) => {
    const result = evidence.get(step.id);
    return result === undefined ? [] : [{ step, result }];
  });
  const each = verified.map(({ step, result }) => ({
    id: step.id,
    ...verifyAs(step, result, input.question.asOf),
  }));
  const advice = await advise(task, evidence, deps, attempt);
  return {
    checks: each.flatMap(({ checks }) => checks),
    findings: each.flatMap(({ id, findings }) => findings.map(withAdvice(advice.get(id)))),
    warnings: [
      ...verified.flatMap(({ step }) => (step.warnings ?? []).map(ofStep(step.id))),
      ...each.flatMap(({ warnings }) => warnings),
      ...[...advice].map(([id, { message }]) => ({
        code: 'explained',
        message: `Step ${id}: ${message}`,
      })),
      ...checkAcross(verified),
    ],
    suggestions: [...advice.values()].flatMap(({ suggestions }) => suggestions),
  };
}

/** What was suspicious about the statement before it ran. */
function ofStep(id: string): (warning: Warning) => Warning {
  return ({ code, message }) => ({ code, message: `Step ${id}: ${message}` });
}

function verifyAs(step: CompiledStep, result: EvidenceResult, asOf: string): Verification {
  const verification = verifyResult(step, result, asOf);
  const { rung } = result;
  return rung === 'simplified' || rung === 'sample' ? withoutRefuting(verification) : verification;
}

/** A planner that hears why a result is empty can correct a name or ask for what there is. */
function withAdvice(help: Help | undefined): (finding: Finding) => Finding {
  return (finding) => {
    if (help === undefined || !aboutRows.has(finding.code)) return finding;
    const fix = help.suggestions.join(' ') || finding.fix;
    return { ...finding, what: `${finding.what} ${help.message}`, fix };
  };
}

const aboutRows = new Set(['too_few_rows', 'too_many_rows', 'null_value']);
