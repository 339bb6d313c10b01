import { patched } from '@temporalio/workflow';
import type { Answer } from '../domain/answer.js';
import {
  isTimeForClaude,
  isTimeForReplan,
  isTimeForSteps,
  planLimits,
  retryMs,
  type TimeLimits,
} from '../domain/budget.js';
import {
  isOutOfReach,
  sourceWarnings,
  type ModelSource,
  type ReplySource,
} from '../domain/claude-ladder.js';
import { outOfTime, unansweredEnding, unplannedEnding, type Ending } from '../domain/ending.js';
import type { ToolError } from '../domain/failure.js';
import { warehouseAway, type Finding } from '../domain/finding.js';
import { handingOver } from '../domain/hand-over.js';
import { takenIds, withPlan } from '../domain/run.js';
import { failedSteps, finishedSteps } from '../domain/run-results.js';
import { shownFindings } from '../domain/shown-findings.js';
import type { EarlierReply, PlanOutcome, PlanTask } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { askModels, nobodyYet, type Asked, type Share } from './ask-models.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';
import { waitedFor } from './waited-for.js';

/** Why there is a plan to make: none yet, or what was held against the one before. */
export interface PlanRequest {
  readonly earlier: readonly EarlierReply[];
  readonly replan: boolean;
}

export type Planned =
  | { readonly kind: 'planned'; readonly replyId: string }
  | { readonly kind: 'ended'; readonly ending: Ending }
  | { readonly kind: 'recorded'; readonly answer: Answer };

/**
 * Asks Claude for a plan until one compiles. Each repair is a new activity with the findings; a reply that was cut
 * short is asked for once more with room. Where no model can be had, an earlier run's plan may serve.
 */
export async function makePlan(
  tracker: RunTracker,
  { earlier, replan }: PlanRequest,
): Promise<Planned> {
  const version = (tracker.run.plan?.version ?? 0) + 1;
  let request: Pick<PlanTask, 'earlier' | 'room' | 'anew'> = { earlier, room: 1 };
  let before = nobodyYet;
  let waits = 0;

  for (let round = 1; ; round += 1) {
    const { input } = tracker.run;
    if (!isTimeForClaude(input.bounds, tracker.remainingMs())) return ended(outOfTime);

    const task: Unsourced = {
      input,
      version,
      finished: replan ? finishedSteps(tracker.run) : [],
      failed: replan ? failedSteps(tracker.run) : [],
      taken: takenIds(tracker.run),
      edited: null,
      ...request,
    };
    const asked: Asked<PlanOutcome> = await askModels(tracker, {
      what: 'plan',
      activityId: `plan.${version}.${round}`,
      before,
      ask: (share) => askPlanner(tracker, task, share),
      // A plan without time for its steps is of no use.
      isTimeForFallback: () => isTimeForReplan(input.bounds, tracker.remainingMs()),
      isTimeForBoth: () => isTimeForReplan(input.bounds, afterOwn(tracker, task)),
    });
    if (asked.kind === 'over_budget') return ended(unplannedEnding(tracker.run, asked.budget));
    if (asked.kind === 'failed') {
      const { failure } = asked;
      const reused = await reusedPlan(tracker, task, round, failure.error);
      if (reused !== undefined) return reused;
      if ((await waitedFor(tracker, 'plan', failure, waits)) !== 'waited')
        return ended(unansweredEnding(failure.error));
      waits += 1;
      continue;
    }
    const { outcome } = asked;
    before = asked.by;
    if (outcome.kind === 'recorded') return outcome;
    const verifiedPlan = outcome.kind === 'plan' ? outcome.verified : undefined;
    tracker.update((run) => ({ ...run, planner: outcome.model, verifiedPlan }));

    switch (outcome.kind) {
      case 'plan':
        return planned(tracker, outcome);
      case 'clarification':
        return ended({
          status: 'needs_clarification',
          text: outcome.question,
          intent: outcome.intent,
          suggestions: outcome.options,
        });
      case 'truncated':
        if (request.room === 2) return ended(planTooLong);
        request = { ...request, room: 2 };
        break;
      case 'findings': {
        const { findings, replyId } = outcome;
        if (await waitedForWarehouse(tracker, findings, waits)) {
          waits += 1;
          // What was held against earlier plans stays said: forgotten, it would be said again and count again.
          request = { ...request, anew: true };
          break;
        }
        if (tracker.run.planRepairs >= input.bounds.planRepairs) return ended(notPlanned(findings));
        tracker.update((run) => ({ ...run, planRepairs: run.planRepairs + 1 }));
        request = { earlier: [...request.earlier, { replyId, findings }], room: 1 };
      }
    }
  }
}

/** A task before it is known who is asked. */
type Unsourced = Omit<PlanTask, 'source' | 'calls' | 'retryMs'>;
type Made = Extract<PlanOutcome, { kind: 'plan' }>;

function planned(tracker: RunTracker, { plan, replyId }: Made): Planned {
  tracker.update((run) => withPlan(run, plan));
  return { kind: 'planned', replyId };
}

function limitsFor({ earlier, input }: Unsourced, source: ModelSource, leftMs: number): TimeLimits {
  const isShort = earlier.length > 0 || source === 'fallback_model';
  return planLimits(input.bounds, leftMs, isShort);
}

/** What would be left after the own model's whole time. */
function afterOwn(tracker: RunTracker, task: Unsourced): number {
  const leftMs = tracker.remainingMs();
  return leftMs - limitsFor(task, 'own_model', leftMs).totalMs;
}

function askPlanner(
  tracker: RunTracker,
  task: Unsourced,
  { source, activityId, calls }: Share,
): Promise<PlanOutcome> {
  const limits = limitsFor(task, source, tracker.remainingMs());
  const { plan } = runActivities(tracker, {
    ...limits,
    activityId,
    summary: planSummary(task, source),
  });
  return plan({ ...task, source, calls, retryMs: retryMs(limits, source) });
}

function planSummary({ earlier, failed, input, version }: Unsourced, source: ReplySource): string {
  const findings = earlier.at(-1)?.findings ?? [];
  const codes = [...findings.map(({ code }) => code), ...failed.map(({ error }) => error.error)];
  const by = {
    own_model: '',
    fallback_model: 'by the fallback model: ',
    verified_question: 'of a verified question: ',
    earlier_run: 'of an earlier run: ',
    person: 'of a person: ',
  };
  return codes.length === 0 || source === 'earlier_run'
    ? `${by[source]}${input.question.text}`
    : `${by[source]}version ${version}, repairing ${codes.join(', ')}`;
}

/** No model can be had: the plan of an earlier run may serve. */
async function reusedPlan(
  tracker: RunTracker,
  task: Unsourced,
  round: number,
  failure: ToolError,
): Promise<Planned | undefined> {
  const mayReuse = task.version === 1 && isOutOfReach(failure);
  if (!mayReuse || !isTimeForSteps(task.input.bounds, tracker.remainingMs())) return undefined;
  const reused = await earlierPlan(tracker, task, round);
  if (reused === undefined) return undefined;
  const warnings = sourceWarnings(reused, 'plan', failure);
  tracker.update((run) => ({
    ...run,
    planner: reused.model,
    warnings: [...run.warnings, ...warnings],
  }));
  return planned(tracker, reused);
}

/** Undefined where there is none that still compiles, or it cannot be looked for. */
async function earlierPlan(
  tracker: RunTracker,
  task: Unsourced,
  round: number,
): Promise<Made | undefined> {
  const limits = planLimits(task.input.bounds, tracker.remainingMs(), true);
  const { plan } = runActivities(tracker, {
    ...limits,
    activityId: `plan.${task.version}.${round}-earlier`,
    summary: planSummary(task, 'earlier_run'),
  });
  const source = 'earlier_run';
  const retryMs = limits.totalMs;
  const stopClock = tracker.clock('plan');
  try {
    const outcome = await plan({ ...task, earlier: [], room: 1, source, calls: 0, retryMs });
    return outcome.kind === 'plan' ? outcome : undefined;
  } catch (error) {
    failureOf(error, 'plan');
    return undefined;
  } finally {
    stopClock();
  }
}

/** In background a question that needs a warehouse that is away waits for it, and is planned anew. */
async function waitedForWarehouse(
  tracker: RunTracker,
  findings: readonly Finding[],
  waits: number,
): Promise<boolean> {
  const isAway = findings.some(({ code }) => code === warehouseAway);
  if (!isAway || tracker.run.input.mode !== 'background') return false;
  if (!patched('wait-for-one-of-several-warehouses')) return false;
  const error = { error: warehouseAway, class: 'transient' } as const;
  return (await waitedFor(tracker, 'plan', { error, nextTryMs: null }, waits)) === 'waited';
}

function ended(ending: Ending): Planned {
  return { kind: 'ended', ending };
}

const planTooLong: Ending = {
  status: 'failed',
  text: 'Claude’s plan was cut short twice: it does not fit.',
  suggestions: ['Ask for less at once.'],
};

function notPlanned(findings: readonly Finding[]): Ending {
  if (findings.every(({ code }) => code === warehouseAway)) return away(findings);
  const { shown, fixes } = shownFindings(findings);
  const words = shown.map(({ where, what }) => `${where}: ${what}`).join(' ');
  return { status: 'failed', text: `No plan passed its checks: ${words}`, suggestions: fixes };
}

/** What is away comes back: neither question nor plan are at fault. */
function away(findings: readonly Finding[]): Ending {
  const ending: Ending = {
    status: 'unavailable',
    text: [...new Set(findings.map(({ what }) => what))].join(' '),
    suggestions: ['Ask again in a minute, or for what the other warehouses have.'],
  };
  return handingOver(ending, warehouseAway);
}
