import type {
  InterpretOutcome,
  PlanOutcome,
  ReviewOutcome,
  VerifyOutcome,
} from '../domain/tasks.js';
import type { CompiledPlan } from '../domain/plan.js';
import type { AnswerChange, PlanChange } from '../domain/repair.js';
import { shownFinding } from '../domain/shown-findings.js';
import type { NewRunEvent } from '../ports.js';

/** What clients are told of an outcome of the run's own activities, beside that the attempt is over. */
export function outcomeEvents(
  activity: string,
  planVersion: number | null,
  outcome: unknown,
): readonly NewRunEvent[] {
  if (activity === 'plan') return planEvents(outcome as PlanOutcome, planVersion);
  if (activity === 'interpret') return interpretEvents(outcome as InterpretOutcome);
  if (activity === 'reviewAnswer') return answerReviewEvents(outcome as ReviewOutcome);
  if (activity === 'verify') return [verified(outcome as VerifyOutcome, planVersion)];
  return [];
}

function planEvents(outcome: PlanOutcome, version: number | null): readonly NewRunEvent[] {
  switch (outcome.kind) {
    case 'recorded':
    case 'truncated':
      return [];
    case 'plan': {
      const { promptVersion, plan } = outcome;
      const { intent, steps } = plan;
      const listed = steps.map(({ id, tool, warehouse, dependsOn }) => ({
        ...{ id, tool, dependsOn },
        ...(warehouse !== undefined && { warehouse }),
      }));
      const waits = plan.approval !== null;
      const data = {
        ...{ version, intent, steps: listed, promptVersion },
        ...(waits && { waits }),
        ...(outcome.verified !== undefined && { verifiedPlan: outcome.verified }),
        ...repairOf(outcome),
      };
      const made = { kind: 'plan.made', key: `plan.made:${outcome.replyId}`, data } as const;
      return waits ? [made, approvalNeeded(plan)] : [made];
    }
    case 'clarification':
    case 'findings': {
      const findings = outcome.kind === 'findings' ? outcome.findings.map(shownFinding) : [];
      const repaired = outcome.kind === 'findings' ? repairOf(outcome) : {};
      const data = { version, findings, ...repaired };
      return [{ kind: 'plan.refused', key: `plan.refused:${outcome.replyId}`, data }];
    }
  }
}

/** What was held against a text, and what a repair of one changed. */
function interpretEvents(outcome: InterpretOutcome): readonly NewRunEvent[] {
  if (outcome.kind === 'truncated') return [];
  if (outcome.kind === 'findings') {
    const data = { findings: outcome.findings.map(shownFinding), ...repairOf(outcome) };
    return [{ kind: 'answer.refused', key: `answer.refused:${outcome.replyId}`, data }];
  }
  return outcome.repaired === undefined
    ? []
    : [
        {
          kind: 'answer.repaired',
          key: `answer.repaired:${outcome.replyId}`,
          data: repairOf(outcome),
        },
      ];
}

/** What the review holds against a text is told without its words: they quote the text. */
function answerReviewEvents({ verdict, findings, replyId }: ReviewOutcome): readonly NewRunEvent[] {
  if (verdict !== 'refuted') return [];
  const data = { findings: findings.map(shownFinding) };
  return [{ kind: 'answer.refused', key: `answer.refused:${replyId}`, data }];
}

function repairOf({ repaired }: { readonly repaired?: AnswerChange | PlanChange }) {
  return repaired === undefined ? {} : { repaired };
}

function approvalNeeded({ version, approval }: CompiledPlan): NewRunEvent {
  const data = { version, reason: approval };
  return { kind: 'approval.needed', key: `approval.needed:${version}`, data };
}

function verified(outcome: VerifyOutcome, planVersion: number | null): NewRunEvent {
  return { kind: 'verified', key: `verified:${planVersion}`, data: { ...outcome } };
}
