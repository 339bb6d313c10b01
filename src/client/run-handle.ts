import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Answer } from '../domain/answer.js';
import { unavailableAnswer } from '../domain/ending.js';
import { workflowIdOf, type RunInput, type RunRef } from '../domain/question.js';
import { isPolled } from '../adapters/temporal/pollers.js';
import type { ApproveReply } from '../domain/approval.js';
import { approveRun, rejectRun } from './approvals.js';
import { withData } from './answer-data.js';
import { rateRun, type RateOptions } from './feedback.js';
import { noWorkerWords } from './no-worker.js';
import { onceHeard } from './once-heard.js';
import { runEvents, type EventsOptions } from './run-events.js';
import { runProgress } from './run-progress.js';
import { throughTemporal } from './through-temporal.js';
import type { Rating, RunEvent, Store } from '../ports.js';
import type { answerQuestion } from '../workflows/answer-question.js';
import type { Progress } from '../workflows/run-tracker.js';

/** A run that was asked for, by this process or another. */
export interface RunHandle extends RunRef {
  readonly workflowId: string;
  /** Whether its answer was recorded when this handle was made. */
  readonly ended: boolean;
  /** Waits for the answer; 2 s after the run's budget is over it is `unavailable`. */
  result(): Promise<Answer>;
  /** The same, or undefined where it is not there after that time, or when the signal comes. */
  within(waitMs: number, signal?: AbortSignal): Promise<Answer | undefined>;
  /**
   * The run's events after that one, as they happen: each once, in order, `answered` the last. May be asked for again at
   * any time, by another process too. @throws ToolFailure where the store stays away
   */
  events(options?: EventsOptions): AsyncIterable<RunEvent>;
  /**
   * Where the run is right now. A running one is asked, which needs a worker; one that has ended is read from the store.
   * @throws NoWorker, RunNotFound, TemporalUnreachable
   */
  progress(): Promise<Progress>;
  /**
   * Approves the plan that waits, or an edited one: JSON in the planner's shape, whose findings come back. With
   * `planVersion` no other plan is approved by mistake. @throws ApprovalRefused where none waits
   */
  approve(options: {
    readonly by: string;
    readonly planVersion?: number;
    readonly plan?: string;
  }): Promise<ApproveReply>;
  /** @throws ApprovalRefused where no plan waits */
  reject(options: { readonly by: string; readonly reason?: string }): Promise<void>;
  /** Keeps what somebody thinks of the answer. @throws RatingRefused where there is none yet */
  rate(options: RateOptions): Promise<Rating>;
  /** Asks the run to stop; it still records an answer. One that has ended is left as it is. @throws TemporalUnreachable */
  cancel(): Promise<void>;
}

interface HandleOptions {
  readonly input: RunInput;
  readonly taskQueue: string;
  readonly startedAtMs: number;
  /** Where the store knows it already. */
  readonly answer: Answer | null;
  readonly temporal: Client;
  readonly store: Pick<Store, 'runs' | 'results' | 'feedback'>;
}

/** How long the caller waits beyond the run's own budget. */
const graceMs = 2_000;

export function runHandle(options: HandleOptions): RunHandle {
  const { input, temporal, store, taskQueue } = options;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const looking = { temporal, taskQueue, runs: store.runs, answer: options.answer };
  return {
    ...run,
    workflowId: workflowIdOf(run),
    ended: options.answer !== null,
    result: async () => await filled(run, options.answer ?? (await awaited(options)), store),
    async within(waitMs, signal) {
      const answer = options.answer ?? (await awaitedWithin(options, waitMs, signal));
      return answer && (await filled(run, answer, store));
    },
    events: (resume) => runEvents(run, { temporal, runs: store.runs }, resume),
    progress: () => runProgress(run, looking),
    approve: ({ by, planVersion = null, plan = null }) =>
      onceHeard(() => approveRun(temporal, run, { by, planVersion, plan }), run, looking),
    reject: ({ by, reason = '' }) =>
      onceHeard(() => rejectRun(temporal, run, { by, reason }), run, looking),
    rate: (rating) => rateRun(store.feedback, run, rating),
    cancel: () => cancelRun(temporal, run),
  };
}

async function cancelRun(temporal: Client, run: RunRef): Promise<void> {
  try {
    await throughTemporal(temporal.workflow.getHandle(workflowIdOf(run)).cancel());
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function awaited(options: HandleOptions): Promise<Answer> {
  return (await awaitedFor(options, timeLeft(options))) ?? (await unavailable(options));
}

async function awaitedWithin(
  options: HandleOptions,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer | undefined> {
  const leftMs = timeLeft(options);
  const run = { tenant: options.input.question.tenant, runId: options.input.runId };
  if (waitMs > 0) {
    const answer = await awaitedFor(options, Math.min(waitMs, leftMs), signal);
    if (answer !== undefined || leftMs > waitMs || signal?.aborted === true) return answer;
    return await unavailable(options);
  }
  // Where nobody waits, a long poll would only be begun to be ended.
  if (await isClosed(options.temporal, run)) return await awaitedFor(options, graceMs, signal);
  return leftMs > 0 ? undefined : await unavailable(options);
}

async function isClosed(temporal: Client, run: RunRef): Promise<boolean> {
  const described = temporal.workflow.getHandle(workflowIdOf(run)).describe();
  const { status } = await throughTemporal(described);
  return status.name !== 'RUNNING';
}

/** How long the caller still waits for an answer. */
function timeLeft({ startedAtMs, input: { budgetMs } }: HandleOptions): number {
  return Math.max(startedAtMs + budgetMs + graceMs - Date.now(), 0);
}

async function awaitedFor(
  { input, temporal }: HandleOptions,
  waitMs: number,
  signal?: AbortSignal,
): Promise<Answer | undefined> {
  const { tenant } = input.question;
  const timer = new AbortController();
  const stop = () => timer.abort();
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const late = sleep(waitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  const workflow = temporal.workflow.getHandle<typeof answerQuestion>(
    workflowIdOf({ tenant, runId: input.runId }),
  );
  // Once nobody waits any more the long poll ends too: left open, it would outlive the caller's connection.
  const polled = temporal.withAbortSignal(timer.signal, () => throughTemporal(workflow.result()));
  const answer = polled.catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const text = 'The run ended without an answer: see it in Temporal’s Web UI.';
    return unavailableAnswer(input, text, Date.now());
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    signal?.removeEventListener('abort', stop);
    timer.abort();
    answer.catch(() => undefined);
  }
}

async function unavailable({ input, temporal, taskQueue }: HandleOptions): Promise<Answer> {
  const worked = await isPolled(temporal, { name: taskQueue, type: 'workflow' }).catch(() => true);
  const text = worked
    ? 'The run did not end within its time. It may still end: ask again under the same id.'
    : `${noWorkerWords(taskQueue)}, then ask again under the same id.`;
  return unavailableAnswer(input, text, Date.now());
}

/** Rows are a convenience of the caller's: an answer stands without them. */
async function filled(run: RunRef, answer: Answer, store: HandleOptions['store']): Promise<Answer> {
  try {
    return await withData(run, answer, store.results);
  } catch (error) {
    const message = `The rows could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return { ...answer, warnings: [...answer.warnings, { code: 'data_unavailable', message }] };
  }
}
