/**
 * What each query of a report gives, by the query's name. `_before` is the same of the period before. Where several
 * warehouses were read, a `tool` is one on each of them: `execute_query@sales`.
 */
export interface FactRows {
  readonly runs: RunsRow;
  readonly days: DayRow;
  readonly tools: ToolRow;
  readonly timeouts: TimeoutRow;
  readonly timeout_traits: TraitRow;
  readonly timeout_periods: TraitRow;
  readonly retries: RetryRow;
  readonly rungs: RungRow;
  readonly breakers: BreakerRow;
  readonly findings: FindingRow;
  readonly costs: CostRow;
  readonly slow: SlowRow;
  readonly uncaught: UncaughtRow;
  readonly feedback: FeedbackRow;
  readonly models: ModelRow;
  readonly replays: ReplayRow;
}

/** One row. Counts are of runs. */
export interface RunsRow {
  readonly runs: number;
  readonly runs_before: number;
  /** Answered or degraded. */
  readonly answers: number;
  readonly answers_before: number;
  readonly answer_share: number | null;
  readonly answer_share_before: number | null;
  readonly degraded: number;
  readonly degraded_before: number;
  readonly clarifications: number;
  readonly escalated: number;
  readonly unavailable: number;
  readonly failed: number;
  readonly refuted: number;
  readonly inconclusive: number;
  /** Of interactive answers. */
  readonly p50_ms: number | null;
  readonly p50_ms_before: number | null;
  readonly p95_ms: number | null;
  readonly p95_ms_before: number | null;
  readonly cost_usd: number;
  readonly cost_usd_before: number;
  /** All that the runs cost, those without an answer included, by answer. */
  readonly cost_per_answer: number | null;
  readonly cost_per_answer_before: number | null;
  /** When the oldest run that the store still has began, a day; null where it has none. */
  readonly oldest: string | null;
}

export interface DayRow {
  readonly day: string;
  readonly first_tries: number;
  readonly successes: number;
  readonly share: number | null;
}

/** A tool's own attempts: no lower rung, no attempt that an open breaker refused or that was cancelled. */
export interface ToolRow {
  readonly tool: string;
  readonly first_tries: number;
  readonly first_tries_before: number;
  readonly first_try_successes: number;
  readonly first_try_successes_before: number;
  readonly first_try_share: number | null;
  readonly first_try_share_before: number | null;
  readonly failures: number;
  readonly failures_before: number;
  readonly timeouts: number;
  /** The error that it failed with most often; null where none has a name. */
  readonly most_often: string | null;
  /** Successes whose latency counts: what came from the cache does not. */
  readonly timed: number;
  readonly timed_before: number;
  readonly p50_ms: number | null;
  readonly p50_ms_before: number | null;
  readonly p95_ms: number | null;
  readonly p95_ms_before: number | null;
}

interface OfWarehouse {
  /** Null where one alone was read. */
  readonly warehouse: string | null;
}

export interface TimeoutRow {
  readonly tool: string;
  readonly successes: number;
  readonly timeouts: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
  readonly max_ms: number | null;
  /** How long an attempt lasted that ran out of its time, at the median. */
  readonly timeout_ms: number | null;
  /** From the 99th percentile of the successes to the timeout. */
  readonly wasted_ms: number | null;
  /** Half as much again as the 99th percentile, in whole seconds. */
  readonly enough_ms: number | null;
}

/** Queries with one trait, and all others of the same warehouse. */
export interface TraitRow extends OfWarehouse {
  readonly trait: string;
  readonly queries: number;
  readonly timeouts: number;
  readonly share: number;
  readonly others: number;
  readonly others_timeouts: number;
  readonly others_share: number | null;
}

/** Activities that were tried again after the same first error. */
export interface RetryRow {
  readonly tool: string;
  readonly error: string;
  readonly retried: number;
  readonly helped: number;
  readonly helped_share: number;
  /** What the attempts after the first took. */
  readonly spent_ms: number;
}

export interface RungRow {
  readonly tool: string;
  readonly rung: string;
  readonly tried: number;
  readonly tried_before: number;
  readonly gave: number;
  readonly gave_share: number | null;
}

export interface BreakerRow {
  readonly breaker: string;
  readonly opened: number;
  readonly forced: number;
  readonly open_ms: number;
  readonly last_opened: string | null;
}

export interface FindingRow {
  readonly about: 'plan' | 'answer' | 'result';
  readonly code: string;
  readonly findings: number;
  readonly findings_before: number;
  readonly runs: number;
}

export interface CostRow {
  readonly model: string;
  readonly calls: number;
  readonly input_tokens: number;
  readonly cache_read_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number;
  readonly cost_usd_before: number;
}

export interface SlowRow extends OfWarehouse {
  /** The statement without its constants. */
  readonly statement: string;
  readonly queries: number;
  readonly timeouts: number;
  readonly p50_ms: number;
  readonly max_ms: number;
  readonly total_ms: number;
}

/** Steps that ended without a result from any rung. */
export interface UncaughtRow {
  readonly tool: string;
  readonly error_class: string;
  readonly error: string;
  readonly steps: number;
  readonly runs: number;
  /** Of the steps, those for which no lower rung was tried. */
  readonly untried: number;
}

export interface FeedbackRow {
  readonly work: 'plan' | 'interpret';
  readonly prompt: string;
  readonly up: number;
  readonly down: number;
  readonly up_share: number;
}

export interface ModelRow {
  /** plan, interpret, review …: what it was asked to do. */
  readonly work: string;
  readonly model: string;
  readonly prompt: string;
  readonly replies: number;
  /** First replies of their run to that work, those whose question was asked back not counted. */
  readonly first: number;
  /** Of these, the ones that nothing was held against. */
  readonly first_valid: number;
  readonly first_valid_share: number | null;
  /** Replies to findings. */
  readonly repairs: number;
  readonly cost_per_reply: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly first_used: string;
}

/** One row. */
export interface ReplayRow {
  readonly replayed: number;
  readonly diverged: number;
}

/** A statement as the log has it, and how it fared. */
export interface LoggedStatement {
  /** MD5 of the text. */
  readonly statement: string;
  readonly sql: string;
  readonly queries: number;
  readonly timeouts: number;
}
