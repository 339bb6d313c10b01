import type { Additions } from '../domain/additions.js';
import type { BreakerPolicy } from '../domain/breaker.js';
import type { RetryPolicy } from '../domain/policy.js';
import type { LowerRung } from '../domain/result.js';
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
  /**
   * How tools are bounded, repeated and replaced, by a tool's name, such as `execute_query`. What is not named here the
   * tool says itself, then the environment (`SUREFOOT_CACHE_*`, `SUREFOOT_BREAKER_*`). Plans under way keep theirs.
   */
  readonly policies?: Readonly<Record<string, PolicyConfig>>;
  /**
   * Postgres warehouses, by name. Where any are named these are all: `SUREFOOT_WAREHOUSE_URL` counts only where one of
   * them names it. A query reads one of them, never two. The first is what runs go on with that were planned before
   * there were several.
   */
  readonly warehouses?: Readonly<Record<string, WarehouseConfig>>;
}

export interface PolicyConfig {
  /** The longest one attempt may take. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** A result at most this old may stand in for a run of its own; 0 for never. */
  readonly cacheFreshMs?: number;
  /** A result at most this old may stand in once the tool has failed; 0 for never. */
  readonly cacheStaleMs?: number;
  /** When the tool counts as unwell and is left alone by all workers; null where it never does. */
  readonly breaker?: BreakerPolicy | null;
  /** What is tried, in this order, once the live attempts are used up. */
  readonly ladder?: readonly LowerRung[];
}

export interface WarehouseConfig {
  /**
   * Where it is, with its password: `{ env: 'SALES_URL' }` names the variable of the environment that has a postgres://
   * URL, a function returns one and is called once when a process starts. Never written here.
   */
  readonly url: { readonly env: string } | (() => string | Promise<string>);
  /** What is in it, in a sentence: the planner chooses by it where there are several. */
  readonly description?: string;
  /** Connections of each worker; `SUREFOOT_WAREHOUSE_POOL` where absent. */
  readonly pool?: number;
  /** Only these schemas exist. Where `SUREFOOT_SCHEMAS` is set, too, only those in both. */
  readonly schemas?: readonly string[];
  /**
   * Only these tables, or columns of them, exist: `orders`, `crm.people(id, region)`. Where `SUREFOOT_TABLES` is set, too,
   * only what both have.
   */
  readonly tables?: readonly string[];
  /** Columns with personal data, which do not exist for a plan: `customers(email, phone)`. Adds to `SUREFOOT_PII`. */
  readonly pii?: readonly string[];
  /** Columns that may be counted and grouped by, and whose values nobody is shown. Adds to `SUREFOOT_PII_MASK`. */
  readonly piiMask?: readonly string[];
  /** Tables that all tenants may read whole, where `SUREFOOT_TENANCY=required`. Adds to `SUREFOOT_SHARED_TABLES`. */
  readonly sharedTables?: readonly string[];
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
  /** The warehouse that has it, where there are several. */
  readonly warehouse?: string;
}

export interface ExampleConfig {
  readonly question: string;
  /** One SELECT that answers it. */
  readonly sql: string;
  /** The warehouse that the SQL is for; needed where there are several. */
  readonly warehouse?: string;
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
    metrics: Object.entries(metrics).map(([name, metric]) => ({
      ...{ name, sql: '', unit: '' },
      ...metric,
    })),
    examples,
  };
}
