import type { ApprovalRules } from './approval.js';

/** What the user asked, who asks, and what "today" means to them. */
export interface Question {
  readonly text: string;
  readonly user: string;
  readonly session: string;
  readonly tenant: string;
  /** ISO day. */
  readonly asOf: string;
  /** IANA name. */
  readonly timeZone: string;
  /** BCP 47, for how figures are written. */
  readonly locale: string;
}

/** The whole input of the workflow: everything it may decide by. A running workflow never looks elsewhere. */
export interface RunInput {
  readonly runId: string;
  readonly question: Question;
  /** `interactive` degrades rather than waits. */
  readonly mode: 'interactive' | 'background';
  /** Goes before others, and to a person where nothing else helps. */
  readonly critical: boolean;
  /** Refuses results older than the run, save a stale one, labelled, where the tool failed. */
  readonly fresh: boolean;
  readonly budgetMs: number;
  readonly bounds: RunBounds;
  readonly approval: ApprovalRules;
  /** What becomes of an answer of which it is not certain that it answers the question. */
  readonly onInconclusive: OnInconclusive;
  readonly limits: RunLimits;
  /** Whether the server knows `SurefootStatus` and `SurefootTenant`. */
  readonly searchAttributes: boolean;
}

/** `warn` gives it with a warning, `ask` asks the question back, `refuse` gives none. */
export type OnInconclusive = 'warn' | 'ask' | 'refuse';

/** How often a run may try again, and how it shares its time. */
export interface RunBounds {
  readonly planRepairs: number;
  readonly replans: number;
  readonly answerRepairs: number;
  /** Steps of one run at once on the warehouse's queue. */
  readonly parallelSteps: number;
  readonly planMs: number;
  readonly repairMs: number;
  readonly interpretMs: number;
  /** Kept back for verifying and recording. */
  readonly recordMs: number;
  /** How long the review may come after the last step. */
  readonly reviewGraceMs: number;
  /** Kept back besides for the review of the text: of critical runs only, others have none. */
  readonly reviewAnswerMs?: number;
}

export const defaultBounds: RunBounds = {
  planRepairs: 2,
  replans: 2,
  answerRepairs: 2,
  parallelSteps: 4,
  planMs: 25_000,
  repairMs: 12_000,
  interpretMs: 10_000,
  recordMs: 3_000,
  reviewGraceMs: 2_000,
};

/**
 * In background there is time: Claude may take minutes, and a repair as long as a first plan. A short budget is shared
 * as an interactive one is, so that the end of the run never takes all of it.
 */
export function backgroundBounds(budgetMs: number): RunBounds {
  const share = (part: number, mostMs: number) => Math.min(Math.floor(part * budgetMs), mostMs);
  return {
    ...defaultBounds,
    planMs: share(0.4, 10 * 60_000),
    repairMs: share(0.4, 10 * 60_000),
    interpretMs: share(0.15, 10 * 60_000),
    recordMs: share(0.05, 60_000),
    reviewGraceMs: share(0.03, 60_000),
  };
}

/** The review of a critical run's text gets a tenth at most, so that it never takes the run's time from its steps. */
export function reviewAnswerMs(budgetMs: number, background: boolean): number {
  return Math.min(Math.floor(0.1 * budgetMs), background ? 60_000 : 6_000);
}

/** What a run may spend besides time; 0 is no limit. */
export interface RunLimits {
  readonly claudeCalls: number;
  /** In, out and from Claude's cache, all calls together. */
  readonly tokens: number;
  readonly usd: number;
  /** Read by the steps, all together. */
  readonly rows: number;
}

/** More calls than a run with every repair and replan makes, with some that fail. */
export const defaultLimits: RunLimits = { claudeCalls: 20, tokens: 0, usd: 0, rows: 0 };
/** A run that waits a whole day for Claude to be back asks both models again and again. */
export const backgroundCalls = 300;

/** Where a run lives in the store: every row is keyed by the tenant first. */
export interface RunRef {
  readonly tenant: string;
  readonly runId: string;
}

/** A run and what it was asked, as records have it. */
export interface AskedRun extends RunRef {
  readonly question: string;
  readonly user: string;
  readonly session: string;
  /** The day, ISO, that "today" means in the question. */
  readonly asOf: string;
  readonly timeZone: string;
  readonly mode: string;
}

/** The tenant of a run that names none. */
export const noTenant = 'default';

/** What a tenant may be called: it is part of the workflow's id. */
export function isTenant(name: string): boolean {
  return /^[\w.-]{1,64}$/.test(name);
}

/** What a run’s id may be. */
export const runIdPattern = /^[\w.:-]{1,128}$/;

export function isRunId(id: string): boolean {
  return runIdPattern.test(id);
}

export function workflowIdOf({ tenant, runId }: RunRef): string {
  return `surefoot/${tenant}/${runId}`;
}

/** The workflow that records a run later, where the store was away when it ended. */
export function recordWorkflowId(run: {
  readonly workflowId: string;
  readonly temporalRunId: string;
}): string {
  return `${run.workflowId}/record/${run.temporalRunId}`;
}

/** Temporal's names for what runs are listed by. In clear text on the server: nothing personal goes there. */
export const searchAttributes = { status: 'SurefootStatus', tenant: 'SurefootTenant' } as const;
