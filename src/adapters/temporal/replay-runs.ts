import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import type { Divergence, Execution, Replayed } from '../../ports.js';
import { isNotFound } from './not-found.js';
import { withOpenTaskDone, type History } from './open-task.js';

export interface ReplayParts {
  readonly client: Client;
  /** The workflow code that the histories are held against. */
  readonly code: Pick<ReplayWorkerOptions, 'workflowBundle' | 'workflowsPath' | 'dataConverter'>;
}

interface Fetched {
  readonly run: Execution;
  readonly history: History;
}

/** Replays the histories of these runs one by one; nothing of them runs. */
export async function replayRuns(
  runs: readonly Execution[],
  { client, code }: ReplayParts,
  signal: AbortSignal,
): Promise<Replayed> {
  const diverged: Divergence[] = [];
  let replayed = 0;
  // Not by their names: a run that was reset has the name of the one before it.
  const inReplay: Fetched[] = [];
  const results = Worker.runReplayHistories(code, historiesOf(client, runs, inReplay));
  for await (const { error } of results) {
    signal.throwIfAborted();
    replayed += 1;
    const fetched = inReplay.pop();
    if (error === undefined || fetched === undefined) continue;
    const event = await divergingEvent(fetched.history, code);
    diverged.push({ ...fetched.run, event, why: reasonIn(error.message) });
  }
  return { replayed, diverged };
}

/** One at a time: a history may be long. */
async function* historiesOf(client: Client, runs: readonly Execution[], inReplay: Fetched[]) {
  for (const run of runs) {
    const history = await historyOf(client, run);
    if (history === undefined) continue;
    inReplay.push({ run, history });
    yield { workflowId: run.workflowId, history: withOpenTaskDone(history) };
  }
}

/** Undefined where Temporal has deleted it meanwhile. */
async function historyOf(
  client: Client,
  { workflowId, temporalRunId }: Execution,
): Promise<History | undefined> {
  try {
    return await client.workflow.getHandle(workflowId, temporalRunId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * The last event of the shortest beginning that diverges, which the error itself does not tell. Every longer beginning
 * diverges, too, so that a handful of replays find it.
 */
async function divergingEvent(
  history: History,
  code: ReplayParts['code'],
): Promise<Divergence['event']> {
  const events = history.events ?? [];
  let [least, most] = [1, events.length];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    const beginning = withOpenTaskDone({ ...history, events: events.slice(0, middle) });
    if (await diverges(beginning, code)) most = middle;
    else least = middle + 1;
  }
  const event = events[most - 1];
  if (event === undefined) return null;
  return { id: Number(event.eventId ?? most), type: typeName(event.eventType) };
}

async function diverges(history: History, code: ReplayParts['code']): Promise<boolean> {
  const results = Worker.runReplayHistories(code, [{ workflowId: 'beginning', history }]);
  for await (const { error } of results) if (error !== undefined) return true;
  return false;
}

/** As the Web UI writes it: `ActivityTaskScheduled`. */
function typeName(type: proto.temporal.api.enums.v1.EventType | null | undefined): string {
  const name = proto.temporal.api.enums.v1.EventType[type ?? 0] ?? '';
  return name
    .replace('EVENT_TYPE_', '')
    .toLowerCase()
    .replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The core wraps its sentence in all that it knows of the task. */
function reasonIn(message: string): string {
  const [, quoted] = /message: ("(?:[^"\\]|\\.)*")/.exec(message) ?? [];
  if (quoted === undefined) return message;
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return message;
  }
}
