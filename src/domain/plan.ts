import type { Warning } from './answer.js';
import type { Policy } from './policy.js';

/** What Claude's planner returns, once it fits the schema in plan-schema.ts. */
export interface Plan {
  readonly intent: string;
  readonly clarification: Clarification;
  readonly steps: readonly Step[];
}

/** A question back to the user; `question: ''` means that there is none. */
export interface Clarification {
  readonly question: string;
  readonly options: readonly string[];
}

/** One use of one tool. `input` fits the tool's own schema; compile has checked it. */
export interface Step {
  readonly id: string;
  readonly tool: string;
  readonly dependsOn: readonly string[];
  readonly onFailure: 'abort' | 'skip' | 'replan';
  readonly heavy: boolean;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expect: Expectation;
}

/** What a step says its own result must look like. Empty lists and zeros say "nothing expected". */
export interface Expectation {
  readonly columns: readonly string[];
  readonly minRows: number;
  readonly maxRows: number;
  readonly nonNegative: readonly string[];
  readonly notNull: readonly string[];
  readonly uniqueBy: readonly string[];
}

/** A statement's parameter: a text that Postgres casts, null, a cell of a finished step, or its column as an array. */
export interface Binding {
  readonly kind: 'text' | 'null' | 'cell' | 'column';
  readonly value: string;
  readonly step: string;
  readonly column: string;
}

/** The number a query is about. `additive` says that its parts may be summed. */
export interface Measure {
  readonly name: string;
  readonly column: string;
  readonly aggregation: string;
  readonly additive: boolean;
  /** `USD`, `EUR`, `percent`, `days`, … or '' for a bare count. */
  readonly unit: string;
}

/** The input of `execute_query`. Beside the SQL stands the declaration that the SQL is checked against. */
export interface QueryInput {
  readonly sql: string;
  readonly params: readonly Binding[];
  readonly measure: Measure;
  /** `day`, `week`, `month`, `quarter`, `year` or ''. */
  readonly grain: string;
  /** Half open, ISO days: `from` counts, `to` does not; '' where there is no bound. */
  readonly period: { readonly from: string; readonly to: string };
  readonly dimensions: readonly string[];
  readonly filters: readonly string[];
  readonly order: string;
  /** 0 for none. */
  readonly limit: number;
  /** Whose SQL it is, where there are several warehouses. */
  readonly warehouse?: string;
}

/** A step that may run: its input is checked, its SQL is the deparsed tree, its policy is resolved. */
export interface CompiledStep extends Step {
  readonly policy: Policy;
  /** Of the catalog that it was checked against: part of its cache key. */
  readonly catalogVersion: string;
  /** Columns of its result that its expectations and later steps read: a lesser result has them too. */
  readonly keep: readonly string[];
  /** The warehouse that it reads, where there are several. */
  readonly warehouse?: string;
  /** The task queue that its activity runs on. */
  readonly queue: string;
  /** Draws another step's result: it has no rows of its own to verify, and runs beside the verifier. */
  readonly presents: boolean;
  /** What the Web UI shows beside the activity, at most 200 bytes. */
  readonly summary: string;
  /** Literals, limit and periods read from the SQL's tree: what text may name outside a figure. */
  readonly facts: QueryFacts | null;
  /** What EXPLAIN says that it costs, in its own units; null where it cannot be explained. */
  readonly cost: number | null;
  /** What is suspicious about it or, with a plan’s first query, about the plan; no reason to refuse it. */
  readonly warnings?: readonly Warning[];
}

/** What the compiler read from a statement's tree. */
export interface QueryFacts {
  readonly tables: readonly string[];
  /** Every constant in the statement, as text. */
  readonly literals: readonly string[];
  /** The outermost LIMIT; null where there is none. */
  readonly limit: number | null;
}

/** A plan that may run. `version` counts from 1; a replan, or a person's edit, makes the next one. */
export interface CompiledPlan {
  readonly version: number;
  readonly intent: string;
  readonly steps: readonly CompiledStep[];
  /** Why it waits for a person's approval; null where it does not. */
  readonly approval: string | null;
}

export const maxSteps = 12;

/** Whether a step's input is a query's. Compile has checked the rest of it. */
export function isQueryInput(input: Step['input']): input is Step['input'] & QueryInput {
  return typeof input['sql'] === 'string' && Array.isArray(input['params']);
}
