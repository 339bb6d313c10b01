import { activityInfo, cancellationSignal, cancelled, Context } from '@temporalio/activity';
import type { NativeConnection } from '@temporalio/worker';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { Client } from '@temporalio/client';
import {
  factsOfOutcome,
  factsOfTask,
  finishedEvent,
  outcomeEventsOf,
  startedEvent,
} from '../../src/activities/attempt-facts.js';
import { attemptInterceptor } from '../../src/adapters/temporal/attempt-interceptor.js';
import type { AskOptions } from '../../src/client/run-input.js';
import { startOptions } from '../../src/client/start-options.js';
import { addUsage, noUsage, type Answer, type Usage } from '../../src/domain/answer.js';
import { breakerOpen } from '../../src/domain/breaker-report.js';
import { ToolFailure } from '../../src/domain/failure.js';
import type { CompiledStep } from '../../src/domain/plan.js';
import type { RunRef } from '../../src/domain/question.js';
import type { Cost } from '../../src/domain/spend.js';
import type {
  InterpretOutcome,
  InterpretTask,
  Paid,
  PlanOutcome,
  PlanTask,
  RecordTask,
  ReviewAnswerTask,
  ReviewOutcome,
  ReviewTask,
  StepOutcome,
  StepTask,
  TicketOutcome,
  TicketTask,
  VerifyOutcome,
  VerifyTask,
} from '../../src/domain/tasks.js';
import type { AttemptEnd, AttemptLog, AttemptStart, NewRunEvent, Runs } from '../../src/ports.js';
import { anOutcome, aPlan } from '../domain/builders.js';
import { workflowBundle } from '../support.js';

type Does<Task, Outcome> = (task: Task) => Outcome | Promise<Outcome>;

/** What the activities of one run do; what is left out goes well. */
export interface Script {
  readonly plan?: Does<PlanTask, PlanOutcome>;
  readonly step?: Does<StepTask, StepOutcome>;
  readonly review?: Does<ReviewTask, ReviewOutcome>;
  /** The run cannot afford a review: no step waits for one to begin. */
  readonly unreviewed?: true;
  readonly verify?: Does<VerifyTask, VerifyOutcome>;
  readonly interpret?: Does<InterpretTask, InterpretOutcome>;
  /** Only a critical run asks for it. */
  readonly reviewAnswer?: Does<ReviewAnswerTask, ReviewOutcome>;
  readonly openTicket?: Does<TicketTask, TicketOutcome>;
  readonly recordRun?: Does<RecordTask, Answer | null>;
}

/** Everything that the activities of one run were asked, in order. */
export interface Seen {
  readonly plan: PlanTask[];
  readonly step: StepTask[];
  readonly review: ReviewTask[];
  readonly verify: VerifyTask[];
  readonly interpret: InterpretTask[];
  readonly reviewAnswer: ReviewAnswerTask[];
  readonly openTicket: TicketTask[];
  readonly recordRun: RecordTask[];
}

/** One worker whose activities do as the script of their run says, under the real attempt interceptor. */
export interface ScriptedWorker {
  readonly taskQueue: string;
  readonly log: Log;
  /** Runs one question to its end. */
  ask(script: Script, options?: Asked): Promise<{ answer: Answer; seen: Seen }>;
  /** Starts one and leaves it to the test. */
  start(
    script: Script,
    options?: Asked,
  ): Promise<{ workflowId: string; runId: string; seen: Seen }>;
  stop(): Promise<void>;
}

export type Asked = AskOptions & { readonly question?: string };

export interface Log {
  readonly starts: AttemptStart[];
  readonly ends: AttemptEnd[];
  readonly events: { readonly run: RunRef; readonly event: NewRunEvent }[];
}

// What fails here fails on purpose.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
});

let queues = 0;

export async function scriptedWorker(
  connection: NativeConnection,
  client: Client,
): Promise<ScriptedWorker> {
  const taskQueue = `scripted-${process.pid}-${(queues += 1)}`;
  const bundle = await workflowBundle();
  const scripts = new Map<string, { readonly script: Script; readonly seen: Seen }>();
  const log: Log = { starts: [], ends: [], events: [] };
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: bundle,
    activities: activitiesOf(scripts),
    maxHeartbeatThrottleInterval: '200ms',
    defaultHeartbeatThrottleInterval: '200ms',
    interceptors: {
      activity: [() => ({ inbound: attemptInterceptor(inMemory(log), facts, 'scripted') })],
    },
  });
  const running = worker.run();
  running.catch(() => undefined);

  const start: ScriptedWorker['start'] = async (
    script,
    { question = 'Revenue by region?', ...options } = {},
  ) => {
    const seen: Seen = {
      ...{ plan: [], step: [], review: [], verify: [] },
      ...{ interpret: [], reviewAnswer: [], openTicket: [], recordRun: [] },
    };
    const started = startOptions(question, {
      taskQueue,
      searchAttributes: false,
      asOf: '2026-09-30',
      ...options,
    });
    const [{ runId }] = started.args;
    scripts.set(runId, { script, seen });
    await client.workflow.start('answerQuestion', started);
    return { workflowId: started.workflowId, runId, seen };
  };
  return {
    taskQueue,
    log,
    start,
    ask: async (script, options) => {
      const { workflowId, seen } = await start(script, options);
      const answer = (await client.workflow.getHandle(workflowId).result()) as Answer;
      return { answer, seen };
    },
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
}

const spending = new WeakMap<Context, Cost>();

/** What the activity that runs here has cost when it fails. */
export function costs(usage: Usage): void {
  spending.set(Context.current(), { usage, replyId: null });
}

const progress = new WeakMap<Context, unknown>();

/** What the heartbeats of the activity that runs here tell. */
export function tells(detail: unknown): void {
  progress.set(Context.current(), detail);
}

/** Asks Claude once in each attempt, save where an open breaker refuses it, and no more than the task's share has. */
async function asking<Outcome extends object>(
  { calls }: { readonly calls: number },
  does: () => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const { attempt } = activityInfo();
  const before = attempt - 1;
  costs({ ...noUsage, claudeCalls: attempt });
  try {
    const outcome = await does();
    if (!('usage' in outcome)) return outcome;
    const usage = addUsage(outcome.usage as Usage, { ...noUsage, claudeCalls: before });
    return { ...outcome, usage };
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    const { toolError, nextTryMs } = error;
    if (toolError.error === breakerOpen) costs({ ...noUsage, claudeCalls: before });
    throw attempt < calls ? error : new ToolFailure(toolError, { nextTryMs, final: true });
  }
}

const facts = {
  task: (argument: unknown, tool: string) =>
    factsOfTask(argument, tool, { keptParameters: 'on', tools: new Map(), warehouses: [] }),
  outcome: factsOfOutcome,
  progress: () => progress.get(Context.current()),
  breakerState: () => null,
  response: () => null,
  usage: () => spending.get(Context.current())?.usage ?? null,
  cost: () => Promise.resolve(spending.get(Context.current()) ?? null),
  started: startedEvent,
  told: outcomeEventsOf,
  finished: finishedEvent,
};

function inMemory({ starts, ends, events }: Log): {
  attempts: AttemptLog;
  runs: Pick<Runs, 'append'>;
} {
  const append: Runs['append'] = (run, event) => {
    events.push({ run, event });
    return Promise.resolve();
  };
  return {
    runs: { append },
    attempts: {
      async start(attempt, event) {
        starts.push(attempt);
        if (event !== undefined) await append(attempt, event);
      },
      async end(attempt, also = {}) {
        ends.push(attempt);
        for (const event of also.events ?? []) if (also.start) await append(also.start, event);
      },
      callsOf: () => Promise.resolve({ told: 0, lost: 0 }),
      unfinished: () => Promise.resolve([]),
      lose: () => Promise.resolve(),
    },
  };
}

function activitiesOf(scripts: Map<string, { readonly script: Script; readonly seen: Seen }>) {
  const playing = (task: { readonly input: { readonly runId: string } }) => {
    const known = scripts.get(task.input.runId);
    if (known === undefined) throw new Error(`There is no script for run ${task.input.runId}.`);
    return known;
  };
  const reviewing = new Beginnings();
  const step = async (task: StepTask): Promise<StepOutcome> => {
    const { script, seen } = playing(task);
    seen.step.push(task);
    if (script.unreviewed !== true) await reviewing.hasBegun(task);
    return await (script.step?.(task) ?? finished());
  };
  return {
    execute_query: step,
    format_results: step,
    async plan(task: PlanTask): Promise<PlanOutcome> {
      const { script, seen } = playing(task);
      seen.plan.push(task);
      if (script.plan === undefined) throw new Error('The script has no plan.');
      const { plan } = script;
      return await asking(task, () => plan(task));
    },
    async review(task: ReviewTask): Promise<ReviewOutcome> {
      const { script, seen } = playing(task);
      seen.review.push(task);
      reviewing.begins(task);
      return await asking(task, () => script.review?.(task) ?? confirmed());
    },
    async verify(task: VerifyTask): Promise<VerifyOutcome> {
      const { script, seen } = playing(task);
      seen.verify.push(task);
      return await (script.verify?.(task) ?? fine());
    },
    async interpret(task: InterpretTask): Promise<InterpretOutcome> {
      const { script, seen } = playing(task);
      seen.interpret.push(task);
      return await asking(task, () => script.interpret?.(task) ?? words());
    },
    async reviewAnswer(task: ReviewAnswerTask): Promise<ReviewOutcome> {
      const { script, seen } = playing(task);
      seen.reviewAnswer.push(task);
      return await asking(task, () => script.reviewAnswer?.(task) ?? confirmed());
    },
    async openTicket(task: TicketTask): Promise<TicketOutcome> {
      const { script, seen } = playing(task);
      seen.openTicket.push(task);
      return await (script.openTicket?.(task) ?? { ticketId: 'T-1', resolution: null });
    },
    async recordRun(task: RecordTask): Promise<Answer | null> {
      const { script, seen } = playing(task);
      seen.recordRun.push(task);
      return await (script.recordRun?.(task) ?? null);
    },
  };
}

type Planned = Pick<StepTask, 'input' | 'planVersion'>;

/**
 * Steps wait until their plan's review has begun: the time-skipping server loses the workflow task that cancels an
 * activity in the moment in which it is handed out. The dev server does not.
 */
class Beginnings {
  readonly #known = new Map<
    string,
    { readonly begun: Promise<void>; readonly begin: () => void }
  >();

  begins(task: Planned): void {
    this.#of(task).begin();
  }

  async hasBegun(task: Planned): Promise<void> {
    await this.#of(task).begun;
  }

  #of({ input, planVersion }: Planned) {
    const key = `${input.runId} ${planVersion}`;
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const known = this.#known.get(key) ?? { begun, begin };
    this.#known.set(key, known);
    return known;
  }
}

let replies = 0;

export function paid(): Paid {
  return {
    replyId: `reply-${(replies += 1)}`,
    model: 'scripted',
    source: 'own_model',
    promptVersion: '1',
    usage: { ...noUsage, claudeCalls: 1 },
  };
}

/** Steps run on the workflow's own queue, so that one worker is enough. */
export function planOf({ version }: PlanTask, steps: readonly CompiledStep[]): PlanOutcome {
  const { taskQueue } = activityInfo();
  const here = steps.map((step) => ({ ...step, queue: taskQueue }));
  return { ...paid(), kind: 'plan', plan: aPlan(here, version) };
}

export const finished = (overrides: Partial<StepOutcome> = {}): StepOutcome =>
  anOutcome({ resultId: activityInfo().activityId, attempt: activityInfo().attempt, ...overrides });

export const finding = (where: string, code = 'wrong') => ({
  code,
  where,
  what: `${where} is wrong.`,
  fix: 'Make it right.',
});

export const confirmed = (): ReviewOutcome => ({ ...paid(), verdict: 'confirmed', findings: [] });
export const refuted = (where: string): ReviewOutcome => ({
  ...paid(),
  verdict: 'refuted',
  findings: [finding(where, 'review_refuted')],
});
export const fine = (): VerifyOutcome => ({
  checks: [],
  findings: [],
  warnings: [],
  suggestions: [],
});
export const words = (text = 'Revenue was $1.'): InterpretOutcome => ({
  ...paid(),
  kind: 'answer',
  text,
  figures: [],
});

/** An activity that never ends by itself; it says when it has begun and how it was told to stop. */
export class Endless {
  readonly begun: Promise<void>;
  readonly stopped: Promise<string>;
  #begin: () => void = () => undefined;
  #stop: (reason: string) => void = () => undefined;

  constructor() {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.stopped = new Promise((resolve) => (this.#stop = resolve));
  }

  async run(): Promise<never> {
    this.#begin();
    try {
      return await cancelled();
    } catch (error) {
      this.#stop(cancellationSignal().aborted ? 'cancelled' : 'failed');
      throw error;
    }
  }
}
