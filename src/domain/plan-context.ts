import type { Example } from './additions.js';
import { readJson } from './read-json.js';
import type { Turn } from './turns.js';

/** What a run plans with beside question and schema. The first one that the store is given stays. */
export interface PlanContext {
  /** Of its conversation, in the order in which they were asked. */
  readonly turns: readonly Turn[];
  /** Verified questions like this one, the most alike first. */
  readonly examples: readonly Example[];
  /** The plan of this very question, where one was verified over the same schema and by the same prompt. */
  readonly verified: VerifiedPlan | null;
}

/** A plan that a person has verified, as it came from the planner. */
export interface VerifiedPlan extends PlanSource {
  readonly plan: string;
  readonly model: string;
  /** The day that it was made for. */
  readonly asOf: string;
}

/** Whose plan it is where it is a verified one: the run that was promoted. Who verified it is nobody's business here. */
export interface PlanSource {
  readonly runId: string;
  /** ISO. */
  readonly verifiedAt: string;
}

export const noContext: PlanContext = { turns: [], examples: [], verified: null };

/** As it was kept; runs of an earlier build have none. */
export function readPlanContext(text: string | null): PlanContext {
  return text === null ? noContext : { ...noContext, ...(readJson(text) as Partial<PlanContext>) };
}
