import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { breakerNames } from './activities/breaker-names.js';
import { createActivities } from './activities/index.js';
import { hasCredential } from './adapters/anthropic/index.js';
import type { HealthAddress } from './adapters/health/serve-health.js';
import { connectWorker } from './adapters/temporal/connect.js';
import { replayHistories } from './adapters/temporal/replay-histories.js';
import { checkConfig } from './config/check-config.js';
import type { SurefootConfig } from './config/define-config.js';
import { healthSettings, replaySettings, temporalSettings, type Config } from './config.js';
import { workflowCode } from './workflow-code.js';
import { admitWarehouse } from './worker/admit-warehouse.js';
import { attemptLog } from './worker/attempt-log.js';
import { connectDeps } from './worker/connect-deps.js';
import { observe, type Observer } from './worker/observe.js';
import { installRuntime } from './worker/runtime.js';
import { seeToSchedules } from './worker/see-to-schedules.js';
import { tracingOf } from './worker/trace.js';

export interface SurefootWorker {
  /** Ends when the worker has stopped, in failure or by `shutdown`. */
  readonly run: Promise<void>;
  /** Where `/livez`, `/readyz` and `/metrics` are; undefined where they are not served. */
  readonly healthUrl: string | undefined;
  /** Lets attempts in flight finish for a moment, then stops and closes what was opened. */
  shutdown(): Promise<void>;
}

/** What `surefoot.config.ts` may have, and what only code can say. */
export interface WorkerOptions extends SurefootConfig {
  /** Where the workflows were bundled already; by default the build's bundle, or else made at the start. */
  readonly workflowBundle?: WorkflowBundleOption;
  /** What Temporal's histories call this worker; process id and host by default. */
  readonly identity?: string;
  /** Where health and metrics are served; by default where the settings say. */
  readonly health?: HealthAddress & { readonly orFree?: boolean };
}

/** How long attempts in flight may go on after a shutdown was asked for. */
const shutdownGraceTime = '10s' as const;

/** Connects everything and polls both task queues. The only place that knows every part. */
export async function startWorker(
  config: Config,
  options: WorkerOptions = {},
): Promise<SurefootWorker> {
  const address = options.health ?? healthSettings(config);
  const observer = address && (await observe(address));
  try {
    return await start(config, options, observer);
  } catch (error) {
    await observer?.close();
    throw error;
  }
}

async function start(
  config: Config,
  options: WorkerOptions,
  observer: Observer | undefined,
): Promise<SurefootWorker> {
  const { identity = `${process.pid}@${hostname()}`, workflowBundle, health: _, ...own } = options;
  const checked = checkConfig(own, 'What the worker is started with');
  installRuntime(config, observer);
  const connection = await connectWorker(temporalSettings(config));
  const code = workflowBundle === undefined ? workflowCode() : { workflowBundle };
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const replay = replayHistories({ client, code, ...replaySettings(config) });
  const connected = connectDeps(config, checked, { replay, metrics: observer?.metrics });
  const { deps, owed, store, warehouse, close } = connected;
  // Also so that the first attempt finds a connection to the store: what it asks for in passing is waited for 300 ms.
  const introduced = owed
    .write(() => deps.store.breakers.introduce(breakerNames(deps)))
    // A store that is not this build's is said by every attempt.
    .catch(() => undefined);
  await admitWarehouse(config, warehouse).catch(async (error: unknown) => {
    await Promise.all([close(), connection.close()]);
    throw error;
  });
  if (!hasCredential({ apiKey: config.ANTHROPIC_API_KEY })) Runtime.instance().logger.warn(noKey);
  const activities = createActivities(deps);
  const metrics = observer?.metrics;
  const logged = await attemptLog(config, deps.store.attempts, { identity, metrics });
  const tracing = await tracingOf(config, deps);
  const common = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    identity,
    shutdownGraceTime,
    // Cancellation travels with heartbeats, and a dead worker is missed by them.
    maxHeartbeatThrottleInterval: '1s' as const,
    interceptors: {
      activity: [...(tracing === undefined ? [] : [tracing.interceptor]), logged],
    },
  };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: config.SUREFOOT_TASK_QUEUE,
      ...code,
      ...('interceptors' in code && {
        interceptors: { ...common.interceptors, ...code.interceptors },
      }),
      activities: { ...activities.run, ...activities.upkeep, ...activities.light },
      // A run of a dead worker goes on elsewhere this soon.
      stickyQueueScheduleToStartTimeout: '1s',
    }),
    Worker.create({
      ...common,
      taskQueue: config.SUREFOOT_WAREHOUSE_TASK_QUEUE,
      activities: activities.warehouse,
      maxConcurrentActivityTaskExecutions: config.SUREFOOT_WAREHOUSE_POOL - reservedConnections,
    }),
  ]);
  const scheduled = config.SUREFOOT_SCHEDULES
    ? seeToSchedules(connection, client, config)
    : undefined;
  await Promise.race([introduced, sleep(longestWarmUpMs, undefined, { ref: false })]);
  const { namespace } = common;
  observer?.ready({ workers, connection, namespace, store, warehouse, owed });
  return running(workers, observer, async () => {
    await close();
    await scheduled;
    await connection.close();
    await Promise.all([observer?.close(), tracing?.close()]);
  });
}

/** Without the store a worker starts all the same. */
const longestWarmUpMs = 1_000;

/** Connections kept for compiling plans and reading the catalog. */
const reservedConnections = 2;

function running(
  workers: readonly Worker[],
  observer: Observer | undefined,
  close: () => Promise<void>,
): SurefootWorker {
  const stopAll = () => {
    observer?.stopping();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const run = (async () => {
    try {
      // One that fails takes the others with it: half a worker is worse than none.
      await Promise.all(workers.map((worker) => worker.run().finally(stopAll)));
    } finally {
      await close();
    }
  })();
  return {
    run,
    healthUrl: observer?.url,
    async shutdown() {
      stopAll();
      await run;
    },
  };
}

const noKey =
  'ANTHROPIC_API_KEY is not set: no question gets a plan until this worker is started with one.';
