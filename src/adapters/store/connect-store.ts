import type { Tended } from '../../domain/tasks.js';
import type { Store } from '../../ports.js';
import {
  countCalls,
  endAttempt,
  loseAttempts,
  startAttempt,
  unfinishedActivities,
} from './attempts.js';
import { storedApiKeys } from './api-keys.js';
import { storedBreakers } from './breakers.js';
import type { Connections } from '../postgres-admin/connections.js';
import { connectDb, type OnStatement } from './db.js';
import { patientConnectMs } from './patience.js';
import { storedAlerts } from './alerts/stored-alerts.js';
import { storedFeedback } from './feedback.js';
import { storedPastRuns } from './past-runs.js';
import { storedForgetting } from './forgetting.js';
import { purge, type PurgeOptions } from './purge.js';
import { storedTickets } from './tickets.js';
import { turnsBefore } from './turns.js';
import { storedVerifiedQuestions } from './verified-questions.js';
import { findReply, getReply, keepReply, reuseReply } from './replies.js';
import { recentMetrics } from './metrics.js';
import { getResult, getResults, putResult, reuseResult } from './results.js';
import { appendEvent, selectEvents } from './run-events.js';
import { beginRun, contextOf, findRun, finishRun, pin } from './runs.js';

export interface StoreOptions {
  readonly url: string;
  /** Connections at most; 10 by default. */
  readonly poolSize?: number;
  /** No run waits for it, but a person: a connection may take longer. */
  readonly patient?: boolean;
  readonly onStatement?: OnStatement;
}

export interface PostgresStore extends Store {
  /** Deletes what is older than its time at `now`; returns how many rows of each kind. */
  purge(now: Date, options?: PurgeOptions): Promise<Tended>;
  /** @throws ToolFailure where it is out of reach or not this build's */
  ping(): Promise<void>;
  connections(): Connections;
}

/** For what reads or moves a whole log, which no run waits for. */
const patientMs = 60_000;
const ping = { name: 'ping', text: 'select 1' };

/**
 * The store in Postgres. Connects when first used, and again by itself after the server was away. Each function is one
 * statement and may be repeated. @throws ToolFailure from all of them: `store_unavailable` (transient) while it is out
 * of reach, `store_not_migrated` (permanent) where its schema is missing or another build's
 */
export function connectStore(options: StoreOptions): PostgresStore {
  const { url, poolSize = 10, onStatement } = options;
  const connectMs = patientConnectMs;
  const db = connectDb(url, poolSize, { onStatement, ...(options.patient && { connectMs }) });
  const patient = connectDb(url, 2, { statementMs: patientMs, connectMs, onStatement });
  return {
    replies: {
      find: (run, role, hash) => findReply(db, run, role, hash),
      keep: (run, role, hash, reply) => keepReply(db, run, role, hash, reply),
      get: (run, replyId) => getReply(db, run, replyId),
      reuse: (run, promptVersion) => reuseReply(db, run, promptVersion),
    },
    results: {
      put: (run, resultId, result) => putResult(db, run, resultId, result),
      get: (run, resultId) => getResult(db, run, resultId),
      all: (run, resultIds) => getResults(db, run, resultIds),
      reuse: (run, resultId, key, maxAgeMs) => reuseResult(db, run, resultId, key, maxAgeMs),
      recentMetrics: (run, keys, most) => recentMetrics(db, run, keys, most),
    },
    runs: {
      begin: (run, pinned) => beginRun(db, run, pinned),
      append: (run, event) => appendEvent(db, run, event),
      events: (run, after, limit) => selectEvents(db, run, after, limit),
      finish: (run, answer) => finishRun(db, run, answer),
      find: (run) => findRun(db, run),
      pin: (run, pinned, inPlaceOf) => pin(db, run, pinned, inPlaceOf),
      context: (run) => contextOf(db, run),
      turns: (run) => turnsBefore(db, run),
    },
    breakers: storedBreakers(db),
    tickets: storedTickets(db),
    forgetting: storedForgetting(patient),
    pastRuns: storedPastRuns(db),
    feedback: storedFeedback(db),
    verifiedQuestions: storedVerifiedQuestions(db),
    alerts: storedAlerts(patient),
    apiKeys: storedApiKeys(db),
    attempts: {
      start: (attempt, event) => startAttempt(db, attempt, event),
      end: (attempt, also) => endAttempt(db, attempt, also),
      callsOf: (run, attemptIds) => countCalls(db, run, attemptIds),
      unfinished: (execution, begun) => unfinishedActivities(db, execution, begun),
      lose: (attempt) => loseAttempts(db, attempt),
    },
    purge: (now, options) => purge(patient, now, options),
    ping: async () => void (await db.run(ping, [])),
    connections: () => db.connections(),
    async close() {
      await Promise.all([db.close(), patient.close()]);
    },
  };
}
