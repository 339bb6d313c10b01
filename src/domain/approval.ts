import type { Finding } from './finding.js';
import { maxSteps, type CompiledStep, type Plan } from './plan.js';
import type { Run } from './run.js';

/** When a plan waits for a person, and what becomes of it where nobody answers. */
export interface ApprovalRules {
  /** Every plan waits. */
  readonly always: boolean;
  /** A plan that costs more waits, in the units of EXPLAIN; null for no limit. */
  readonly aboveCost: number | null;
  /** How long it waits at most; a run with less time waits less. */
  readonly waitMs: number;
  readonly onSilence: 'reject' | 'approve';
}

export const defaultApproval: ApprovalRules = {
  always: false,
  aboveCost: null,
  waitMs: 24 * 60 * 60 * 1_000,
  onSilence: 'reject',
};

/** What an `approve` says. Without a plan of its own, the one that waits is approved as it is. */
export interface ApproveRequest {
  readonly by: string;
  /** The plan that was looked at; null where the caller takes whichever waits. */
  readonly planVersion: number | null;
  /** An edited plan, as JSON in the shape of the planner's own; null for none. */
  readonly plan: string | null;
}

/** What stands against the edited plan; nothing where the run goes on. */
export interface ApproveReply {
  readonly accepted: boolean;
  readonly findings: readonly Finding[];
}

export interface RejectRequest {
  readonly by: string;
  readonly reason: string;
}

/** Where no plan waits, or not yet: a client tells it from all other refusals. */
export const notWaiting = 'The run does not wait for an approval.';

/** A plan that waits: what a person looks at, edits, and gives back. */
export interface PendingApproval {
  readonly planVersion: number;
  readonly reason: string;
  readonly plan: Plan;
}

/** Why a plan of these steps waits for a person; null where it does not. */
export function approvalReason(
  { always, aboveCost }: Pick<ApprovalRules, 'always' | 'aboveCost'>,
  steps: readonly Pick<CompiledStep, 'cost' | 'facts'>[],
): string | null {
  const cost = steps.reduce((sum, step) => sum + (step.cost ?? 0), 0);
  if (aboveCost !== null && cost > aboveCost) {
    return `Its queries would cost about ${counted(cost)} in the units of EXPLAIN; the limit is ${counted(aboveCost)}.`;
  }
  if (aboveCost !== null && steps.some((step) => step.facts !== null && step.cost === null)) {
    return 'What its queries would cost is not known: the warehouse could not be asked.';
  }
  return always ? 'Every plan of this run is to be approved.' : null;
}

function counted(cost: number): string {
  return Math.ceil(cost).toLocaleString('en-US');
}

/** The plan that waits, in the planner's own shape and without what is finished; null where none waits. */
export function pendingApproval({ phase, plan, steps }: Run): PendingApproval | null {
  if (phase !== 'waiting_for_approval' || plan === null) return null;
  const open = plan.steps.filter(({ id }) => steps[id] === undefined);
  return {
    planVersion: plan.version,
    reason: plan.approval ?? '',
    plan: {
      intent: plan.intent,
      clarification: { question: '', options: [] },
      steps: open.map(({ id, tool, dependsOn, onFailure, heavy, input, expect }) => ({
        ...{ id, tool, dependsOn, onFailure, heavy, input, expect },
      })),
    },
  };
}

/** What is wrong with a value that claims to be an `ApproveRequest`; null where nothing is. Compile does the rest. */
export function approveProblem(value: unknown): string | null {
  const { by, plan, planVersion } = fieldsOf(value);
  if (typeof by !== 'string') return 'Say by whom the plan is approved.';
  if (planVersion !== null && typeof planVersion !== 'number') return 'The plan’s version is none.';
  if (plan === null) return null;
  if (typeof plan !== 'string' || plan.length > longestPlan) return 'The plan is no JSON text.';
  let steps: unknown;
  try {
    steps = fieldsOf(JSON.parse(plan))['steps'];
  } catch {
    return 'The plan is not JSON.';
  }
  const fits = Array.isArray(steps) && steps.length > 0 && steps.length <= maxSteps;
  return fits ? null : `The plan needs 1 to ${maxSteps} steps.`;
}

/** The same for a `RejectRequest`. */
export function rejectProblem(value: unknown): string | null {
  const { by, reason } = fieldsOf(value);
  if (typeof by !== 'string') return 'Say by whom the plan is rejected.';
  return typeof reason === 'string' ? null : 'The reason is no text.';
}

const longestPlan = 200_000;

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
