import type { Status } from '../domain/answer.js';
import type { AskedRun, RunRef } from '../domain/question.js';
import type { ReceiptAttempt } from '../domain/receipt.js';

/** One line of a list of runs. */
export interface RunSummary extends AskedRun {
  readonly status: Status | 'running';
  /** ISO. */
  readonly beganAt: string;
  /** Null while it runs. */
  readonly endedAt: string | null;
  readonly totalMs: number | null;
  readonly costUsd: number | null;
  /** The answer's text; null while it runs. */
  readonly text: string | null;
}

/** What is left out does not narrow the list. */
export interface RunFilter {
  readonly tenant?: string;
  readonly status?: RunSummary['status'];
  readonly user?: string;
  readonly session?: string;
  /** ISO; runs that began then or later. */
  readonly since?: string;
  /** ISO; runs that began before. */
  readonly until?: string;
  /** Text in the question, in whatever case. */
  readonly question?: string;
  /** 50 by default, 500 at most. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

export interface RunPage {
  /** The newest first. */
  readonly runs: readonly RunSummary[];
  /** Where the next page begins; null where this one is the last. */
  readonly next: string | null;
}

/** One attempt as the log has it. */
export interface LoggedAttempt extends ReceiptAttempt {
  /** What it was called with; null where that is not kept. */
  readonly parameters: Readonly<Record<string, unknown>> | null;
}

/** Runs as those see them who look back. No run asks for any of it. */
export interface PastRuns {
  /** @throws ToolFailure user_error where the cursor is none */
  list(filter: RunFilter): Promise<RunPage>;
  find(run: RunRef): Promise<RunSummary | undefined>;
  /** In the order in which they began, the first 2,000. */
  attempts(run: RunRef): Promise<readonly LoggedAttempt[]>;
}
