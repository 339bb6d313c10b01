import assert from 'node:assert/strict';
import { Client } from 'pg';
import {
  connectStore,
  migrateStore,
  type PostgresStore,
} from '../../../src/adapters/store/index.js';
import type { Answer } from '../../../src/domain/answer.js';
import { noUsage } from '../../../src/domain/answer.js';
import { ToolFailure, type ErrorClass } from '../../../src/domain/failure.js';
import type { RunRef } from '../../../src/domain/question.js';
import type {
  AttemptEnd,
  AttemptStart,
  ClaudeReply,
  RunRecord,
  VerifiedQuestion,
} from '../../../src/ports.js';
import { postgresForTests } from '../../support.js';

export interface TestStore {
  readonly store: PostgresStore;
  readonly url: string;
  /** Rows of any statement, past the store. */
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

/** A migrated store in a database of its own. */
export async function storeForTests(): Promise<TestStore> {
  const database = await (await postgresForTests()).createDatabase();
  await migrateStore(database.url, { log: () => {} });
  // Only outages are about how long it is waited for; here the machine is busy with other files.
  const store = connectStore({ url: database.url, patient: true });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return {
    store,
    url: database.url,
    query: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    async close() {
      await store.close();
      await client.end();
      await database.drop();
    },
  };
}

const scheduledAtMs = Date.now();

let runs = 0;

/** Another run on each call. */
export function newRun(fields: Partial<RunRecord> = {}): RunRecord {
  const runId = fields.runId ?? `run-${(runs += 1)}`;
  const tenant = fields.tenant ?? 'default';
  return {
    tenant,
    runId,
    question: 'Revenue by region?',
    user: 'ada',
    session: 's1',
    asOf: '2026-09-30',
    timeZone: 'UTC',
    mode: 'interactive',
    workflowId: `surefoot/${tenant}/${runId}`,
    temporalRunId: 'temporal-1',
    ...fields,
  };
}

export async function begunRun(store: PostgresStore, fields: Partial<RunRecord> = {}) {
  const run = newRun(fields);
  await store.runs.begin(run);
  return run;
}

export function answerTo({ runId }: RunRef, fields: Partial<Answer> = {}): Answer {
  return {
    runId,
    question: 'Revenue by region?',
    asOf: '2026-09-30',
    timeZone: 'UTC',
    status: 'answered',
    text: 'Revenue was $1.23M.',
    intent: 'Revenue by region',
    figures: [],
    steps: [],
    data: null,
    chart: null,
    warnings: [{ code: 'stale_cache', message: 'Old.' }],
    suggestions: [],
    verification: {
      verdict: 'confirmed',
      checks: [],
      planRepairs: 0,
      replans: 0,
      answerRepairs: 1,
    },
    ticket: null,
    planner: 'offline',
    usage: { ...noUsage, claudeCalls: 3, costUsd: 0.0123 },
    timing: { totalMs: 900, planMs: 300, stepsMs: 200, verifyMs: 10, interpretMs: 390 },
    ...fields,
  };
}

export function replyOf(text: string): ClaudeReply {
  return { text, stopReason: 'end_turn', model: 'offline', usage: { ...noUsage, costUsd: 0.1 } };
}

export function verifiedOf(run: RunRecord, fields: Partial<VerifiedQuestion> = {}) {
  const { tenant, runId, question, user, asOf, timeZone } = run;
  return {
    ...{ tenant, runId, question, user, asOf, timeZone },
    ...{ intent: 'Revenue', sql: 'SELECT 1', plan: '{}', model: 'offline' },
    ...{ schemaVersion: 's1', promptVersion: 'planner-1', verifiedBy: 'eve', ...fields },
  };
}

export function startOf(run: RunRecord, fields: Partial<AttemptStart> = {}): AttemptStart {
  return {
    tenant: run.tenant,
    runId: run.runId,
    workflowId: run.workflowId,
    temporalRunId: run.temporalRunId,
    activityId: '1',
    attempt: 1,
    scheduledAtMs,
    tool: 'execute_query',
    step: 'revenue',
    worker: 'w1',
    user: run.user,
    session: run.session,
    planVersion: 1,
    parameters: { sql: 'select 1' },
    warehouse: 'sales',
    ...fields,
  };
}

export function endOf(run: RunRecord, fields: Partial<AttemptEnd> = {}): AttemptEnd {
  return {
    workflowId: run.workflowId,
    temporalRunId: run.temporalRunId,
    activityId: '1',
    attempt: 1,
    scheduledAtMs,
    status: 'success',
    errorClass: null,
    errorCode: null,
    errorName: null,
    rung: 'live',
    breakerState: null,
    rowCount: 4,
    bytes: 120,
    digest: 'abc',
    replyId: null,
    model: null,
    promptVersion: null,
    usage: null,
    ...fields,
  };
}

export function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

/** For `assert.rejects`: a ToolFailure of that name and class. */
export function failsAs(error: string, kind: ErrorClass, message: RegExp = /./) {
  return (thrown: unknown): true => {
    assert.ok(thrown instanceof ToolFailure, String(thrown));
    const { toolError } = thrown;
    assert.deepEqual({ error: toolError.error, class: toolError.class }, { error, class: kind });
    assert.match(thrown.message, message);
    return true;
  };
}
