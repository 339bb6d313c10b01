import type { ToolError } from './failure.js';
import type { Check, Verdict } from './finding.js';
import type { PlanSource } from './plan-context.js';
import type { Cell, CellInterval, Column, Rung } from './result.js';

/** How a run may end. Each is a Completed workflow in Temporal. */
export const statuses = [
  'answered',
  'degraded',
  'needs_clarification',
  'escalated',
  'unavailable',
  'failed',
  'cancelled',
] as const;

export type Status = (typeof statuses)[number];

/** What `ask`, the client and the workflow return. The workflow's own has `data: null`: rows never enter its history. */
export interface Answer {
  readonly runId: string;
  readonly question: string;
  /** The day, ISO, that "today" means in the question. */
  readonly asOf: string;
  readonly timeZone: string;
  readonly status: Status;
  readonly text: string;
  readonly intent: string;
  readonly figures: readonly AnswerFigure[];
  readonly steps: readonly AnswerStep[];
  readonly data: AnswerData | null;
  /** A Vega-Lite spec whose data is named after the step; null where no chart was asked for. */
  readonly chart: Readonly<Record<string, unknown>> | null;
  readonly warnings: readonly Warning[];
  readonly suggestions: readonly string[];
  readonly verification: {
    readonly verdict: Verdict;
    readonly checks: readonly Check[];
    readonly planRepairs: number;
    readonly replans: number;
    readonly answerRepairs: number;
    /** Whose plan it is, where it is a verified question's and nobody was asked for one. */
    readonly verifiedPlan?: PlanSource;
  };
  readonly ticket: string | null;
  /** The model that planned, or `offline`. */
  readonly planner: string;
  readonly usage: Usage;
  readonly timing: Timing;
}

/** A named value in the text and where it comes from. `value` is exact; `display` is what the text shows. */
export interface AnswerFigure {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly display: string;
  readonly calc: string;
  readonly rung: Rung;
  readonly interval: { readonly low: string; readonly high: string } | null;
  /** The cells it is computed from; `row: null` means the whole column. Empty only for a number the user typed. */
  readonly from: readonly {
    readonly step: string;
    readonly row: number | null;
    readonly column: string;
  }[];
}

/** One step as the answer reports it. */
export interface AnswerStep {
  readonly id: string;
  readonly tool: string;
  /** What it read, where there are several. */
  readonly warehouse?: string;
  readonly status: 'succeeded' | 'refuted' | 'failed' | 'skipped' | 'cancelled' | 'not_started';
  readonly rung: Rung | null;
  /** Tries of the tool itself: neither what an open breaker refused nor lower rungs. */
  readonly attempts: number;
  readonly ms: number;
  /** When its data was read, ISO. */
  readonly asOf: string | null;
  readonly sql: string | null;
  readonly rowCount: number | null;
  readonly truncated: boolean;
  readonly resultId: string | null;
  readonly ageSeconds: number | null;
  readonly note: string | null;
  readonly error: ToolError | null;
}

export interface AnswerData {
  readonly step: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly rowCount: number;
  readonly truncated: boolean;
  /** Of the estimates in these rows; [] for a mere look at the first rows, absent where it is no sample. */
  readonly intervals?: readonly CellInterval[];
}

export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What Claude was paid for this run, all roles and repairs together. */
export interface Usage {
  readonly claudeCalls: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

export interface Timing {
  readonly totalMs: number;
  readonly planMs: number;
  readonly stepsMs: number;
  readonly verifyMs: number;
  readonly interpretMs: number;
}

export const noUsage: Usage = {
  claudeCalls: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
  costUsd: 0,
};

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    claudeCalls: a.claudeCalls + b.claudeCalls,
    inputTokens: a.inputTokens + b.inputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd + b.costUsd,
  };
}
