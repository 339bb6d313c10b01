import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { isStoreClosed } from '../adapters/store/index.js';
import { unlessAborted } from '../adapters/signals/unless-aborted.js';
import { ToolFailure } from '../domain/failure.js';
import { recordWorkflowId, workflowIdOf, type RunRef } from '../domain/question.js';
import type { RunEvent, Runs } from '../ports.js';

export interface EventsOptions {
  /** The `seq` of the last event that was seen; 0, the default, is before the first. */
  readonly after?: number;
  /** Ends the events, without an error. */
  readonly signal?: AbortSignal;
  /** How long the store may be away at a time; 60 s by default. */
  readonly patienceMs?: number;
}

interface Watched {
  readonly temporal: Client;
  readonly runs: Pick<Runs, 'events' | 'find'>;
}

const defaultPatienceMs = 60_000;
const eventsAtOnce = 100;

/**
 * The events of a run after that one, each once and in order, until `answered`, which is the last. A run that ended
 * without one, such as a terminated one, ends them too.
 * @throws ToolFailure once the store was away for longer than the patience, where it is not this build's, or was closed
 */
export async function* runEvents(
  run: RunRef,
  { temporal, runs }: Watched,
  { after = 0, signal = new AbortController().signal, patienceMs }: EventsOptions = {},
): AsyncGenerator<RunEvent> {
  // From the one that was seen last, which tells whether any is to come: a late attempt may add some after `answered`.
  let last = Math.max(after - 1, 0);
  let ended = false;
  for (let idlePolls = 0; ; idlePolls += 1) {
    const found = await patiently(() => runs.events(run, last, eventsAtOnce), signal, patienceMs);
    for (const event of found ?? []) {
      if (signal.aborted) return;
      if (event.seq > after) yield event;
      last = event.seq;
      if (event.kind === 'answered') return;
    }
    if (signal.aborted || found === undefined) return;
    if (found.length > 0) {
      idlePolls = -1;
      continue;
    }
    // The end was seen before this look, which therefore saw all that came before it.
    if (ended) return;
    if (idlePolls % pollsBetweenLooks === 0) ended = await hasEnded(run, { temporal, runs });
    if (!ended) await pause(idlePolls < pollsBetweenLooks ? 100 : 250, signal);
  }
}

const pollsBetweenLooks = 20;
/** A Temporal that is slow must not keep events back. */
const lookMs = 1_000;

/** What was read, trying again while the store is away; undefined where the signal came first. */
async function patiently<T>(
  read: () => Promise<T>,
  signal: AbortSignal,
  patienceMs = defaultPatienceMs,
): Promise<T | undefined> {
  const giveUpAt = Date.now() + patienceMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    if (signal.aborted) return undefined;
    try {
      return await unlessAborted(read(), signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!mayPass(error) || Date.now() + pauseMs > giveUpAt) throw error;
      await pause(pauseMs, signal);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ToolFailure) || isStoreClosed(error)) return false;
  return error.toolError.class === 'transient';
}

/** Whether no event is to come. Where neither the store nor Temporal can say so, some may be. */
async function hasEnded(run: RunRef, { temporal, runs }: Watched): Promise<boolean> {
  try {
    const recorded = await runs.find(run);
    if (recorded !== undefined && recorded.answer !== null) return true;
    const workflowId = workflowIdOf(run);
    return await temporal.withDeadline(Date.now() + lookMs, async () => {
      const { status, runId } = await temporal.workflow.getHandle(workflowId).describe();
      if (status.name === 'RUNNING') return false;
      // Where the store was away at the run's end, its answer is recorded by a workflow that outlives it.
      const recorder = recordWorkflowId({ workflowId, temporalRunId: runId });
      return (await temporal.workflow.getHandle(recorder).describe()).status.name !== 'RUNNING';
    });
  } catch (error) {
    return error instanceof WorkflowNotFoundError;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
