import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { FoundRun, ReplayDesk, ReplayHistories } from '../../ports.js';
import { replayRuns, type ReplayParts } from './replay-runs.js';

export interface ReplayOptions extends ReplayParts {
  readonly taskQueue: string;
  /** Whether runs have the search attribute by which a tenant's are found. */
  readonly searchAttributes: boolean;
}

/** Enough to see every kind of run, and over in a minute. */
const mostHistories = 50;

/** Replays the newest histories of runs on this build's workflow code. Nothing of them runs. */
export function replayHistories(options: ReplayOptions): ReplayHistories {
  const { taskQueue, searchAttributes } = options;
  return async (tenant, signal) => {
    const filter = [
      `WorkflowType = 'answerQuestion'`,
      `TaskQueue = '${taskQueue}'`,
      ...(tenant !== null && searchAttributes ? [`SurefootTenant = '${tenant}'`] : []),
    ].join(' AND ');
    const found = await listed(filter, mostHistories, options);
    return { filter, ...(await replayRuns(found, options, signal)) };
  };
}

/** Replays what is asked for, those in flight before all else: they are what a deploy can break. */
export function replayDesk(options: ReplayOptions): Omit<ReplayDesk, 'close'> {
  const onQueue = `TaskQueue = '${options.taskQueue}'`;
  return {
    async find({ query, since, limit }) {
      if (query !== undefined) return await listed(query, limit, options);
      const running = await listed(`${onQueue} AND ExecutionStatus = 'Running'`, limit, options);
      const began = since === undefined ? '' : ` AND StartTime >= '${since}'`;
      const ended = `${onQueue} AND WorkflowType = 'answerQuestion' AND ExecutionStatus != 'Running'${began}`;
      const more = await listed(ended, limit - running.length, options);
      return [...running, ...more];
    },
    replay: (runs, signal) => replayRuns(runs, options, signal),
  };
}

/** The newest first. */
async function listed(
  query: string,
  most: number,
  { client }: Pick<ReplayOptions, 'client'>,
): Promise<readonly FoundRun[]> {
  const found: FoundRun[] = [];
  if (most <= 0) return found;
  for await (const { workflowId, runId, status } of client.workflow.list({ query })) {
    found.push({ workflowId, temporalRunId: runId, unfinished: status.name === 'RUNNING' });
    if (found.length >= most) break;
  }
  return found;
}

/** For a process that has no worker of its own: its output belongs to the report. Before the first replay. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
}
