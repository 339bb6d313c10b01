import type { Answer } from '../answer.js';

/** Who planned, and where the plan was used again rather than asked for. */
export function plannerWords(planner: string, verification: Answer['verification'] | null): string {
  const source = verification?.verifiedPlan;
  return source === undefined ? planner : `${planner}, the verified plan of run ${source.runId}`;
}
