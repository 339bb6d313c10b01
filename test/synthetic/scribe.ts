import { itemAt, type Random } from '../../src/embedded/sample/random.js';
import type { Incident } from './incidents.js';
import { workers } from './people.js';
import type { AttemptRow, EventRow, RunRow } from './rows.js';

/** Everything that decides a run, and where its rows go. */
export interface World {
  readonly random: Random;
  readonly incidents: readonly Incident[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: EventRow[];
  readonly attempts: AttemptRow[];
}

type RunFacts = Pick<
  RunRow,
  'tenant' | 'runId' | 'user' | 'session' | 'workflowId' | 'temporalRunId' | 'beganMs'
>;
type Told = Partial<AttemptRow> &
  Pick<AttemptRow, 'activityId' | 'attempt' | 'tool' | 'status' | 'startedMs'>;

/** Writes one run's rows, in the columns' defaults. */
export interface Scribe {
  readonly world: World;
  readonly run: RunFacts;
  event(kind: EventRow['kind'], key: string, data: EventRow['data'], atMs: number): void;
  attempt(told: Told): AttemptRow;
  /** What was written so far. */
  readonly attempts: readonly AttemptRow[];
  /** Numbers the events in the order of time; returns the last number. */
  close(): number;
}

export function createScribe(world: World, run: RunFacts): Scribe {
  const events: Omit<EventRow, 'seq'>[] = [];
  const attempts: AttemptRow[] = [];
  const { tenant, runId, workflowId, temporalRunId, user, session } = run;
  const ofTheRun = { tenant, runId, workflowId, temporalRunId, user, session };
  const usual = { ...nothingElse, ...ofTheRun };
  const event: Scribe['event'] = (kind, key, data, atMs) => {
    events.push({ tenant, runId, kind, key, data, atMs });
  };
  return {
    world,
    run,
    attempts,
    event,
    attempt(told) {
      const worker = itemAt(workers, world.random.below(workers.length));
      const row: AttemptRow = { ...usual, scheduledMs: told.startedMs, worker, ...told };
      attempts.push(row);
      const { activityId, attempt, tool, step, status, errorName: error, errorClass } = row;
      if (row.latencyMs !== null) {
        const data = { step, tool, attempt, status, error, class: errorClass };
        const key = `attempt.finished:${activityId}.${attempt}`;
        event('attempt.finished', key, data, row.startedMs + row.latencyMs);
      }
      return row;
    },
    close() {
      const inOrder = events.toSorted((a, b) => a.atMs - b.atMs);
      for (const [index, told] of inOrder.entries()) {
        world.events.push({ ...told, seq: index + 1 });
      }
      world.attempts.push(...attempts);
      return events.length;
    },
  };
}

const nothingElse = {
  step: null,
  planVersion: 1,
  parameters: {},
  latencyMs: null,
  errorClass: null,
  errorCode: null,
  errorName: null,
  rung: null,
  breakerState: null,
  rowCount: null,
  bytes: null,
  digest: null,
  replyId: null,
  model: null,
  promptVersion: null,
  claudeCalls: null,
  inputTokens: null,
  cacheReadTokens: null,
  outputTokens: null,
  costUsd: null,
};
