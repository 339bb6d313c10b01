import { ApplicationFailure, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  approveProblem,
  notWaiting,
  rejectProblem,
  type ApproveReply,
  type ApproveRequest,
  type RejectRequest,
} from '../domain/approval.js';
import { approvalWaitMs, planLimits } from '../domain/budget.js';
import type { Ending } from '../domain/ending.js';
import type { Finding } from '../domain/finding.js';
import { needsApproval, rejected, unapproved } from '../domain/people-endings.js';
import { takenIds, withPlan } from '../domain/run.js';
import { failedSteps, finishedSteps } from '../domain/run-results.js';
import type { PlanOutcome } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** Lets the plan that waits run, or an edited one in its place. */
export const approve = defineUpdate<ApproveReply, [ApproveRequest]>('approve');
export const reject = defineUpdate<void, [RejectRequest]>('reject');

export type Approval =
  | { readonly kind: 'approved'; readonly edited: boolean }
  /** Rejected, or nobody was asked: an interactive run does not wait. */
  | { readonly kind: 'not_approved'; readonly ending: Ending };

export interface Approvals {
  /** Whether the plan has to be approved; `unasked` is the word on one that has not. */
  isNeeded(): boolean;
  /** Waits for the word on a plan that has to be approved. */
  settle(): Promise<Approval>;
}

export const unasked: Approval = { kind: 'approved', edited: false };

/** What a person said to the plan that waits. */
interface Waiting {
  word: Approval | undefined;
  checking: boolean;
  edits: number;
}

/** Listens from the start, so that whoever comes too early or too late is told so. */
export function listenForApprovals(tracker: RunTracker): Approvals {
  let waiting: Waiting | undefined;

  const current = (problem: string | null): Waiting => {
    if (problem !== null) throw new Error(problem);
    if (waiting === undefined || waiting.word !== undefined) throw new Error(notWaiting);
    if (waiting.checking) throw new Error(beingChecked);
    return waiting;
  };
  setHandler(approve, async ({ by, plan }) => await approved(tracker, current(null), by, plan), {
    validator: (request) => {
      current(approveProblem(request));
      const version = tracker.run.plan?.version ?? 0;
      if (request.planVersion !== null && request.planVersion !== version) {
        throw new Error(`Plan ${version} waits now, not plan ${request.planVersion}.`);
      }
    },
  });
  setHandler(
    reject,
    ({ by, reason }) => {
      current(null).word = { kind: 'not_approved', ending: rejected(by, reason) };
    },
    { validator: (request) => void current(rejectProblem(request)) },
  );
  return {
    isNeeded: () => reasonOf(tracker) !== null,
    async settle() {
      if (tracker.run.input.mode === 'interactive') {
        return { kind: 'not_approved', ending: needsApproval(reasonOf(tracker) ?? '') };
      }
      const own: Waiting = { word: undefined, checking: false, edits: 0 };
      waiting = own;
      tracker.update((run) => ({ ...run, phase: 'waiting_for_approval' }));
      try {
        return await wordOf(tracker, own);
      } finally {
        // A run that is cancelled meanwhile listens no more.
        waiting = undefined;
      }
    },
  };
}

function reasonOf({ run }: RunTracker): string | null {
  return run.plan?.approval ?? null;
}

const beingChecked = 'An edited plan is being checked: try again in a moment.';

async function wordOf(tracker: RunTracker, waiting: Waiting): Promise<Approval> {
  const { approval, bounds } = tracker.run.input;
  const waitMs = approvalWaitMs(bounds, approval.waitMs, tracker.remainingMs());
  const summary = `waits for approval of plan ${tracker.run.plan?.version ?? 0}`;
  await condition(() => waiting.word !== undefined, waitMs, { summary });
  await condition(() => !waiting.checking);
  waiting.word ??= silence(tracker);
  return waiting.word;
}

function silence(tracker: RunTracker): Approval {
  if (tracker.run.input.approval.onSilence === 'reject') {
    return { kind: 'not_approved', ending: unapproved };
  }
  const message =
    'Nobody answered whether the plan may run, and the setting says that it then may.';
  const warning = { code: 'approved_by_silence', message };
  tracker.update((run) => ({ ...run, warnings: [...run.warnings, warning] }));
  return { kind: 'approved', edited: false };
}

async function approved(
  tracker: RunTracker,
  waiting: Waiting,
  by: string,
  plan: string | null,
): Promise<ApproveReply> {
  waiting.checking = true;
  try {
    const findings = plan === null ? [] : await takeEdited(tracker, waiting, plan);
    if (findings.length > 0) return { accepted: false, findings };
    const edited = plan !== null;
    const version = tracker.run.plan?.version ?? 0;
    const detail = `Plan ${version} was ${edited ? 'edited and ' : ''}approved by ${by}.`;
    const check = { name: 'approval', passed: true, detail };
    tracker.update((run) => ({ ...run, checks: [...run.checks, check] }));
    waiting.word = { kind: 'approved', edited };
    return { accepted: true, findings: [] };
  } finally {
    waiting.checking = false;
  }
}

/** Compiles an edited plan, and takes it where nothing stands against it. */
async function takeEdited(
  tracker: RunTracker,
  waiting: Waiting,
  edited: string,
): Promise<readonly Finding[]> {
  waiting.edits += 1;
  try {
    const outcome = await compileEdited(tracker, edited, waiting.edits);
    if (outcome.kind !== 'plan') return outcome.kind === 'findings' ? outcome.findings : [noPlan];
    tracker.update((run) => withPlan(run, outcome.plan));
    return [];
  } catch (error) {
    // A handler that fails with anything else would hold up the run.
    throw ApplicationFailure.nonRetryable(failureOf(error, 'plan').error.message);
  }
}

async function compileEdited(
  tracker: RunTracker,
  edited: string,
  edit: number,
): Promise<PlanOutcome> {
  const { input, plan } = tracker.run;
  const version = (plan?.version ?? 0) + 1;
  const limits = planLimits(input.bounds, tracker.remainingMs(), true);
  const activities = runActivities(tracker, {
    ...limits,
    activityId: `plan.${version}-edited.${edit}`,
    summary: `version ${version}, edited by a person`,
  });
  return await activities.plan({
    ...{
      input,
      version,
      edited,
      source: 'person',
      calls: 0,
      retryMs: limits.totalMs,
      earlier: [],
      room: 1,
    },
    finished: finishedSteps(tracker.run),
    failed: failedSteps(tracker.run),
    taken: takenIds(tracker.run),
  });
}

const noPlan: Finding = {
  code: 'no_plan',
  where: 'plan',
  what: 'The edited plan asks a question back.',
  fix: 'Leave the clarification’s question empty.',
};
