import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { breakerOpen } from '../../domain/breaker-report.js';
import type { Usage } from '../../domain/answer.js';
import type { ToolError, ToolFailure } from '../../domain/failure.js';
import type { RetryPolicy } from '../../domain/policy.js';
import type { RunRef } from '../../domain/question.js';
import type { Cost } from '../../domain/spend.js';
import type { AttemptEnd, AttemptKey, AttemptLog, AttemptStart, NewRunEvent } from '../../ports.js';
import { asToolFailure, isCancelled, toApplicationFailure, toPlainFailure } from './failures.js';
import { loggable } from './loggable.js';

/** What the log is told of a task and of its outcome, read from the activity's argument and result. */
export interface AttemptFacts {
  task(
    argument: unknown,
    tool: string,
  ):
    | {
        readonly run: RunRef;
        readonly retry: RetryPolicy;
        /** How long after it was scheduled the activity may be tried again; null for as long as it has time. */
        readonly retryMs: number | null;
        readonly calls: number;
        readonly rung: AttemptEnd['rung'];
        readonly start: Pick<
          AttemptStart,
          'step' | 'user' | 'session' | 'planVersion' | 'parameters' | 'warehouse'
        >;
      }
    | undefined;
  outcome(result: unknown): OutcomeFacts;
  /** What the attempt has told last of how far it is: each heartbeat tells it again. */
  progress(): unknown;
  /** How the breaker stood that the attempt asked, if it asked one. */
  breakerState(): AttemptEnd['breakerState'];
  /** What the attempt got; null where that is neither rows nor a reply. */
  response(): Pick<AttemptEnd, 'bytes' | 'digest'> | null;
  /** What asking Claude has cost this attempt; null where it did not ask. */
  usage(): Usage | null;
  /** What it has cost the activity by now, once an attempt has failed. */
  cost(task: Task): Promise<Cost | null>;
  started(tool: string, task: Task, activityId: string): NewRunEvent | undefined;
  told(tool: string, task: Task, result: unknown): readonly NewRunEvent[];
  finished(
    tool: string,
    task: Task,
    activityId: string,
    how: Readonly<Record<string, unknown>>,
  ): NewRunEvent | undefined;
}

type Task = NonNullable<ReturnType<AttemptFacts['task']>>;
type OutcomeFacts = Omit<
  AttemptEnd,
  | keyof AttemptKey
  | 'bytes'
  | 'digest'
  | 'status'
  | 'errorClass'
  | 'errorCode'
  | 'errorName'
  | 'breakerState'
>;

interface Log {
  readonly attempts: AttemptLog;
  /** Told of each attempt that is over, with the result of one that succeeded. */
  readonly seen?: (start: AttemptStart, end: AttemptEnd, result: unknown) => void;
}

const heartbeatEveryMs = 1_000;

/**
 * Wraps each attempt of a regular activity: heartbeats, one row in the tool-call log, the events of its step, and its
 * failure in Temporal's words. Activities that have no task in the log are none of its business.
 */
export function attemptInterceptor(
  log: Log,
  facts: AttemptFacts,
  worker: string,
): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      const { activityType: tool } = activityInfo();
      const task = facts.task(input.args[0], tool);
      if (task === undefined) return await next(input).catch(rethrownPlain);

      const attempt: Attempt = {
        log,
        facts,
        task,
        tool,
        worker,
        startedAtMs: Date.now(),
        startLogged: false,
      };
      const beating = setInterval(() => heartbeat(facts.progress()), heartbeatEveryMs);
      try {
        const { activityId } = attemptKey();
        const result = await besideStart(attempt, next(input));
        const told = facts.outcome(result);
        const how = { ...told, usage: facts.usage() ?? told.usage };
        const event = facts.finished(tool, task, activityId, { status: 'succeeded', ...how });
        const events = facts.told(tool, task, result);
        // What is done stays done, whatever becomes of its row.
        attempt.result = result;
        const end = { status: 'success', ...how, ...facts.response() } as const;
        await ended(attempt, end, { event, told: events }).catch(reported);
        return result;
      } catch (thrown) {
        throw await translated(thrown, attempt);
      } finally {
        clearInterval(beating);
      }
    },
  };
}

/**
 * Logs the start while the work is under way. Where the store fails at that, or hangs, the work's outcome stands: the end
 * carries the start.
 */
async function besideStart<T>(attempt: Attempt, work: Promise<T>): Promise<T> {
  const { log, facts, task, tool } = attempt;
  const [start, event] = [startOf(attempt), facts.started(tool, task, attemptKey().activityId)];
  const { log: logger } = Context.current();
  const logStart = async () => {
    try {
      await log.attempts.start(start, event);
      attempt.startLogged = true;
    } catch (error) {
      logger.warn(notLogged, { error: String(error) });
    }
  };
  const logged = logStart();
  try {
    return await work;
  } finally {
    // Before the end, so that a step's events stay in their order.
    await Promise.race([logged, sleep(startPatienceMs, undefined, { ref: false })]);
  }
}

const startPatienceMs = 300;

interface Attempt {
  readonly log: Log;
  readonly facts: AttemptFacts;
  readonly task: Task;
  readonly tool: string;
  readonly worker: string;
  readonly startedAtMs: number;
  /** Otherwise its end says that it began, too. */
  startLogged: boolean;
  result?: unknown;
}

/** Logs a failed attempt and says it in Temporal's words. A log that cannot be reached does not hide the failure. */
async function translated(thrown: unknown, attempt: Attempt): Promise<unknown> {
  const { facts, task, tool } = attempt;
  const cost = await facts.cost(task);
  // A reply that is kept is told by whoever takes it.
  const usage = cost?.replyId === null ? facts.usage() : null;
  if (isCancelled(thrown, Context.current().cancellationSignal)) {
    await ended(attempt, { status: 'cancelled', usage }).catch(reported);
    return new CancelledFailure(`${tool} was cancelled.`, [cost]);
  }
  const failed = logged(asToolFailure(thrown, tool));
  const { failure, toolError, final, retryInMs, nextTryMs } = toApplicationFailure(failed, {
    attempt: activityInfo().attempt,
    retry: task.retry,
    remainingMs: remainingMs(task.retryMs),
    random: Math.random(),
    nowMs: serversNowMs(),
    cost,
  });
  const nextTryAt = nextTryMs !== null && { nextTryAt: new Date(nextTryMs).toISOString() };
  const how = { status: 'failed', error: toolError.error, class: toolError.class, ...nextTryAt };
  const event = final ? facts.finished(tool, task, attemptKey().activityId, how) : undefined;
  const end = { ...errorFacts(toolError), usage };
  await ended(attempt, end, { event, retryInMs }).catch(reported);
  return failure;
}

function rethrownPlain(thrown: unknown): never {
  if (thrown instanceof CancelledFailure) throw thrown;
  throw toPlainFailure(logged(asToolFailure(thrown, activityInfo().activityType)));
}

/** What caused a failure is told here and nowhere else. */
function logged(failed: ToolFailure): ToolFailure {
  if (failed.cause === undefined) return failed;
  const { error, class: errorClass } = failed.toolError;
  const facts = { failure: error, class: errorClass, error: loggable(failed.cause) };
  Context.current().log.warn('attempt failed', facts);
  return failed;
}

function errorFacts({ class: errorClass, code, error }: ToolError): Partial<AttemptEnd> {
  const status = errorClass === 'timeout' ? 'timeout' : 'error';
  return {
    status: error === breakerOpen ? 'refused' : status,
    errorClass,
    errorCode: code,
    errorName: error,
  };
}

interface Told {
  /** That its step is over. */
  readonly event?: NewRunEvent | undefined;
  readonly told?: readonly NewRunEvent[];
  /** Until the next attempt; null where there is none. */
  readonly retryInMs?: number | null;
}

async function ended(
  attempt: Attempt,
  end: Partial<AttemptEnd>,
  { event, told = [], retryInMs = null }: Told = {},
): Promise<void> {
  const { log, facts, task, startedAtMs } = attempt;
  const start = startOf(attempt);
  const { step, tool } = start;
  const key = attemptKey();
  const { activityId, attempt: number } = key;
  const latencyMs = Date.now() - startedAtMs;
  const breakerState = facts.breakerState();
  const whole = { ...nothingElse, rung: task.rung, ...end, ...key, breakerState, latencyMs };
  log.seen?.(start, whole, attempt.result);
  const { status, errorName: error, errorClass } = whole;
  const attemptFinished: NewRunEvent = {
    kind: 'attempt.finished',
    key: `attempt.finished:${activityId}.${number}`,
    data: {
      ...{ step, tool, attempt: number, status, error, class: errorClass },
      ...(retryInMs !== null && { retryInMs }),
    },
  };
  const started = attempt.startLogged ? undefined : facts.started(tool, task, activityId);
  const events = [started, ...told, attemptFinished, event];
  await log.attempts.end(whole, { start, events: events.filter((each) => each !== undefined) });
}

function startOf({ task, tool, worker }: Attempt): AttemptStart {
  return { ...attemptKey(), ...task.run, ...task.start, tool, worker };
}

const nothingElse = {
  status: 'error',
  errorClass: null,
  errorCode: null,
  errorName: null,
  rowCount: null,
  bytes: null,
  digest: null,
  replyId: null,
  model: null,
  promptVersion: null,
  usage: null,
} as const;

function attemptKey(): AttemptKey {
  const { workflowExecution, activityId, attempt, scheduledTimestampMs } = activityInfo();
  return {
    workflowId: workflowExecution?.workflowId ?? '',
    temporalRunId: workflowExecution?.runId ?? '',
    activityId,
    attempt,
    scheduledAtMs: scheduledTimestampMs,
  };
}

/** What schedule-to-close, or the task itself, leaves for further attempts. */
function remainingMs(retryMs: number | null): number {
  const { scheduledTimestampMs, scheduleToCloseTimeoutMs } = activityInfo();
  const totalMs = Math.min(retryMs ?? scheduleToCloseTimeoutMs, scheduleToCloseTimeoutMs);
  return scheduledTimestampMs + totalMs - serversNowMs();
}

/** By the server's clock where that is ahead: it is the server that closes activities and rings timers. */
function serversNowMs(): number {
  return Math.max(Date.now(), activityInfo().currentAttemptScheduledTimestampMs);
}

function reported(error: unknown): void {
  Context.current().log.warn(notLogged, { error: String(error) });
}

const notLogged = 'attempt not logged';
