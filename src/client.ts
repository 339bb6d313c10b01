import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { workflowsInTrace } from './adapters/tracing/caller-trace.js';
import { connectStore } from './adapters/store/index.js';
import { connectClient } from './adapters/temporal/connect.js';
import { loadConfig, required, type Config } from './config.js';
import { clientSettings, temporalSettings } from './config/settings-by-part.js';
import type { RunInput, RunRef } from './domain/question.js';
import { noTenant, workflowIdOf } from './domain/question.js';
import type { WebUi } from './domain/run-link.js';
import type { RunRecord, Store } from './ports.js';
import { examplesDesk, type ExamplesDesk } from './client/examples.js';
import { feedbackDesk, type FeedbackDesk } from './client/feedback.js';
import { givenOptions } from './client/given-options.js';
import { pastRunsDesk, type PastRunsDesk } from './client/past-runs.js';
import { runNotFound } from './client/run-not-found.js';
import { runHandle, type RunHandle } from './client/run-handle.js';
import { runInput, type AskOptions } from './client/run-input.js';
import {
  questionIdentity,
  questionMemo,
  startOptions,
  type QuestionIdentity,
} from './client/start-options.js';
import { throughTemporal } from './client/through-temporal.js';
import { ticketDesk, type TicketDesk } from './client/tickets.js';
import type { answerQuestion } from './workflows/answer-question.js';

export { InvalidQuestion, type AskOptions } from './client/run-input.js';
export { startOptions } from './client/start-options.js';
export { ApprovalRefused } from './client/approvals.js';
export { PromotionRefused, type ExamplesDesk, type PromoteOptions } from './client/examples.js';
export { RatingRefused, type FeedbackDesk, type RateOptions } from './client/feedback.js';
export { WrongFilter, type PastRunsDesk } from './client/past-runs.js';
export { NoWorker } from './client/no-worker.js';
export { RunNotFound } from './client/run-not-found.js';
export type { RunHandle } from './client/run-handle.js';
export type { EventsOptions } from './client/run-events.js';
export { TemporalRefused } from './client/through-temporal.js';
export { TemporalUnreachable } from './adapters/temporal/connect.js';
export { ToolFailure } from './domain/failure.js';
export { connectStore };
export { ConfigError, loadConfig, type Config } from './config.js';
export { TicketRefused, type Resolved, type TicketDesk } from './client/tickets.js';
export type { Answer } from './domain/answer.js';
export type { Receipt } from './domain/receipt.js';
export type { Progress } from './workflows/run-tracker.js';
export type { EvaluationCase } from './domain/evaluation-case.js';
export type {
  RatedRun,
  Rating,
  RunEvent,
  RunFilter,
  RunPage,
  RunSummary,
  Ticket,
  VerifiedQuestion,
} from './ports.js';

/** The id belongs to a run with another question. */
export class AnotherQuestion extends Error {
  override readonly name = 'AnotherQuestion';
}

export interface SurefootOptions {
  /** An existing client; whoever opened it closes it. */
  readonly temporal: Client;
  /** Where answers, rows, events, tickets and ratings are. */
  readonly store: Pick<
    Store,
    'runs' | 'results' | 'tickets' | 'pastRuns' | 'feedback' | 'verifiedQuestions'
  >;
  readonly taskQueue?: string;
  /** Temporal's Web UI, for links to it in receipts. */
  readonly webUi?: WebUi;
  /** Off for a server that does not know `SurefootStatus` and `SurefootTenant`. */
  readonly searchAttributes?: boolean;
  /** When a run's plan waits for a person, where the question does not say. */
  readonly approval?: NonNullable<AskOptions['approval']>;
  /** What becomes of an answer that the review could not confirm, where the question does not say. */
  readonly onInconclusive?: NonNullable<AskOptions['onInconclusive']>;
}

/** Starts, watches, approves, cancels and rates runs, lists those that were, and answers the tickets that they open. */
export class Surefoot {
  readonly #options: SurefootOptions;
  #close: () => Promise<void> = () => Promise.resolve();
  readonly tickets: TicketDesk;
  readonly runs: PastRunsDesk;
  readonly feedback: FeedbackDesk;
  readonly examples: ExamplesDesk;

  constructor(options: SurefootOptions) {
    this.#options = options;
    this.tickets = ticketDesk(options.temporal, options.store.tickets);
    this.runs = pastRunsDesk(options.store, options.webUi);
    this.feedback = feedbackDesk(options.store.feedback);
    this.examples = examplesDesk(options.store.verifiedQuestions);
  }

  /**
   * For a process without a Temporal client: connects to Temporal and the store by the settings of the environment, or
   * those that are given, such as `loadConfig({ TEMPORAL_ADDRESS, TEMPORAL_API_KEY, SUREFOOT_STORE_URL })`. `close`
   * when done.
   * @throws ConfigError, TemporalUnreachable; ToolFailure where the store is away or not migrated
   */
  static async connect(config: Config = loadConfig(process.env)): Promise<Surefoot> {
    const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
    const temporal = await connectClient(temporalSettings(config));
    const store = connectStore({ url });
    const close = async (): Promise<void> => {
      await Promise.all([store.close(), temporal.connection.close()]);
    };
    try {
      // A store that is away, or not migrated, is said now and not after a minute of waiting.
      await store.runs.find({ tenant: noTenant, runId: 'none' });
    } catch (error) {
      await close();
      throw error;
    }
    const surefoot = new Surefoot({ temporal, store, ...clientSettings(config) });
    surefoot.#close = close;
    return surefoot;
  }

  /** Closes what `connect` opened. A client and a store that were given stay open. */
  async close(): Promise<void> {
    await this.#close();
  }

  /**
   * Starts a run, or joins the one of that id.
   * @throws InvalidQuestion, AnotherQuestion, TemporalUnreachable, TemporalRefused
   */
  async ask(question: string, options: AskOptions = {}): Promise<RunHandle> {
    // Without what is undefined, which would stand before this client's own settings.
    const given = givenOptions(options);
    const { temporal, taskQueue, searchAttributes, approval, onInconclusive } = this.#options;
    const start = startOptions(question, {
      ...(taskQueue !== undefined && { taskQueue }),
      ...(searchAttributes !== undefined && { searchAttributes }),
      ...(approval !== undefined && { approval }),
      ...(onInconclusive !== undefined && { onInconclusive }),
      ...given,
    });
    const [input] = start.args;
    const run = { tenant: input.question.tenant, runId: input.runId };
    // Only an id that the caller chose can have been used before.
    const recorded = given.id === undefined ? undefined : await this.#recorded(run);
    if (recorded !== undefined) {
      refuseAnother(input, identityOf(recorded.record), given);
      if (recorded.answer !== null) return this.#handle(input, recorded.answer);
    }
    try {
      const workflows = await workflowsInTrace(temporal);
      await throughTemporal(workflows.start<typeof answerQuestion>('answerQuestion', start));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    if (given.id !== undefined) {
      const workflow = temporal.workflow.getHandle(start.workflowId);
      const { memo } = await throughTemporal(workflow.describe());
      refuseAnother(input, memo?.[questionMemo] as QuestionIdentity | undefined, given);
    }
    return this.#handle(input, null);
  }

  /**
   * A handle on a run that was started elsewhere. @throws RunNotFound where nobody knows it, TemporalUnreachable,
   * TemporalRefused
   */
  async get(
    runId: string,
    { tenant = noTenant }: { readonly tenant?: string } = {},
  ): Promise<RunHandle> {
    const run = { tenant, runId };
    const recorded = await this.#recorded(run);
    if (recorded !== undefined && recorded.answer !== null) {
      return this.#handle(inputOf(recorded.record), recorded.answer);
    }
    try {
      const handle = this.#options.temporal.workflow.getHandle(workflowIdOf(run));
      const description = await throughTemporal(handle.describe());
      const { startTime, memo } = description;
      const identity = memo?.[questionMemo] as QuestionIdentity | undefined;
      const input = inputOf(
        recorded?.record ?? { ...run, question: (await description.staticSummary()) ?? runId },
      );
      const budgetMs = identity?.budgetMs ?? input.budgetMs;
      return this.#handle({ ...input, budgetMs }, null, startTime.getTime());
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw runNotFound(run, { cause: error });
    }
  }

  /** What the store knows. A store that is down knows nothing; Temporal decides then. */
  async #recorded(run: RunRef) {
    return await this.#options.store.runs.find(run).catch(() => undefined);
  }

  #handle(
    input: RunInput,
    answer: Awaited<ReturnType<RunHandle['result']>> | null,
    startedAtMs = Date.now(),
  ): RunHandle {
    const { temporal, store, taskQueue = 'surefoot' } = this.#options;
    return runHandle({ input, taskQueue, startedAtMs, answer, temporal, store });
  }
}

function refuseAnother(
  input: RunInput,
  known: QuestionIdentity | undefined,
  { id, asOf }: AskOptions,
): void {
  const asked = questionIdentity(input);
  if (known === undefined) return;
  if (known.digest === asked.digest && (asOf === undefined || known.asOf === asOf)) return;
  throw new AnotherQuestion(
    `Another question was asked under the id ${id ?? ''}: take another id, or ask the same question.`,
  );
}

function identityOf(record: RunRecord): QuestionIdentity {
  return questionIdentity(inputOf(record));
}

/** Of a run that began: whoever was forgotten has no question any more, and its day may be one that is refused today. */
function inputOf({
  runId,
  tenant,
  question,
  asOf,
  timeZone,
}: RunRef & Pick<RunRecord, 'question'> & Partial<RunRecord>): RunInput {
  const input = runInput(question === '' ? runId : question, {
    id: runId,
    tenant,
    ...(timeZone !== undefined && { timeZone }),
  });
  return asOf === undefined ? input : { ...input, question: { ...input.question, asOf } };
}
