import type { Answer, AnswerFigure, AnswerStep, Status, Timing, Usage, Warning } from './answer.js';
import type { Finding } from './finding.js';
import type { Binding } from './plan.js';
import type { AskedRun } from './question.js';
import type { AnswerChange, PlanChange } from './repair.js';
import type { Cell, CellInterval, Column } from './result.js';

/** All that is known of a run, in one value: what `surefoot show` prints and the API returns. */
export interface Receipt extends AskedRun {
  readonly status: Status | 'running';
  /** ISO. */
  readonly beganAt: string;
  readonly endedAt: string | null;
  /** What a running run does now, in words; null once it has ended. */
  readonly doing: string | null;
  readonly text: string;
  readonly intent: string;
  /** Every plan that was made or refused, in order. */
  readonly plans: readonly ReceiptPlan[];
  /** Of the newest plan, with what earlier ones had finished. */
  readonly steps: readonly ReceiptStep[];
  /** Every attempt of every activity, in the order in which they began. */
  readonly attempts: readonly ReceiptAttempt[];
  /** Null while it runs. */
  readonly verification: Answer['verification'] | null;
  /** What was held against the text before it was the answer, and what its repairs changed. */
  readonly textRepairs: readonly TextRepair[];
  readonly figures: readonly ReceiptFigure[];
  /** Rows that are still kept: all that a figure names, and the first ones. */
  readonly results: readonly ReceiptResult[];
  readonly warnings: readonly Warning[];
  readonly suggestions: readonly string[];
  /** The model that planned, `offline`, or '' where there is no plan yet. */
  readonly planner: string;
  /** Of a running run, what the log has of it so far. */
  readonly usage: Usage;
  readonly timing: Timing | null;
  readonly ticket: ReceiptTicket | null;
  readonly feedback: readonly ReceiptRating[];
  readonly links: {
    /** Of the run in Temporal's Web UI, where its address is known. */
    readonly temporal: string | null;
  };
}

export interface ReceiptPlan {
  /** From 1; a replan, or a person's edit, makes the next one. */
  readonly version: number;
  /** How many tries of this version came before. */
  readonly repair: number;
  readonly at: string;
  /** Whether it passed all checks and could run. */
  readonly made: boolean;
  readonly intent: string;
  readonly steps: readonly Pick<AnswerStep, 'id' | 'tool'>[];
  /** What was held against it; none for a question back to the user. */
  readonly findings: readonly Finding[];
  /** Against the reply that it repairs. */
  readonly changed: PlanChange | null;
  readonly promptVersion: string;
  /** Why it waited for a person's approval. */
  readonly waited: string | null;
  /** Whether a person wrote it. */
  readonly edited: boolean;
}

export interface ReceiptStep extends Omit<AnswerStep, 'status'> {
  readonly status: AnswerStep['status'] | 'running';
  /** Of `sql`; [] where there are none or the log keeps them no more. */
  readonly params: readonly Binding[];
}

/** One row of the tool-call log. */
export interface ReceiptAttempt {
  /** Null where an end came without its start. */
  readonly tool: string | null;
  /** Null for what belongs to the whole run. */
  readonly step: string | null;
  readonly activityId: string;
  readonly attempt: number;
  readonly planVersion: number | null;
  readonly status: string;
  readonly rung: string | null;
  readonly startedAt: string;
  readonly latencyMs: number | null;
  readonly errorClass: string | null;
  readonly errorName: string | null;
  readonly errorCode: string | null;
  readonly breakerState: string | null;
  readonly rowCount: number | null;
  readonly model: string | null;
  readonly promptVersion: string | null;
  readonly claudeCalls: number | null;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly worker: string | null;
}

export interface TextRepair {
  readonly at: string;
  readonly findings: readonly Finding[];
  readonly changed: AnswerChange | null;
}

export interface ReceiptFigure extends Omit<AnswerFigure, 'from'> {
  readonly from: readonly ReceiptSource[];
}

/** A cell that a figure is computed from; `row: null` means the whole column. */
export interface ReceiptSource {
  readonly step: string;
  readonly row: number | null;
  readonly column: string;
  /** The cell's own value; null for a column, a null, and where `kept` is false. */
  readonly value: Cell;
  /** Whether its rows are still in the store. */
  readonly kept: boolean;
}

export interface ReceiptResult {
  readonly step: string;
  readonly columns: readonly Column[];
  /** `index` is the row's place in the whole result, from 0. */
  readonly rows: readonly { readonly index: number; readonly cells: readonly Cell[] }[];
  /** Of the whole result. */
  readonly rowCount: number;
  /** Whether the warehouse has more than were read. */
  readonly truncated: boolean;
  readonly readAt: string;
  /** Of estimates in these rows; absent where it is no sample. */
  readonly intervals?: readonly CellInterval[];
}

export interface ReceiptTicket {
  readonly ticketId: string;
  readonly cause: string;
  readonly priority: string;
  readonly status: string;
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
}

export interface ReceiptRating {
  readonly user: string;
  readonly rating: 'up' | 'down';
  readonly note: string;
  readonly ratedAt: string;
}
