import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { TemporalUnreachable } from '../adapters/temporal/connect.js';
import { isPolled } from '../adapters/temporal/pollers.js';
import type { Answer } from '../domain/answer.js';
import { workflowIdOf, type RunRef } from '../domain/question.js';
import type { Runs } from '../ports.js';
import type { Progress } from '../workflows/run-tracker.js';
import { neededApproval } from './needed-approval.js';
import { NoWorker, noWorkerWords } from './no-worker.js';
import { runNotFound } from './run-not-found.js';
import { throughTemporal } from './through-temporal.js';

export interface ProgressOptions {
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly runs: Pick<Runs, 'events' | 'find'>;
  /** Where it has ended already, as far as the caller knows. */
  readonly answer: Answer | null;
}

const patienceMs = 10_000;
/** A worker that is there answers sooner. */
const suspiciousMs = 500;
/** Much more than a worker needs, and less than who looks is patient for: the worker may have died in between. */
const hearingMs = 1_500;

/** @throws NoWorker, RunNotFound, TemporalUnreachable, TemporalRefused */
export async function runProgress(run: RunRef, options: ProgressOptions): Promise<Progress> {
  const { runs, answer } = options;
  if (answer !== null) return await endedProgress(run, answer, runs);
  try {
    return await heard(run, options);
  } catch (error) {
    const recorded = await runs.find(run).catch(() => undefined);
    if (recorded !== undefined && recorded.answer !== null) {
      return await endedProgress(run, recorded.answer, runs);
    }
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw runNotFound(run, { cause: error });
  }
}

/** Also of a plan that has to be approved: the record says so a moment before the workflow hears of it. */
async function heard(run: RunRef, options: ProgressOptions): Promise<Progress> {
  let progress = await asked(run, options);
  if (progress.phase !== 'planning' && progress.phase !== 'running') return progress;
  const needed = await neededApproval(run, options.runs);
  const giveUpAt = Date.now() + hearingMs;
  while (progress.planVersion < needed && Date.now() < giveUpAt) {
    await sleep(50);
    progress = await asked(run, options);
  }
  return progress;
}

/** A worker has to answer for the workflow; that there is none is known before the query gives up. */
async function asked(run: RunRef, { temporal, taskQueue }: ProgressOptions): Promise<Progress> {
  const workflow = temporal.workflow.getHandle(workflowIdOf(run));
  const over = new AbortController();
  const query = throughTemporal(
    temporal.withDeadline(Date.now() + patienceMs, () =>
      temporal.withAbortSignal(over.signal, () => workflow.query<Progress>('progress')),
    ),
  );
  try {
    const late = sleep(suspiciousMs, null, { signal: over.signal, ref: false });
    const progress = await Promise.race([query, late]);
    if (progress !== null) return progress;
    const worked = await throughTemporal(isPolled(temporal, { name: taskQueue, type: 'workflow' }));
    if (!worked) throw new NoWorker(`${noWorkerWords(taskQueue)}.`);
    return await query.catch((error: unknown) => {
      if (!(error instanceof TemporalUnreachable)) throw error;
      // Temporal has just said that it is there.
      const message = `No worker of queue ${taskQueue} answered within ${patienceMs / 1_000} s: try again.`;
      throw new NoWorker(message, { cause: error });
    });
  } finally {
    over.abort();
    query.catch(() => undefined);
  }
}

async function endedProgress(
  run: RunRef,
  { intent, steps, ticket, usage }: Answer,
  runs: ProgressOptions['runs'],
): Promise<Progress> {
  const plans = (await runs.events(run, 0, 1_000)).filter(({ kind }) => kind === 'plan.made');
  const version = plans.at(-1)?.data['version'];
  return {
    phase: 'ended',
    planVersion: typeof version === 'number' ? version : 0,
    intent,
    steps: steps.map(({ id, tool, status }) => ({ id, tool, status })),
    approval: null,
    ticket,
    usage,
  };
}
