import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';

/** What an activity needs of the attempt it runs in. */
export interface Attempt {
  readonly number: number;
  /** Unique to this attempt: a superseded attempt can never write over its successor. */
  readonly id: string;
  readonly temporalRunId: string;
  /** How long this attempt may take before the server gives up on it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  onProgress(detail?: unknown): void;
}

/** The first heartbeat of an attempt costs the server a write: one that is over before needs none. */
const quietMs = 1_000;

export function currentAttempt(): Attempt {
  const { attempt, activityId, workflowExecution, startToCloseTimeoutMs } = activityInfo();
  const temporalRunId = workflowExecution?.runId ?? '';
  let heardAtMs = Date.now();
  return {
    number: attempt,
    id: `${temporalRunId}.${activityId}.${attempt}`,
    temporalRunId,
    timeoutMs: startToCloseTimeoutMs,
    signal: cancellationSignal(),
    onProgress(detail) {
      if (Date.now() - heardAtMs < quietMs) return;
      heardAtMs = Date.now();
      heartbeat(detail);
    },
  };
}
