import type { ReplySource } from '../domain/claude-ladder.js';
import type { RunInput, RunRef } from '../domain/question.js';
import type { Paid, RunActivities, StepOutcome, StepTask } from '../domain/tasks.js';
import type { AttemptEnd, AttemptStart, NewRunEvent, Warehouse } from '../ports.js';
import type { Tools } from '../tools/registry.js';
import { parametersOf, type KeptParameters } from './log-parameters.js';
import { outcomeEvents } from './outcome-events.js';
import { defaultPolicy, type RetryPolicy } from '../domain/policy.js';
import { warehouseReadBy } from './warehouse-of.js';

type Task = { readonly input: RunInput } & Partial<StepTask> & {
    readonly version?: number;
    readonly retryMs?: number;
    readonly calls?: number;
    readonly source?: ReplySource;
  };

/** What the log says of an attempt before it runs, read from the activity's argument. */
export interface TaskFacts {
  readonly run: RunRef;
  readonly retry: RetryPolicy;
  /** How long after it was scheduled the activity may be tried again; null for as long as it has time. */
  readonly retryMs: number | null;
  /** How many calls to Claude it may make, all attempts together. */
  readonly calls: number;
  /** What a step is tried with, or whose reply is asked for; null where there is no choice. */
  readonly rung: StepTask['rung'] | ReplySource | null;
  readonly start: Pick<
    AttemptStart,
    'step' | 'user' | 'session' | 'planVersion' | 'parameters' | 'warehouse'
  >;
}

/** What the log is written by, beside the task. */
export interface Logging {
  readonly keptParameters: KeptParameters;
  readonly tools: Tools;
  readonly warehouses: readonly Pick<Warehouse, 'name'>[];
}

/** Whoever records a run writes the log's last rows: it has none of its own. */
const unlogged: keyof RunActivities = 'recordRun';

/** The facts of a task; undefined for an activity that is none of Surefoot's, or not logged. */
export function factsOfTask(
  argument: unknown,
  tool: string,
  { keptParameters, ...known }: Logging,
): TaskFacts | undefined {
  if (tool === unlogged || !isTask(argument)) return undefined;
  const { input, step, planVersion, version, retryMs, calls, rung, source } = argument;
  const { tenant, user, session } = input.question;
  return {
    run: { tenant, runId: input.runId },
    retry: step?.policy.retry ?? defaultPolicy.retry,
    retryMs: retryMs ?? null,
    calls: calls ?? 0,
    rung: rung ?? source ?? (calls === undefined ? null : 'own_model'),
    start: {
      step: step?.id ?? null,
      user,
      session,
      planVersion: planVersion ?? version ?? null,
      parameters: parametersOf(argument, keptParameters),
      warehouse: step === undefined ? null : warehouseReadBy(step, tool, known),
    },
  };
}

function isTask(argument: unknown): argument is Task {
  return typeof argument === 'object' && argument !== null && 'input' in argument;
}

type OutcomeFacts = Pick<
  AttemptEnd,
  'rung' | 'rowCount' | 'replyId' | 'model' | 'promptVersion' | 'usage'
>;

/** What the log says of an attempt that succeeded, read from the activity's result. */
export function factsOfOutcome(result: unknown): OutcomeFacts {
  const { rung, rowCount, replyId, source, model, promptVersion, usage } = (result ??
    {}) as Partial<StepOutcome & Paid>;
  return {
    rung: rung ?? source ?? null,
    rowCount: rowCount ?? null,
    replyId: replyId ?? null,
    model: model ?? null,
    promptVersion: promptVersion ?? null,
    usage: usage ?? null,
  };
}

/** The event that a step has begun, or goes on with a lower rung; nothing for the run's own activities. */
export function startedEvent(
  tool: string,
  { start, rung }: TaskFacts,
  activityId: string,
): NewRunEvent | undefined {
  if (start.step === null) return undefined;
  const data = { step: start.step, tool, rung };
  return { kind: 'step.started', key: `step.started:${activityId}`, data };
}

/** What clients are told of an outcome before they are told that its attempt is over. */
export function outcomeEventsOf(tool: string, { start }: TaskFacts, outcome: unknown) {
  return start.step === null ? outcomeEvents(tool, start.planVersion, outcome) : [];
}

/** The event that a step is over, and how. */
export function finishedEvent(
  tool: string,
  { start }: TaskFacts,
  activityId: string,
  how: Readonly<Record<string, unknown>>,
): NewRunEvent | undefined {
  if (start.step === null) return undefined;
  const { step } = start;
  return {
    kind: 'step.finished',
    key: `step.finished:${activityId}`,
    data: { step, tool, ...how },
  };
}
