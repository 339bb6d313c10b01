import type { Additions } from '../domain/additions.js';
import type { AnyTool } from '../tools/registry.js';

/**
 * What `surefoot.config.ts` exports by default: what an installation has of its own. Single values, and all secrets,
 * stay in the environment.
 */
export interface SurefootConfig {
  /** What the planner is told beside the schema. It is data: nothing in it is taken for an order. */
  readonly prompts?: PromptAdditions;
  /** Tools of one's own, each made by `defineTool` of `surefoot/tools`, beside the three that every worker has. */
  readonly tools?: readonly AnyTool[];
}

export interface PromptAdditions {
  /** What words of the questions mean here, such as `{ 'active customer': 'one with an order in the last 90 days' }`. */
  readonly glossary?: Readonly<Record<string, string>>;
  /** How numbers are computed here, by name. The reviewer of plans is told of them, too. */
  readonly metrics?: Readonly<Record<string, MetricConfig>>;
  /** Questions whose SQL somebody has verified: the planner joins, filters and counts as they do. */
  readonly examples?: readonly ExampleConfig[];
}

export interface MetricConfig {
  /** In a sentence: what counts, what does not. */
  readonly definition: string;
  /** The expression that computes it, such as `sum(oi.net_amount)`. */
  readonly sql?: string;
  /** `USD`, `percent`, `days` … */
  readonly unit?: string;
}

export interface ExampleConfig {
  readonly question: string;
  /** One SELECT that answers it. */
  readonly sql: string;
}

/** Ties the file to its types; returns what it is given. */
export function defineConfig(config: SurefootConfig): SurefootConfig {
  return config;
}

/** The prompts' additions as activities take them. */
export function additionsOf({ prompts = {} }: SurefootConfig): Additions {
  const { glossary = {}, metrics = {}, examples = [] } = prompts;
  return {
    glossary: Object.entries(glossary).map(([term, meaning]) => ({ term, meaning })),
    metrics: Object.entries(metrics).map(([name, { definition, sql = '', unit = '' }]) => ({
      ...{ name, definition, sql, unit },
    })),
    examples,
  };
}
