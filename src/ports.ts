import type { Answer, Usage } from './domain/answer.js';
import type { Begun } from './domain/begun.js';
import type { Admission, Breaker, BreakerPolicy, CallResult } from './domain/breaker.js';
import type { RunRef } from './domain/question.js';
import type { ResultSet, Rung } from './domain/result.js';
import type { Paid, StepOutcome } from './domain/tasks.js';
import type { Metric } from './domain/verification/metric.js';

/** What we ask of the outside world, in our words. Adapters implement these; activities and tools know nothing else. */

// ── Claude ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Role = 'planner' | 'reviewer' | 'simplifier' | 'interpreter';

/** One question to Claude, whole and deterministic: its hash is what makes a call be paid once. */
export interface ClaudeRequest {
  readonly role: Role;
  readonly model: string;
  readonly effort: 'low' | 'medium' | 'high';
  readonly maxTokens: number;
  /** Stable first. `cached` marks the end of a prefix worth keeping in Claude's prompt cache. */
  readonly system: readonly { readonly text: string; readonly cached: boolean }[];
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** JSON Schema within the structured-output subset. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ClaudeReply {
  readonly text: string;
  /** `end_turn` is whole; `max_tokens` is cut short and must not be parsed. */
  readonly stopReason: 'end_turn' | 'max_tokens';
  /** The model that answered, or `offline`. */
  readonly model: string;
  readonly usage: Usage;
}

export interface Claude {
  /**
   * Asks once; no retry beneath. `onProgress` is called while the reply streams in.
   * @throws ToolFailure: transient (429, 529, 5xx, network), permanent (400, 401, 403, 404, 413, refusal, context exceeded)
   */
  complete(
    request: ClaudeRequest,
    options: { readonly runId: string; readonly signal: AbortSignal; onProgress(): void },
  ): Promise<ClaudeReply>;
}

// ── Warehouse ───────────────────────────────────────────────────────────────────────────────────────────────────

/** What the warehouse holds, as the agent's own role may see it. */
export interface Catalog {
  /** Hash of the content: the same catalog has the same version on every worker. */
  readonly version: string;
  readonly tables: readonly Table[];
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized_view' | 'partitioned_table' | 'foreign_table';
  /** Whether policies decide who sees which rows: what is known of all rows is then told to nobody. */
  readonly rowSecurity?: boolean;
  /** Planner's estimate; null where the table was never analyzed. */
  readonly rowEstimate: number | null;
  readonly comment: string;
  readonly columns: readonly TableColumn[];
  /** Names of columns that it has and that may not be read: the guard knows them, nobody is told. */
  readonly hidden?: readonly string[];
  readonly primaryKey: readonly string[];
  /** Column sets that are unique, the primary key included. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Its values may be counted and grouped by, and are never read. */
  readonly masked?: boolean;
  readonly comment: string;
  /** All values of a text column with few of them; [] otherwise. */
  readonly values: readonly string[];
  /** Oldest and newest value of a date or time column, ISO; null elsewhere. */
  readonly range: { readonly from: string; readonly to: string } | null;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
}

export type Parameter = string | null | readonly (string | null)[];

export interface Statement {
  /** Exactly one guarded SELECT, deparsed. */
  readonly sql: string;
  readonly params: readonly Parameter[];
  readonly timeZone: string;
  readonly tenant: string;
  /** `statement_timeout` on the server. */
  readonly timeoutMs: number;
}

export interface QueryLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
}

export interface Warehouse {
  readonly name: string;
  /** Names host, database and role, never a password: part of every cache key. */
  readonly identity: string;
  /** @throws ToolFailure `tenant_required` where tenants are kept apart and this names none */
  checkTenant(tenant: string): void;
  /** The current catalog; read again when older than its time to live, unless any age will do. */
  catalog(signal: AbortSignal, options?: { readonly anyAge: boolean }): Promise<Catalog>;
  /** Plans without running. @throws ToolFailure with SQLSTATE and alternatives. */
  explain(
    statement: Statement,
    signal: AbortSignal,
  ): Promise<{ readonly cost: number; readonly rows: number }>;
  /**
   * Runs one SELECT in a read-only transaction that is always rolled back. Aborting the signal cancels it on the
   * server and waits until it is gone. @throws ToolFailure
   */
  query(
    statement: Statement,
    limits: QueryLimits,
    options: { readonly signal: AbortSignal; onProgress(rows: number): void },
  ): Promise<ResultSet>;
}

// ── Store ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A reply that was paid for, under (run, role, hash of the request). */
export interface Replies {
  find(run: RunRef, role: Role, hash: string): Promise<StoredReply | undefined>;
  /** Keeps the first reply for that request and returns the one that is kept. */
  keep(run: RunRef, role: Role, hash: string, reply: ClaudeReply): Promise<StoredReply>;
  get(run: RunRef, replyId: string): Promise<StoredReply | undefined>;
  /**
   * The plan of this tenant's newest whole answer to the same question as of the same day, over the schema digest that
   * this run has pinned and by the same prompt, made readable to this run. It costs nothing. Undefined where there is
   * none; what this run has taken over before comes first.
   */
  reuse(run: RunRef, promptVersion: string): Promise<StoredReply | undefined>;
}

export interface StoredReply extends ClaudeReply {
  readonly replyId: string;
}

export interface StoredResult extends ResultSet, ResultInfo {
  /** Absent where the result is the step's own. */
  readonly lesser?: LesserTold;
}

/** What a lower rung says of its result beside the data. */
export type LesserTold = Pick<StepOutcome, 'note' | 'sql' | 'input'> & Partial<Paid>;

/** A stored result without its rows. */
export interface ResultInfo extends Omit<ResultSet, 'rows'> {
  readonly resultId: string;
  /** When its data was read, ISO. */
  readonly readAt: string;
  readonly sql: string | null;
}

/** Rows by reference: only ids, columns and counts travel through Temporal. */
export interface Results {
  /** Safe to repeat: the same id keeps its first content. With `cacheKey` it also becomes that key's newest entry. */
  put(run: RunRef, resultId: string, result: NewResult): Promise<{ readonly readAt: string }>;
  get(run: RunRef, resultId: string): Promise<StoredResult | undefined>;
  /** Those of them that are there, in one round trip and in no order. */
  all(run: RunRef, resultIds: readonly string[]): Promise<readonly StoredResult[]>;
  /**
   * The newest result under that key no older than `maxAgeMs`, made readable to this run under `resultId` too.
   * What this run already has under `resultId` comes first. The rows stay in the store: `get` reads them.
   * No other tenant's result can be found.
   */
  reuse(
    run: RunRef,
    resultId: string,
    cacheKey: string,
    maxAgeMs: number,
  ): Promise<{ readonly result: ResultInfo; readonly ageMs: number } | undefined>;
  /** What each metric came to in the newest answered runs of the tenant, this one left out. */
  recentMetrics(
    run: RunRef,
    keys: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** A result as it is kept. */
export interface NewResult extends ResultSet {
  readonly sql: string | null;
  readonly cacheKey: string | null;
  readonly lesser?: LesserTold;
  /** What later results of the same metric are held against; none where nothing is compared. */
  readonly metric?: Metric | null;
}

/** What clients watch and resume by. */
export type RunEventKind =
  | 'run.started'
  | 'plan.made'
  | 'plan.refused'
  | 'approval.needed'
  | 'step.started'
  | 'attempt.finished'
  | 'step.finished'
  | 'verified'
  | 'answer.refused'
  | 'answer.repaired'
  | 'ticket.opened'
  | 'answered';

export interface NewRunEvent {
  readonly kind: RunEventKind;
  /** Unique in the run: a repeated activity writes its event once. */
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface RunEvent extends NewRunEvent {
  /** From 1, without gaps or late arrivals. */
  readonly seq: number;
  readonly at: string;
}

export interface RunRecord extends RunRef {
  readonly question: string;
  readonly user: string;
  readonly session: string;
  readonly asOf: string;
  readonly timeZone: string;
  readonly mode: string;
  readonly workflowId: string;
  readonly temporalRunId: string;
}

export interface Runs {
  /**
   * Registers the run and its `run.started` event, once, with the digest that it plans with where there is one. Returns
   * what is known of it: an answer where it ended, and the digest that was given first.
   */
  begin(
    run: RunRecord,
    digest?: string,
  ): Promise<{ readonly answer: Answer | null; readonly digest: string | null }>;
  /** Once per key. @throws ToolFailure `run_not_begun`, transient: its `begin` may be on its way */
  append(run: RunRef, event: NewRunEvent): Promise<void>;
  /** Events after that seq, in order, at most `limit`. */
  events(run: RunRef, after: number, limit: number): Promise<RunEvent[]>;
  /**
   * Records the answer and its `answered` event, and marks attempts that never ended as `lost`. The first answer stays;
   * returns the one that stands.
   */
  finish(run: RunRef, answer: Answer): Promise<Answer>;
  find(
    run: RunRef,
  ): Promise<{ readonly record: RunRecord; readonly answer: Answer | null } | undefined>;
  /** The schema digest that this run plans with: the first one given stays, so that a retry asks Claude the same. */
  pinDigest(run: RunRef, digest: string): Promise<string>;
}

/** Identifies one attempt of one activity. */
export interface AttemptKey {
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly activityId: string;
  readonly attempt: number;
}

export interface AttemptStart extends AttemptKey, RunRef {
  /** The activity's type: a tool's name, or one of the run's own such as `plan` or `reviewAnswer`. */
  readonly tool: string;
  readonly step: string | null;
  readonly worker: string;
  readonly user: string;
  readonly session: string;
  readonly planVersion: number | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface AttemptEnd extends AttemptKey {
  /** `refused` by an open breaker: nothing was tried. */
  readonly status: 'success' | 'timeout' | 'error' | 'cancelled' | 'refused';
  readonly errorClass: string | null;
  readonly errorCode: string | null;
  readonly errorName: string | null;
  readonly rung: Rung | null;
  /** How the breaker stood that the attempt asked; null where it asked none. */
  readonly breakerState: Breaker['state'] | null;
  readonly rowCount: number | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  readonly model: string | null;
  readonly promptVersion: string | null;
  readonly usage: Usage | null;
  /** As the worker measured it; without it, by the store's clock from `start` to `end`. */
  readonly latencyMs?: number;
  /** How long ago it ended, where the end is written late. */
  readonly lateMs?: number;
}

/**
 * One row per attempt. Start and end may each be repeated and may come in any order; the first of each stays.
 * Events are appended in the same round trip, under the rules of `Runs.append`.
 */
export interface AttemptLog {
  /** Also marks earlier attempts of the same activity that never ended as `lost`. */
  start(attempt: AttemptStart, event?: NewRunEvent): Promise<void>;
  /** With `start`, the row is whole even where that call never reached the store. A late end replaces `lost`. */
  end(
    attempt: AttemptEnd,
    also?: { readonly start?: AttemptStart; readonly events?: readonly NewRunEvent[] },
  ): Promise<void>;
  /**
   * Calls to Claude that these attempts of the run, by `Attempt.id`, have made. One that never said how it ended may
   * have made one: it is lost.
   */
  callsOf(
    run: RunRef,
    attemptIds: readonly string[],
  ): Promise<{ readonly told: number; readonly lost: number }>;
  /** Of these activities those whose last attempt has not said how it ended, as far as `begun` tells. */
  unfinished(execution: Execution, begun: Begun['begun']): Promise<readonly string[]>;
  /** Marks that attempt and those before it as `lost` where they never ended. */
  lose(attempt: AttemptStart): Promise<void>;
}

/** What Temporal itself knows of an activity: also of attempts whose worker died before it could log anything. */
export interface BegunActivity {
  readonly activityId: string;
  /** The activity's type. */
  readonly tool: string;
  readonly argument: unknown;
  /** The last attempt that a worker has begun; 0 where none has. */
  readonly attempts: number;
  /** Who began it; '' where that is not known. */
  readonly worker: string;
}

/** One workflow execution. */
export type Execution = Pick<AttemptKey, 'workflowId' | 'temporalRunId'>;

/** @throws where Temporal does not answer */
export type BegunActivities = (execution: Execution) => Promise<readonly BegunActivity[]>;

export interface BreakerCaller {
  /** Who asks: unique to the attempt, so that exactly one is the probe. */
  readonly holder: string;
  /** How long a probe may take before another may try. */
  readonly leaseMs: number;
}

export interface BreakerReport {
  readonly holder: string;
  readonly result: CallResult;
  readonly policy: BreakerPolicy;
}

export interface NamedBreaker {
  /** A tool and its warehouse, such as `execute_query@warehouse`, or a model, such as `claude@claude-sonnet-5-5`. */
  readonly name: string;
  readonly breaker: Breaker;
  readonly changedAt: string;
}

/** The breakers that all workers share. */
export interface Breakers {
  admit(name: string, caller: BreakerCaller): Promise<Admission>;
  report(name: string, report: BreakerReport): Promise<Breaker>;
  /** Makes them known, closed, so that they are listed before their first failure; what is known stays as it is. */
  introduce(names: readonly string[]): Promise<void>;
  list(): Promise<readonly NamedBreaker[]>;
  /** Puts it into that state, whatever it was; `by` says who and why. */
  force(name: string, breaker: Breaker, by: string): Promise<void>;
}

export interface NewTicket extends RunRef {
  /** The same for the same run and cause: opening it again changes nothing. */
  readonly ticketId: string;
  readonly cause: string;
  readonly priority: 'normal' | 'high';
  /** What a person needs: question, plan, SQL, error, attempts, link. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Ticket extends NewTicket {
  readonly status: 'open' | 'resolved';
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
}

/** Questions handed to a person. */
export interface Tickets {
  /** Once per run and cause, with its `ticket.opened` event; returns the one that stands. */
  open(ticket: NewTicket): Promise<Ticket>;
  /** With a tenant, no other tenant's is found. */
  find(ticketId: string, tenant?: string): Promise<Ticket | undefined>;
  /** The newest 200. */
  list(filter: {
    readonly tenant?: string;
    readonly status?: Ticket['status'];
  }): Promise<readonly Ticket[]>;
  /** @throws ToolFailure user_error where it is not open, or another tenant's than the one named */
  resolve(
    ticketId: string,
    resolution: { readonly resolution: string; readonly by: string; readonly tenant?: string },
  ): Promise<Ticket>;
}

/** Tells another system of a ticket. */
export interface TicketWebhook {
  /**
   * Once; safe to repeat, since every delivery of a ticket has the same message id.
   * @throws ToolFailure `webhook_failed` or `webhook_refused`
   */
  deliver(
    ticket: Ticket,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<void>;
}

export interface Store {
  readonly replies: Replies;
  readonly results: Results;
  readonly runs: Runs;
  readonly attempts: AttemptLog;
  readonly breakers: Breakers;
  readonly tickets: Tickets;
  close(): Promise<void>;
}
