import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowFailedError, type Client } from '@temporalio/client';
import type { Answer } from '../domain/answer.js';
import { unavailableAnswer } from '../domain/ending.js';
import { workflowIdOf, type RunInput, type RunRef } from '../domain/question.js';
import { hasWorkers } from '../adapters/temporal/pollers.js';
import type { ApproveReply } from '../domain/approval.js';
import { approveRun, rejectRun } from './approvals.js';
import { withData } from './answer-data.js';
import { rateRun, type RateOptions } from './feedback.js';
import type { Rating, RunEvent, Store } from '../ports.js';
import type { answerQuestion } from '../workflows/answer-question.js';
import type { Progress } from '../workflows/run-tracker.js';

/** A run that was asked for, by this process or another. */
export interface RunHandle extends RunRef {
  readonly workflowId: string;
  /** Waits for the answer; 2 s after the run's budget is over it is `unavailable`. */
  result(): Promise<Answer>;
  /** The run's events after that one, as they happen, until the run has ended. */
  events(options?: {
    readonly after?: number;
    readonly signal?: AbortSignal;
  }): AsyncIterable<RunEvent>;
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
  /** Asks the run to stop; it still records an answer. */
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
const pollEveryMs = 100;
const eventsAtOnce = 100;

export function runHandle(options: HandleOptions): RunHandle {
  const { input, temporal, store } = options;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const workflowId = workflowIdOf(run);
  const workflow = temporal.workflow.getHandle<typeof answerQuestion>(workflowId);
  return {
    ...run,
    workflowId,
    result: async () => await filled(run, options.answer ?? (await awaited(options)), store),
    events: (resume) => events(run, options, resume),
    progress: () => workflow.query<Progress>('progress'),
    approve: ({ by, planVersion = null, plan = null }) =>
      approveRun(temporal, run, { by, planVersion, plan }),
    reject: ({ by, reason = '' }) => rejectRun(temporal, run, { by, reason }),
    rate: (rating) => rateRun(store.feedback, run, rating),
    cancel: async () => {
      await workflow.cancel();
    },
  };
}

async function awaited(options: HandleOptions): Promise<Answer> {
  const { input, temporal, startedAtMs } = options;
  const { tenant } = input.question;
  const timer = new AbortController();
  const deadlineMs = startedAtMs + input.budgetMs + graceMs;
  const late = sleep(Math.max(deadlineMs - Date.now(), 0), undefined, {
    signal: timer.signal,
  }).then(() => unavailable(options));
  late.catch(() => undefined);
  const workflow = temporal.workflow.getHandle<typeof answerQuestion>(
    workflowIdOf({ tenant, runId: input.runId }),
  );
  // Once nobody waits any more the long poll ends too: left open, it would outlive the caller's connection.
  const polled = temporal.withAbortSignal(timer.signal, () => workflow.result());
  const answer = polled.catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const text = 'The run ended without an answer: see it in Temporal’s Web UI.';
    return unavailableAnswer(input, text, Date.now());
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    timer.abort();
    answer.catch(() => undefined);
  }
}

async function unavailable({ input, temporal, taskQueue }: HandleOptions): Promise<Answer> {
  const worked = await hasWorkers(temporal, taskQueue).catch(() => true);
  const text = worked
    ? 'The run did not end within its time. It may still end: ask again under the same id.'
    : `No worker polls queue ${taskQueue}: start one with \`surefoot worker\`, then ask again under the same id.`;
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

async function* events(
  run: RunRef,
  { store, temporal, answer }: HandleOptions,
  { after = 0, signal }: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<RunEvent> {
  let last = after;
  for (let idlePolls = 0; signal?.aborted !== true; idlePolls += 1) {
    const found = await store.runs.events(run, last, eventsAtOnce);
    for (const event of found) {
      yield event;
      last = event.seq;
      idlePolls = 0;
      if (event.kind === 'answered') return;
    }
    if (found.length === 0 && answer !== null) return;
    // A run whose last event never reached the store has ended all the same.
    if (idlePolls % 20 === 19 && (await isClosed(temporal, run)) && found.length === 0) return;
    await sleep(pollEveryMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
}

async function isClosed(temporal: Client, run: RunRef): Promise<boolean> {
  const { status } = await temporal.workflow.getHandle(workflowIdOf(run)).describe();
  return status.name !== 'RUNNING';
}
