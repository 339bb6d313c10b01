import type { z } from 'zod';
import type { Warning } from '../domain/answer.js';
import type { Finding, Place } from '../domain/finding.js';
import type { QueryShape } from '../domain/intent/query-shape.js';
import type { QueryFacts, QueryInput } from '../domain/plan.js';
import { ToolFailure, type ToolError } from '../domain/failure.js';
import type { Policy } from '../domain/policy.js';
import type { ResultSet } from '../domain/result.js';
import type { RunRef } from '../domain/question.js';
import type { Catalog, StoredResult, Table, Warehouse } from '../ports.js';
import type { Help } from './help/ask.js';

/**
 * A named capability that the planner may use. One literal: words for Claude, schemas, policy and the function.
 * `input` obeys structured outputs: every field required, none nullable, no records, no recursion.
 */
export interface Tool<Input extends object = Record<string, unknown>, Output = unknown> {
  /** Also the activity's type: `^[a-z][a-z0-9_.]{1,63}$`. */
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  /** What `run` returns: a result set, one flat object, or a list of them; it becomes the step's rows. */
  readonly output: z.ZodType<Output>;
  readonly policy?: Partial<Policy>;
  /** Runs on the warehouse's task queue and shares its slots; other tools run on the light queue. */
  readonly usesWarehouse?: boolean;
  /** Reads only the catalog of a warehouse, which each worker keeps: its steps name one, and need none of its slots. */
  readonly readsCatalog?: boolean;
  /** Draws other steps' results and has no rows of its own: such a step is not verified. */
  readonly presents?: boolean;
  /** What the plan is held to before anything runs; may also put the input into its final form. */
  check?(input: Input, context: CheckContext): Promise<Checked<Input>>;
  /** The key under which a result may be used again; undefined where it never may. */
  cacheKey?(input: Input, context: ToolContext): Promise<string>;
  run(input: Input, context: ToolContext): Promise<Output>;
  /**
   * Says what an error of the tool's own client means, where `run` let it through; undefined leaves it to its SQLSTATE,
   * HTTP status or network code, and without one it is `unknown`, which is tried once more. A `ToolFailure` is shown to
   * the user as it is written; of any other error only its class and code are, and the worker's log has the rest.
   */
  classify?(error: unknown): ToolFailure | undefined;
  /**
   * What may stand in where `run` has failed for good; `policy.ladder` says in which order. `stale_cache` needs none:
   * it is the result kept under `cacheKey`.
   */
  readonly rungs?: Rungs<Input, Output>;
  /**
   * What would work instead, once `run` has failed in a way that no repetition cures: added to the failure. Has
   * `context.timeoutMs`; what comes later, or fails, is left out.
   */
  help?(input: Input, context: ToolContext, why: ToolError): Promise<Partial<ToolError>>;
  /**
   * What the user should know of a result that is empty or cut short, and what to ask instead; undefined where all is
   * well, and then without asking anybody. Not called for several rows that are all there are. Bound like `help`.
   */
  advise?(input: Input, result: ResultSet, context: ToolContext): Promise<Help | undefined>;
}

/** Lesser ways to the same result. @throws ToolFailure from each of them where it has none for this input, too */
export interface Rungs<Input, Output> {
  simplified?(input: Input, context: ToolContext, why: ToolError): Promise<Lesser<Output>>;
  sample?(input: Input, context: ToolContext, why: ToolError): Promise<Lesser<Output>>;
}

export interface Lesser<Output> {
  readonly output: Output;
  /** What the answer must say of it, in sentences: what was dropped, or how it was estimated. */
  readonly note: string;
  /** The statement that ran, where it is not the one that was asked for. */
  readonly sql?: string;
  /** The input that this would be the result of, where what the step declares no longer holds: a coarser grain. */
  readonly input?: object;
}

/** What a tool may look at while a plan is compiled. */
export interface CheckContext {
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  readonly tenant: string;
  readonly timeZone: string;
  readonly signal: AbortSignal;
}

/** What is held against an input, and where in its text, if that can be told. */
export interface CheckFinding extends Omit<Finding, 'where'> {
  readonly place?: Place | null;
}

export interface Checked<Input> {
  readonly input: Input;
  readonly findings: readonly CheckFinding[];
  readonly facts: QueryFacts | null;
  /** In the units of EXPLAIN, where it can be told. */
  readonly cost?: number;
  /** What is no reason to refuse the step, and the user should know. */
  readonly warnings?: readonly Warning[];
  /** What its statement does, for the rules that hold a whole plan against its question. */
  readonly shape?: QueryShape;
  /** A few words for the Web UI, which shows them behind the tool's name. */
  readonly summary: string;
}

/** What a tool may use while it runs. */
export interface ToolContext {
  readonly run: RunRef;
  readonly stepId: string;
  readonly asOf: string;
  readonly timeZone: string;
  /** The one that the step reads. */
  readonly warehouse: Warehouse;
  /** Of the catalog that the plan was checked against: known even where the warehouse cannot be asked. */
  readonly catalogVersion: string;
  /** Columns of the result that expectations and later steps read: a lesser result has them too. */
  readonly keep: readonly string[];
  /** How long this attempt may take. */
  readonly timeoutMs: number;
  /** Aborted on cancellation and when time is up: pass it on. */
  readonly signal: AbortSignal;
  /**
   * Claude's cheaper statement for a query that takes too long, as text that nobody has checked; undefined where it knows
   * none or cannot be asked. Paid once per run and query.
   */
  askSimplifier(query: QueryInput, tables: readonly Table[]): Promise<string | undefined>;
  /** The result of a step that this one depends on. @throws ToolFailure where it does not. */
  result(stepId: string): Promise<StoredResult>;
  /** Says that the tool is alive and how far it is. */
  onProgress(rows: number): void;
}

export { ToolFailure };

/** Ties `run` to `input` and `output`. */
export function defineTool<Input extends object, Output>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}
