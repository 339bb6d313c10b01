import type { Answer, AnswerFigure, AnswerStep, Usage, Warning } from './answer.js';
import type { Begun } from './begun.js';
import type { ModelSource, ReplySource } from './claude-ladder.js';
import type { ToolError } from './failure.js';
import type { Check, Finding, Verdict } from './finding.js';
import type { CompiledPlan, CompiledStep } from './plan.js';
import type { PlanSource } from './plan-context.js';
import type { RunInput } from './question.js';
import type { AnswerChange, PlanChange } from './repair.js';
import type { ReportNotice } from './report/notice.js';
import type { ReportKind } from './report/report.js';
import type { Resolution } from './resolution.js';
import type { Column, LowerRung, Rung } from './result.js';

/** What the workflow hands to its activities and gets back. Rows never travel here, only ids and counts. */

/** An earlier reply of Claude's in the same conversation, and what was held against it. */
export interface EarlierReply {
  readonly replyId: string;
  readonly findings: readonly Finding[];
}

/** A finished step as a replan sees it. */
export interface FinishedStep {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
}

/** A failed step as a replan sees it: never the server's message, which may quote data. */
export interface FailedStep {
  readonly step: string;
  readonly error: Pick<ToolError, 'error' | 'class' | 'code' | 'suggestion' | 'alternatives'>;
}

export interface PlanTask {
  readonly input: RunInput;
  readonly version: number;
  readonly earlier: readonly EarlierReply[];
  readonly finished: readonly FinishedStep[];
  readonly failed: readonly FailedStep[];
  /** Ids that finished steps have: a new step may not take them. */
  readonly taken: readonly string[];
  /** Multiplies `max_tokens`: 2 after a reply that was cut short. */
  readonly room: 1 | 2;
  /** After a wait for a warehouse that was away: it plans with what can be asked now in place of what could before. */
  readonly anew?: true;
  /** A plan that a person wrote, which is compiled in place of a reply of Claude's; null for none. */
  readonly edited: string | null;
  readonly source: ReplySource;
  /** How many calls to Claude it may make, all its attempts together. */
  readonly calls: number;
  /** Nothing is tried again later than this after the activity was scheduled, so that what comes next has time, too. */
  readonly retryMs: number;
}

/** What a call to Claude cost and which reply it left in the store. */
export interface Paid {
  readonly replyId: string;
  readonly model: string;
  /** Where the reply came from in the end: the own model's may have been stored when another was to be asked. */
  readonly source: ReplySource;
  readonly promptVersion: string;
  readonly usage: Usage;
}

export type PlanOutcome =
  | (Paid & {
      readonly kind: 'plan';
      readonly plan: CompiledPlan;
      /** Against the reply that this one repairs. */
      readonly repaired?: PlanChange;
      /** Where it is a verified question's plan. */
      readonly verified?: PlanSource;
    })
  | (Paid & {
      readonly kind: 'clarification';
      readonly intent: string;
      readonly question: string;
      readonly options: readonly string[];
    })
  | (Paid & {
      readonly kind: 'findings';
      readonly findings: readonly Finding[];
      readonly repaired?: PlanChange;
    })
  | (Paid & { readonly kind: 'truncated' })
  /** The run ended before, and Temporal has forgotten it. */
  | { readonly kind: 'recorded'; readonly answer: Answer };

export interface StepTask {
  readonly input: RunInput;
  /** When the run began, epoch milliseconds: nothing read since then is old to it. */
  readonly runStartedAtMs: number;
  readonly planVersion: number;
  readonly step: CompiledStep;
  /** Result ids of the steps that it depends on. */
  readonly results: Readonly<Record<string, string>>;
  /** `live` looks in the fresh cache first; a lower rung is an activity of its own. */
  readonly rung: 'live' | LowerRung;
  /** Why a lower rung is tried; null for `live`. */
  readonly failure: ToolError | null;
  /** As in `PlanTask`, for a simpler query; 0 where Claude is not to be asked. */
  readonly calls: number;
}

export interface StepOutcome extends Partial<Paid> {
  readonly resultId: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly truncated: boolean;
  readonly bytes: number;
  readonly rung: Rung;
  /** When its data was read, ISO. */
  readonly readAt: string;
  readonly ageSeconds: number | null;
  readonly note: string | null;
  /** The statement that ran, where it is not the step's own. */
  readonly sql?: string;
  /** The input that it is the result of, where the step's own declares more than it has. */
  readonly input?: CompiledStep['input'];
  /** Once a step has it: all tries of the tool, as in `AnswerStep`. */
  readonly attempt: number;
  readonly ms: number;
  /** A Vega-Lite spec, from a step that draws one. */
  readonly chart: Readonly<Record<string, unknown>> | null;
}

/** A step's result as verify and interpret find it again. */
export interface ResultRef {
  readonly resultId: string;
  readonly rung: Rung;
  readonly ageSeconds: number | null;
}

export interface ReviewTask {
  readonly input: RunInput;
  readonly planVersion: number;
  readonly steps: readonly CompiledStep[];
  /** As in `PlanTask`. */
  readonly calls: number;
}

export interface ReviewWord {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

export type ReviewOutcome = Paid & ReviewWord;

/** A text whose figures are grounded, with what it was written from. */
export interface ReviewAnswerTask {
  readonly input: RunInput;
  readonly planVersion: number;
  readonly intent: string;
  readonly steps: readonly CompiledStep[];
  readonly results: Readonly<Record<string, ResultRef>>;
  readonly text: string;
  readonly figures: readonly AnswerFigure[];
  /** As in `PlanTask`. */
  readonly calls: number;
}

export interface VerifyTask {
  readonly input: RunInput;
  readonly planVersion: number;
  readonly steps: readonly CompiledStep[];
  readonly results: Readonly<Record<string, ResultRef>>;
}

export interface VerifyOutcome {
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
  /** What to ask instead of what came back empty or cut short. */
  readonly suggestions: readonly string[];
}

export interface InterpretTask {
  readonly input: RunInput;
  readonly planVersion: number;
  readonly intent: string;
  readonly steps: readonly CompiledStep[];
  readonly results: Readonly<Record<string, ResultRef>>;
  readonly warnings: readonly Warning[];
  readonly earlier: readonly EarlierReply[];
  readonly room: 1 | 2;
  readonly source: ModelSource;
  /** As in `PlanTask`. */
  readonly calls: number;
  readonly retryMs: number;
}

export type InterpretOutcome =
  | (Paid & {
      readonly kind: 'answer';
      readonly text: string;
      readonly figures: readonly AnswerFigure[];
      readonly repaired?: AnswerChange;
    })
  | (Paid & {
      readonly kind: 'findings';
      readonly findings: readonly Finding[];
      readonly repaired?: AnswerChange;
    })
  | (Paid & { readonly kind: 'truncated' });

/** A question that goes to a person, with all that the run knows. */
export interface TicketTask {
  readonly input: RunInput;
  readonly planVersion: number;
  /** What it is about: one ticket per run and cause, however often it is opened. */
  readonly cause: string;
  /** Null where it was not a step that failed. */
  readonly stepId: string | null;
  readonly error: ToolError;
  readonly intent: string;
  readonly steps: readonly AnswerStep[];
  /** Whether the webhook is told. */
  readonly notify: boolean;
}

export interface TicketOutcome {
  readonly ticketId: string;
  /** Where a person had answered before the run could hear of it. */
  readonly resolution: Resolution | null;
}

export interface RecordTask extends Begun {
  readonly input: RunInput;
  readonly answer: Answer;
  /** The run's own, also where another workflow records it. */
  readonly temporalRunId: string;
}

/** The activities that every run has; a step's activity is named after its tool. */
export interface RunActivities {
  plan(task: PlanTask): Promise<PlanOutcome>;
  /** It costs nothing where no step is a query, which Claude could be asked about. */
  review(task: ReviewTask): Promise<ReviewOutcome | ReviewWord>;
  verify(task: VerifyTask): Promise<VerifyOutcome>;
  interpret(task: InterpretTask): Promise<InterpretOutcome>;
  reviewAnswer(task: ReviewAnswerTask): Promise<ReviewOutcome>;
  openTicket(task: TicketTask): Promise<TicketOutcome>;
  recordRun(task: RecordTask): Promise<Answer | null>;
}

/** Rows that were deleted from the store, by kind; and whole months of the tool-call log, uncounted. */
export type Tended = Readonly<
  Record<'results' | 'replies' | 'runs' | 'toolCalls' | 'tickets' | 'reports' | 'months', number>
>;

/** A report of the last whole week, month or quarter before that day, ISO. */
export interface ReportOrder {
  readonly kind: ReportKind;
  readonly day: string;
}

/** One look at all rules: how many are broken, and how much of what is new has been told. */
export interface AlertsChecked {
  /** When, by the store's clock, ISO. */
  readonly at: string;
  readonly broken: number;
  readonly told: number;
  readonly untold: number;
}

/** What workers do by the clock. */
export interface UpkeepActivities {
  tendStore(): Promise<Tended>;
  /** Makes a report and keeps it; one that is kept already stays. */
  writeReport(order: ReportOrder): Promise<ReportNotice>;
  /** Tells log and webhook that it is there. */
  announceReport(notice: ReportNotice): Promise<void>;
  checkAlerts(): Promise<AlertsChecked>;
}

/** Names that no tool may have. */
export const reservedActivities = [
  'plan',
  'review',
  'verify',
  'interpret',
  'reviewAnswer',
  'openTicket',
  'recordRun',
  'tendStore',
  'writeReport',
  'announceReport',
  'checkAlerts',
] as const;
