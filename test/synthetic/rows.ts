import type { Answer } from '../../src/domain/answer.js';
import type { RunEventKind } from '../../src/ports.js';

/** Rows as the store has them, times in epoch milliseconds. */
export interface SyntheticLog {
  readonly runs: readonly RunRow[];
  readonly events: readonly EventRow[];
  readonly attempts: readonly AttemptRow[];
  readonly tickets: readonly TicketRow[];
  readonly feedback: readonly FeedbackRow[];
  readonly breakerChanges: readonly BreakerChangeRow[];
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RunRow {
  readonly tenant: string;
  readonly runId: string;
  readonly question: string;
  readonly user: string;
  readonly session: string;
  readonly mode: 'interactive' | 'background';
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly asOf: string;
  readonly beganMs: number;
  readonly endedMs: number;
  readonly answer: Answer;
  readonly lastSeq: number;
}

export interface EventRow {
  readonly tenant: string;
  readonly runId: string;
  readonly seq: number;
  readonly kind: RunEventKind;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

export interface AttemptRow {
  readonly tenant: string;
  readonly runId: string;
  readonly workflowId: string;
  readonly temporalRunId: string;
  readonly user: string;
  readonly session: string;
  /** Of the activity, all of whose attempts lie in one month. */
  readonly scheduledMs: number;
  readonly activityId: string;
  readonly attempt: number;
  readonly tool: string;
  readonly step: string | null;
  readonly worker: string;
  readonly planVersion: number | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: 'success' | 'timeout' | 'error' | 'cancelled' | 'lost' | 'refused';
  readonly startedMs: number;
  /** Null where lost. */
  readonly latencyMs: number | null;
  readonly errorClass: string | null;
  readonly errorCode: string | null;
  readonly errorName: string | null;
  readonly rung: string | null;
  readonly breakerState: string | null;
  readonly rowCount: number | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  readonly replyId: string | null;
  readonly model: string | null;
  readonly promptVersion: string | null;
  readonly claudeCalls: number | null;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
}

export interface FeedbackRow {
  readonly tenant: string;
  readonly runId: string;
  readonly user: string;
  readonly rating: 'up' | 'down';
  readonly note: string;
  readonly ratedMs: number;
}

export interface TicketRow {
  readonly ticketId: string;
  readonly tenant: string;
  readonly runId: string;
  readonly cause: string;
  readonly priority: 'normal' | 'high';
  readonly body: Readonly<Record<string, unknown>>;
  readonly openedMs: number;
  /** Null while it is open. */
  readonly resolvedMs: number | null;
}

export interface BreakerChangeRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly atMs: number;
}
