import type { AttemptRow, EventRow, SyntheticLog } from './rows.js';

/** A row of the log with what a test plants in it; of runs that nobody began. */
export type Planted = Partial<AttemptRow> &
  Pick<AttemptRow, 'tool' | 'activityId' | 'status' | 'startedMs'>;

/** The log with these rows in it, too. */
export function withPlanted(
  log: SyntheticLog,
  attempts: readonly Planted[],
  events: readonly Omit<EventRow, 'tenant' | 'runId' | 'seq'>[] = [],
): SyntheticLog {
  return {
    ...log,
    attempts: [...log.attempts, ...attempts.map((row) => ({ ...nothingElse, ...row }))],
    events: [
      ...log.events,
      ...events.map((event, index) => ({ ...event, ...plantedRun, seq: index + 1 })),
    ],
  };
}

const plantedRun = { tenant: 'default', runId: 'planted' } as const;

const nothingElse: AttemptRow = {
  ...plantedRun,
  ...{
    workflowId: 'surefoot/default/planted',
    temporalRunId: 'planted',
    scheduledMs: Date.parse('2026-09-14'),
  },
  ...{ user: 'ada', session: 's1', worker: 'worker-1@host-a', planVersion: 1, parameters: {} },
  ...{
    tool: '',
    activityId: '',
    attempt: 1,
    step: null,
    status: 'success',
    startedMs: 0,
    latencyMs: null,
  },
  ...{ errorClass: null, errorCode: null, errorName: null, rung: null, breakerState: null },
  ...{ rowCount: null, bytes: null, digest: null, replyId: null, model: null, promptVersion: null },
  ...{ claudeCalls: null, inputTokens: null, cacheReadTokens: null, outputTokens: null },
  costUsd: null,
};
