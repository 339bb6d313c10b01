import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import type { ReplayHistories } from '../../ports.js';

export interface ReplayOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** Whether runs have the search attribute by which a tenant's are found. */
  readonly searchAttributes: boolean;
  readonly code: Pick<ReplayWorkerOptions, 'workflowBundle' | 'workflowsPath'>;
}

/** Enough to see every kind of run, and over in a minute. */
const mostHistories = 50;

/** Replays the newest histories of runs on this build's workflow code. Nothing of them runs. */
export function replayHistories(options: ReplayOptions): ReplayHistories {
  const { client, taskQueue, searchAttributes, code } = options;
  return async (tenant, signal) => {
    const filter = [
      `WorkflowType = 'answerQuestion'`,
      `TaskQueue = '${taskQueue}'`,
      ...(tenant !== null && searchAttributes ? [`SurefootTenant = '${tenant}'`] : []),
    ].join(' AND ');
    const found: { readonly workflowId: string; readonly runId: string }[] = [];
    for await (const { workflowId, runId } of client.workflow.list({ query: filter })) {
      found.push({ workflowId, runId });
      if (found.length >= mostHistories) break;
    }
    const diverged: { readonly workflowId: string; readonly why: string }[] = [];
    const results = Worker.runReplayHistories(code, historiesOf(client, found));
    for await (const { workflowId, error } of results) {
      signal.throwIfAborted();
      if (error !== undefined) diverged.push({ workflowId, why: error.message });
    }
    return { filter, replayed: found.length, diverged };
  };
}

/** One at a time: a history may be long. */
async function* historiesOf(
  client: Client,
  found: readonly { readonly workflowId: string; readonly runId: string }[],
) {
  for (const { workflowId, runId } of found) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    yield { workflowId, history };
  }
}

/** For a process that has no worker of its own: its output belongs to the report. Before the first replay. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
}
