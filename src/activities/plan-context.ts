import { fittingTurns } from '../domain/turns.js';
import { noContext, readPlanContext, type PlanContext } from '../domain/plan-context.js';
import type { RunInput } from '../domain/question.js';
import type { RunRecord } from '../ports.js';
import type { Deps } from './deps.js';

/** What there is now to plan the run with. It is pinned before it is used: later it may be another. */
export async function newPlanContext(
  record: RunRecord,
  { store }: Pick<Deps, 'store'>,
): Promise<PlanContext> {
  return { turns: fittingTurns(await store.runs.turns(record)) };
}

/** What the run was planned with, for the roles after the planner. Runs without a session ask the store nothing. */
export async function contextOf(
  { question, runId }: RunInput,
  { store }: Pick<Deps, 'store'>,
): Promise<PlanContext> {
  if (question.session === '') return noContext;
  return readPlanContext(await store.runs.context({ tenant: question.tenant, runId }));
}
