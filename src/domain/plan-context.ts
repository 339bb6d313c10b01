import { readJson } from './read-json.js';
import type { Turn } from './turns.js';

/** What a run plans with beside question and schema. The first one that the store is given stays. */
export interface PlanContext {
  /** Of its conversation, in the order in which they were asked. */
  readonly turns: readonly Turn[];
}

export const noContext: PlanContext = { turns: [] };

/** As it was kept; runs of an earlier build have none. */
export function readPlanContext(text: string | null): PlanContext {
  return text === null ? noContext : { ...noContext, ...(readJson(text) as Partial<PlanContext>) };
}
