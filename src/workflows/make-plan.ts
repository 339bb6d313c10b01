import { isTimeForClaude, planLimits } from '../domain/budget.js';
import { failureEnding, outOfTime, type Ending } from '../domain/ending.js';
import type { Finding } from '../domain/finding.js';
import { failedSteps, finishedSteps, takenIds, withPlan } from '../domain/run.js';
import type { EarlierReply, Paid, PlanOutcome, PlanTask } from '../domain/tasks.js';
import type { Answer } from '../domain/answer.js';
import { runActivities } from './activities.js';
import type { Escalation } from './escalate.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** Why there is a plan to make: none yet, or what was held against the one before. */
export interface PlanRequest {
  readonly earlier: readonly EarlierReply[];
  readonly replan: boolean;
}

export type Planned =
  | { readonly kind: 'planned'; readonly replyId: string }
  | { readonly kind: 'ended'; readonly ending: Ending }
  | Escalation
  | { readonly kind: 'recorded'; readonly answer: Answer };

/**
 * Asks Claude for a plan until one compiles. Each repair is a new activity with the findings; a reply that was cut
 * short is asked for once more with room.
 */
export async function makePlan(
  tracker: RunTracker,
  { earlier, replan }: PlanRequest,
): Promise<Planned> {
  const version = (tracker.run.plan?.version ?? 0) + 1;
  let request: Pick<PlanTask, 'earlier' | 'room'> = { earlier, room: 1 };

  for (let round = 1; ; round += 1) {
    const { input } = tracker.run;
    if (!isTimeForClaude(input.bounds, tracker.remainingMs())) return ended(outOfTime);

    const task: PlanTask = {
      input,
      version,
      finished: replan ? finishedSteps(tracker.run) : [],
      failed: replan ? failedSteps(tracker.run) : [],
      taken: takenIds(tracker.run),
      ...request,
    };
    let outcome: PlanOutcome;
    try {
      outcome = await askPlanner(tracker, task, round);
    } catch (error) {
      return ended(failureEnding(failureOf(error, 'plan').error));
    }
    if (outcome.kind === 'recorded') return outcome;
    tracker.pay(outcome.usage);
    tracker.update((run) => ({ ...run, planner: modelOf(outcome) }));

    switch (outcome.kind) {
      case 'plan': {
        const { plan, replyId } = outcome;
        tracker.update((run) => withPlan(run, plan));
        return { kind: 'planned', replyId };
      }
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
        if (tracker.run.planRepairs >= input.bounds.planRepairs) return ended(notPlanned(findings));
        tracker.update((run) => ({ ...run, planRepairs: run.planRepairs + 1 }));
        request = { earlier: [...request.earlier, { replyId, findings }], room: 1 };
      }
    }
  }
}

async function askPlanner(
  tracker: RunTracker,
  task: PlanTask,
  round: number,
): Promise<PlanOutcome> {
  const { bounds } = task.input;
  const repair = task.earlier.length > 0;
  const { plan } = runActivities({
    ...planLimits(bounds, tracker.remainingMs(), repair),
    activityId: `plan.${task.version}.${round}`,
    summary: planSummary(task),
  });
  return await tracker.timed('plan', () => plan(task));
}

function planSummary({ earlier, failed, input, version }: PlanTask): string {
  const findings = earlier.at(-1)?.findings ?? [];
  const codes = [...findings.map(({ code }) => code), ...failed.map(({ error }) => error.error)];
  return codes.length === 0
    ? `plan: ${input.question.text}`
    : `plan ${version}, repairing: ${codes.join(', ')}`;
}

function modelOf({ model }: Paid): string {
  return model;
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
  return {
    status: 'failed',
    text: `No plan passed its checks: ${findings.map(({ where, what }) => `${where}: ${what}`).join(' ')}`,
    suggestions: findings.map(({ fix }) => fix),
  };
}
