import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import {
  Runtime,
  Worker,
  type NativeConnection,
  type WorkerDeploymentOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { breakerNames } from './activities/breaker-names.js';
import { createActivities } from './activities/index.js';
import type { HealthAddress } from './adapters/health/serve-health.js';
import { connectWorker } from './adapters/temporal/connect.js';
import { replayHistories } from './adapters/temporal/replay-histories.js';
import { warehouseSettings, type WarehouseSettings } from './config/warehouses.js';
import { closeAll } from './close-all.js';
import { checkConfig } from './config/check-config.js';
import type { SurefootConfig } from './config/define-config.js';
import { loadConfig, required, type Config } from './config.js';
import { healthSettings, replaySettings, temporalSettings } from './config/settings-by-part.js';
import { workflowCode } from './workflow-code.js';
import { admitWarehouses } from './worker/admit-warehouse.js';
import { attemptLog } from './worker/attempt-log.js';
import type { Connected } from './worker/connect-deps.js';
import { allOrNone, runTogether, type SurefootWorker } from './worker/run-together.js';
import { observe, type Observer } from './worker/observe.js';
import { notOf, withOwnActivities, type OwnActivities } from './worker/own-activities.js';
import { installRuntime } from './worker/runtime.js';
import { seeToSchedules } from './worker/see-to-schedules.js';
import { tracingOf } from './worker/trace.js';
import { versioningOf } from './worker/versioning.js';

export { ConfigError, loadConfig, type Config } from './config.js';
export type { SurefootWorker } from './worker/run-together.js';
export { workflowInterceptorModules } from './workflow-code.js';

/** What `surefoot.config.ts` may have, and what only code can say. Everything has a default. */
export interface WorkerOptions extends SurefootConfig {
  /**
   * The process's own connection, which stays open; its logger and telemetry are the process's, too. One by the
   * settings by default.
   */
  readonly connection?: NativeConnection;
  /**
   * The user's own activities, on Surefoot's main queue, for workflows of their own there. A name of Surefoot's or of a
   * tool is refused.
   */
  readonly activities?: OwnActivities;
  /** A file with the user's own workflows and `export * from 'surefoot/workflows'`, bundled at the start. */
  readonly workflowsPath?: string;
  /**
   * The same, bundled before: by `bundleWorkflowCode` with `workflowInterceptorModules`. Without either it is the bundle
   * that comes with Surefoot.
   */
  readonly workflowBundle?: WorkflowBundleOption;
  /** How payloads are written, such as encrypted: the same as the client's. */
  readonly dataConverter?: DataConverter;
  /** What Temporal's histories call this worker; process id and host by default. */
  readonly identity?: string;
  /** Where health and metrics are served; by default where the settings say, and nowhere where they are silent. */
  readonly health?: HealthAddress & { readonly orFree?: boolean };
}

export interface SurefootWorkerOptions extends WorkerOptions {
  /** Those of the process's environment by default: `loadConfig({ ...process.env, SUREFOOT_TASK_QUEUE: 'analytics' })`. */
  readonly config?: Config;
}

/**
 * Surefoot in a process of the user's own, beside whatever else runs there. Connects and checks the warehouse's role;
 * `run` then takes tasks from both of Surefoot's queues.
 * @throws ConfigError for settings, TemporalUnreachable, ToolFailure where the warehouse's role may do more than read
 */
export async function createSurefootWorker({
  config = loadConfig(process.env),
  ...options
}: SurefootWorkerOptions = {}): Promise<SurefootWorker> {
  const address = options.health ?? healthSettings(config);
  const observer = address && (await observe(address));
  try {
    return await create(config, options, observer);
  } catch (error) {
    await observer?.close();
    throw error;
  }
}

/** How long attempts in flight may go on after a shutdown was asked for. */
const shutdownGraceTime = '10s' as const;

/** The same, which takes tasks from now on. */
export async function startWorker(
  config: Config,
  options: WorkerOptions = {},
): Promise<SurefootWorker> {
  const worker = await createSurefootWorker({ config, ...options });
  // Whoever started it waits for `run` or `shutdown`, and is told there.
  worker.run().catch(() => undefined);
  return worker;
}

/** The only place that knows every part. */
async function create(
  config: Config,
  options: WorkerOptions,
  observer: Observer | undefined,
): Promise<SurefootWorker> {
  const { connection: given, activities, identity, health: _, ...rest } = options;
  const { workflowsPath, workflowBundle, dataConverter, ...own } = rest;
  const checked = checkConfig(own, 'What the worker is started with');
  // Said before anything is opened, and all of it at once.
  required(config, [
    'SUREFOOT_STORE_URL',
    ...(checked.warehouses === undefined ? (['SUREFOOT_WAREHOUSE_URL'] as const) : []),
  ]);
  const settings = await warehouseSettings(config, checked);
  const isOwnBundle = workflowsPath !== undefined || workflowBundle !== undefined;
  const versioning = versioningOf(config, { isOwnBundle });
  // With a connection there is a runtime already, and Temporal allows one a process.
  if (given === undefined) installRuntime(config, observer);
  // What a worker works with is loaded while Temporal answers.
  const [connection, { connectDeps }] = await Promise.all([
    given ?? connectWorker(temporalSettings(config)),
    import('./worker/connect-deps.js'),
  ]);
  const disconnect = async () => {
    if (given === undefined) await connection.close();
  };
  const converting = dataConverter === undefined ? {} : { dataConverter };
  let connected: Connected | undefined;
  try {
    const code = workflowCode({
      ...(workflowsPath !== undefined && { workflowsPath }),
      ...(workflowBundle !== undefined && { workflowBundle }),
    });
    const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, ...converting });
    const replayed = { ...code, ...converting };
    const replay = replayHistories({ client, code: replayed, ...replaySettings(config) });
    connected = connectDeps(
      config,
      { own: checked, settings },
      { replay, metrics: observer?.metrics },
    );
    return await assemble(config, {
      ...{ observer, connection, client, code, connected, settings, disconnect, converting },
      ...(versioning && { versioning }),
      ...{ identity: identity ?? `${process.pid}@${hostname()}`, own: activities ?? {} },
    });
  } catch (error) {
    await Promise.allSettled([connected?.close(), disconnect()]);
    throw error;
  }
}

interface Parts {
  readonly observer: Observer | undefined;
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly code: ReturnType<typeof workflowCode>;
  readonly connected: Connected;
  readonly settings: readonly WarehouseSettings[];
  readonly disconnect: () => Promise<void>;
  readonly converting: { readonly dataConverter?: DataConverter };
  readonly identity: string;
  readonly versioning?: WorkerDeploymentOptions;
  /** The user's own activities. */
  readonly own: OwnActivities;
}

async function assemble(config: Config, parts: Parts): Promise<SurefootWorker> {
  const { observer, connection, client, code, connected, disconnect } = parts;
  const { converting, identity, own, settings, versioning } = parts;
  const { deps, owed, store, warehouses, claude, close } = connected;
  // Also so that the first attempt finds a connection to the store: what it asks for in passing is waited for 300 ms.
  const introduced = owed
    .write(() => deps.store.breakers.introduce(breakerNames(deps)))
    // A store that is not this build's is said by every attempt.
    .catch(() => undefined);
  await admitWarehouses(settings, warehouses);
  const ours = createActivities(deps);
  const onMainQueue = withOwnActivities(ours, own);
  const metrics = observer?.metrics;
  const logged = await attemptLog(deps, { identity, metrics });
  const tracing = await tracingOf(config, deps);
  const ofAttempts = tracing === undefined ? [logged] : [tracing.interceptor, logged];
  const common = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    identity,
    shutdownGraceTime,
    ...(versioning && { workerDeploymentOptions: versioning }),
    // Cancellation travels with heartbeats, and a dead worker is missed by them.
    maxHeartbeatThrottleInterval: '1s' as const,
    ...converting,
    interceptors: { activity: ofAttempts.map((each) => notOf(own, each)) },
  };
  const making = [
    Worker.create({
      ...common,
      taskQueue: config.SUREFOOT_TASK_QUEUE,
      ...code,
      ...('interceptors' in code && {
        interceptors: { ...common.interceptors, ...code.interceptors },
      }),
      activities: onMainQueue,
      // A run of a dead worker goes on elsewhere this soon.
      stickyQueueScheduleToStartTimeout: '1s',
    }),
    ...settings.map(({ taskQueue, poolSize }) =>
      Worker.create({
        ...common,
        taskQueue,
        activities: ours.warehouse,
        maxConcurrentActivityTaskExecutions: poolSize - reservedConnections,
      }),
    ),
  ];
  // Most of the time a thread of Temporal's gets ready, and this one would be idle.
  const loadingClaude = claude.load();
  const workers = await allOrNone(making, [ours.loaded, loadingClaude]).catch(
    async (error: unknown) => {
      await tracing?.close();
      throw error;
    },
  );
  if (!(await loadingClaude).hasCredential) Runtime.instance().logger.warn(noKey);
  const scheduled = config.SUREFOOT_SCHEDULES
    ? seeToSchedules(connection, client, config)
    : undefined;
  await Promise.race([introduced, sleep(longestWarmUpMs, undefined, { ref: false })]);
  const { namespace } = common;
  observer?.ready({ workers, connection, namespace, store, warehouses, owed });
  const taskQueues = [config.SUREFOOT_TASK_QUEUE, ...settings.map(({ taskQueue }) => taskQueue)];
  const opened = [
    ...(tracing === undefined ? [] : [tracing]),
    ...(observer === undefined ? [] : [observer]),
    { close: disconnect },
    { close: async () => await scheduled },
    { close },
  ];
  return runTogether({ workers, taskQueues }, observer, () => closeAll(opened));
}

/** Without the store a worker starts all the same. */
const longestWarmUpMs = 1_000;

/** Connections kept for compiling plans and reading the catalog. */
const reservedConnections = 2;

const noKey =
  'ANTHROPIC_API_KEY is not set: no question gets a plan until this worker is started with one.';
