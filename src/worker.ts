import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import {
  DefaultLogger,
  Runtime,
  Worker,
  type LogEntry,
  type NativeConnection,
  type MetricsExporterConfig,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createClaude, hasCredential } from './adapters/anthropic/index.js';
import type { HealthAddress } from './adapters/health/serve-health.js';
import { countedClaude } from './adapters/metrics/counted-claude.js';
import type { Metrics } from './adapters/metrics/create-metrics.js';
import {
  connectReports,
  connectStore,
  createOwed,
  rememberedResults,
  owingEnds,
  rememberedBreakers,
  type Owed,
  type PostgresStore,
} from './adapters/store/index.js';
import { attemptInterceptor } from './adapters/temporal/attempt-interceptor.js';
import { begunActivities } from './adapters/temporal/begun-activities.js';
import { connectWorker } from './adapters/temporal/connect.js';
import { replayHistories } from './adapters/temporal/replay-histories.js';
import { dropSchedule, ensureSchedule } from './adapters/temporal/schedules.js';
import { jsonLine } from './adapters/temporal/log.js';
import type { TracedTask } from './adapters/tracing/trace-activities.js';
import {
  connectWarehouse,
  type ConnectedWarehouse,
} from './adapters/warehouse/connect-warehouse.js';
import { tenancyNotHeld } from './adapters/warehouse/held-tables.js';
import { piiUnknown } from './adapters/warehouse/personal-data.js';
import { reportWebhook } from './adapters/webhook/report-webhook.js';
import { alertWebhook } from './adapters/webhook/alert-webhook.js';
import { ticketWebhook } from './adapters/webhook/ticket-webhook.js';
import {
  factsOfOutcome,
  factsOfTask,
  finishedEvent,
  outcomeEventsOf,
  startedEvent,
} from './activities/attempt-facts.js';
import { notedBreaker, notedResponse } from './activities/attempt.js';
import { breakerNames } from './activities/breaker-names.js';
import { costSoFar, ownUsage } from './activities/spent.js';
import { createActivities } from './activities/index.js';
import type { Deps } from './activities/deps.js';
import type { BreakerPolicy } from './domain/breaker.js';
import {
  alertThresholds,
  ConfigError,
  healthSettings,
  listingSettings,
  replaySettings,
  required,
  retentionSettings,
  tenancySettings,
  temporalSettings,
  webhookSettings,
  traceSettings,
  type Config,
} from './config.js';
import { ToolFailure } from './domain/failure.js';
import type { ReplayHistories } from './ports.js';
import { unwantedSchedules, wantedSchedules } from './schedules.js';
import { readyWithoutConstants } from './sql/without-constants.js';
import type { Finding } from './domain/finding.js';
import type { AttemptEnd } from './ports.js';
import { createExecuteQuery } from './tools/execute-query.js';
import { fetchSchema } from './tools/fetch-schema.js';
import { formatResults } from './tools/format-results.js';
import { registerTools, type AnyTool } from './tools/registry.js';
import { workflowCode } from './workflow-code.js';
import { observe, type Observer } from './worker/observe.js';
import { traceWorker, type TracedWorker } from './worker/trace.js';

export interface SurefootWorker {
  /** Ends when the worker has stopped, in failure or by `shutdown`. */
  readonly run: Promise<void>;
  /** Where `/livez`, `/readyz` and `/metrics` are; undefined where they are not served. */
  readonly healthUrl: string | undefined;
  /** Lets attempts in flight finish for a moment, then stops and closes what was opened. */
  shutdown(): Promise<void>;
}

export interface WorkerOptions {
  /** The user's own, beside the three that every worker has. */
  readonly tools?: readonly AnyTool[];
  /** Where the workflows were bundled already; by default the build's bundle, or else made at the start. */
  readonly workflowBundle?: WorkflowBundleOption;
  /** What Temporal's histories call this worker; process id and host by default. */
  readonly identity?: string;
  /** Where health and metrics are served; by default where the settings say. */
  readonly health?: HealthAddress & { readonly orFree?: boolean };
}

/** How long attempts in flight may go on after a shutdown was asked for. */
const shutdownGraceTime = '10s' as const;
const catalogTtlMs = 60_000;

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
  installRuntime(config, observer);
  const connection = await connectWorker(temporalSettings(config));
  const { identity = `${process.pid}@${hostname()}`, workflowBundle } = options;
  const code = workflowBundle === undefined ? workflowCode() : { workflowBundle };
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const replay = replayHistories({ client, code, ...replaySettings(config) });
  const connected = connectDeps(config, options, { replay, metrics: observer?.metrics });
  const { deps, owed, admitted, close } = connected;
  // Also so that the first attempt finds a connection to the store: what it asks for in passing is waited for 300 ms.
  const introduced = owed
    .write(() => deps.store.breakers.introduce(breakerNames(deps)))
    // A store that is not this build's is said by every attempt.
    .catch(() => undefined);
  await admitted().catch(async (error: unknown) => {
    // A warehouse that is away is asked before the first query that reaches it.
    if (!(error instanceof ToolFailure) || error.toolError.error !== 'privileged_role') return;
    await Promise.all([close(), connection.close()]);
    throw error;
  });
  // Known before the first question, and while the warehouse is away.
  const catalog = deps.warehouse.catalog(new AbortController().signal).catch(asConfigError);
  if (isProtected(config)) {
    await catalog.catch(async (error: unknown) => {
      await Promise.all([close(), connection.close()]);
      throw error;
    });
  } else void catalog.catch(() => undefined);
  if (!hasCredential({ apiKey: config.ANTHROPIC_API_KEY })) Runtime.instance().logger.warn(noKey);
  const activities = createActivities(deps);
  const { SUREFOOT_LOG_PARAMETERS: keptParameters } = config;
  if (keptParameters === 'redacted') await readyWithoutConstants();
  const facts = {
    task: (argument: unknown, tool: string) => factsOfTask(argument, tool, keptParameters),
    outcome: factsOfOutcome,
    breakerState: notedBreaker,
    response: notedResponse,
    usage: ownUsage,
    cost: costSoFar(deps.store.attempts),
    started: startedEvent,
    told: outcomeEventsOf,
    finished: finishedEvent,
  };
  const tracing = await tracingOf(config, deps);
  const log = {
    attempts: deps.store.attempts,
    ...(observer && { seen: seenBy(observer.metrics) }),
  };
  const common = {
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    identity,
    shutdownGraceTime,
    // Cancellation travels with heartbeats, and a dead worker is missed by them.
    maxHeartbeatThrottleInterval: '1s' as const,
    interceptors: {
      activity: [
        ...(tracing === undefined ? [] : [tracing.interceptor]),
        () => ({ inbound: attemptInterceptor(log, facts, identity) }),
      ],
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
  const { store, warehouse } = connected;
  observer?.ready({ workers, connection, namespace, store, warehouse, owed });
  return running(workers, observer, async () => {
    await close();
    await scheduled;
    await connection.close();
    await Promise.all([observer?.close(), tracing?.close()]);
  });
}

/** Beside the first questions. A worker that may not do that, or whose server is away, answers all the same. */
async function seeToSchedules(
  connection: NativeConnection,
  client: Client,
  config: Config,
): Promise<void> {
  const ensure = () =>
    Promise.all([
      ...wantedSchedules(config).map((wanted) => ensureSchedule(client, wanted)),
      ...unwantedSchedules(config).map((unwanted) => dropSchedule(client, unwanted)),
    ]);
  try {
    await connection.withDeadline(Date.now() + longestScheduleMs, ensure);
  } catch (error) {
    Runtime.instance().logger.warn(noSchedules, { error: String(error) });
  }
}

const longestScheduleMs = 10_000;
const noSchedules = 'The schedules for upkeep could not be seen to: those that are there go on.';

/** Undefined where no collector is named: then nothing of it is loaded. */
async function tracingOf(
  config: Config,
  { tools }: Pick<Deps, 'tools'>,
): Promise<TracedWorker | undefined> {
  const settings = traceSettings(config);
  if (settings === undefined) return undefined;
  const traced: TracedTask = (argument, activity) => {
    const task = factsOfTask(argument, activity);
    return task && { ...task, onWarehouse: tools.get(activity)?.usesWarehouse === true };
  };
  const { logger } = Runtime.instance();
  return await traceWorker(settings, traced, (message, facts) =>
    logger.warn(message, { ...facts }),
  );
}

function seenBy(metrics: Metrics) {
  return (tool: string, rung: string | null, end: AttemptEnd, result: unknown): void => {
    const { findings = [] } = (result ?? {}) as { readonly findings?: readonly Finding[] };
    const codes = findings.map(({ code }) => code);
    const latencyMs = end.latencyMs ?? 0;
    metrics.attemptEnded({ ...end, tool, rung: rung ?? 'none', latencyMs, findings: codes });
  };
}

/** Whether what the settings protect is looked at before the first task. */
function isProtected({ SUREFOOT_TENANCY, SUREFOOT_PII, SUREFOOT_PII_MASK }: Config): boolean {
  return SUREFOOT_TENANCY === 'required' || SUREFOOT_PII !== '' || SUREFOOT_PII_MASK !== '';
}

/**
 * Without the warehouse a worker starts all the same, and says so; but not where it would not protect.
 * @throws ConfigError
 */
function asConfigError(error: unknown): undefined {
  if (error instanceof ToolFailure) {
    const { error: name, message, suggestion } = error.toolError;
    if (name === tenancyNotHeld || name === piiUnknown)
      throw new ConfigError(`${message} ${suggestion}`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  Runtime.instance().logger.warn(noWarehouse, { reason });
}

const noWarehouse = 'The warehouse cannot be read: queries fail until it can be.';
const noKey =
  'ANTHROPIC_API_KEY is not set: no question gets a plan until this worker is started with one.';

/** Without the warehouse, too. */
const longestAdmissionMs = 3_000;

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

interface Connected {
  readonly deps: Deps;
  readonly owed: Owed;
  readonly store: PostgresStore;
  readonly warehouse: ConnectedWarehouse;
  readonly admitted: () => Promise<void>;
  readonly close: () => Promise<void>;
}

function connectDeps(
  config: Config,
  { tools = [] }: WorkerOptions,
  { replay, metrics }: { readonly replay: ReplayHistories; readonly metrics: Metrics | undefined },
): Connected {
  const urls = required(config, ['SUREFOOT_STORE_URL', 'SUREFOOT_WAREHOUSE_URL']);
  const webhook = webhookSettings(config, 'TICKET');
  const reportHook = webhookSettings(config, 'REPORT');
  const connected = connectStore({
    url: urls.SUREFOOT_STORE_URL,
    ...(metrics && { onStatement: (...told) => metrics.storeAsked(...told) }),
  });
  const alertHook = webhookSettings(config, 'ALERT');
  const reports = connectReports({ url: urls.SUREFOOT_STORE_URL });
  const owed = createOwed({
    onLost: (error) => Runtime.instance().logger.error('write lost', { error: String(error) }),
  });
  const store = {
    ...connected,
    attempts: owingEnds(connected.attempts, owed),
    breakers: rememberedBreakers(connected.breakers),
    results: rememberedResults(connected.results),
  };
  const warehouse = connectWarehouse({
    url: urls.SUREFOOT_WAREHOUSE_URL,
    name: 'warehouse',
    poolSize: config.SUREFOOT_WAREHOUSE_POOL,
    catalogTtlMs,
    tenancy: tenancySettings(config),
    ...listingSettings(config),
    privileged: config.SUREFOOT_ALLOW_PRIVILEGED ? 'warn' : 'refuse',
  });
  const executeQuery = createExecuteQuery({
    maxRows: config.SUREFOOT_RESULT_MAX_ROWS,
    maxBytes: config.SUREFOOT_RESULT_MAX_BYTES,
    sample: {
      percent: config.SUREFOOT_SAMPLE_PERCENT,
      minPages: config.SUREFOOT_SAMPLE_MIN_PAGES,
    },
  });
  const cacheFreshMs = config.SUREFOOT_CACHE_FRESH_SECONDS * 1_000;
  const cacheStaleMs = config.SUREFOOT_CACHE_STALE_SECONDS * 1_000;
  const policy = { ...executeQuery.policy, cacheFreshMs, cacheStaleMs };
  const cachedQuery = { ...executeQuery, policy };
  const breaker: BreakerPolicy = {
    failures: config.SUREFOOT_BREAKER_FAILURES,
    cooldownMs: config.SUREFOOT_BREAKER_COOLDOWN_SECONDS * 1_000,
  };
  const allTools = [cachedQuery, fetchSchema, formatResults, ...tools].map((tool) => ({
    ...tool,
    policy: { breaker, ...tool.policy },
  }));
  const claude = createClaude({
    ...(config.ANTHROPIC_API_KEY !== undefined && { apiKey: config.ANTHROPIC_API_KEY }),
    ...(config.ANTHROPIC_BASE_URL !== undefined && { baseUrl: config.ANTHROPIC_BASE_URL }),
    traceContent: traceSettings(config)?.content === true,
  });
  const deps: Deps = {
    notices: () => warehouse.warnings(),
    claudeBreaker: breaker,
    claude: metrics === undefined ? claude : countedClaude(claude, metrics),
    ...(metrics && { runEnded: (answer, { mode }) => metrics.runEnded(answer, mode) }),
    store,
    warehouse,
    tools: registerTools(allTools),
    schemaComments: config.SUREFOOT_SCHEMA_COMMENTS,
    models: {
      planner: {
        model: config.SUREFOOT_PLANNER_MODEL,
        effort: config.SUREFOOT_PLANNER_EFFORT,
        maxTokens: 8_000,
      },
      reviewer: { model: config.SUREFOOT_REVIEWER_MODEL, effort: 'low', maxTokens: 2_000 },
      simplifier: { model: config.SUREFOOT_REVIEWER_MODEL, effort: 'low', maxTokens: 4_000 },
      interpreter: {
        model: config.SUREFOOT_INTERPRETER_MODEL,
        effort: config.SUREFOOT_INTERPRETER_EFFORT,
        maxTokens: 4_000,
      },
    },
    alerting: {
      thresholds: alertThresholds(config),
      webhook: alertHook === undefined ? null : alertWebhook(alertHook),
    },
    webhook: webhook === undefined ? null : ticketWebhook(webhook),
    webUi:
      config.TEMPORAL_UI_URL === undefined
        ? null
        : { url: config.TEMPORAL_UI_URL, namespace: config.TEMPORAL_NAMESPACE },
    fallbackModel: config.SUREFOOT_FALLBACK_MODEL,
    owed,
    begunActivities,
    report: {
      reports,
      plans: warehouse,
      replay,
      webhook: reportHook === undefined ? null : reportWebhook(reportHook),
    },
    upkeep: {
      purge: (now, onBatch) => connected.purge(now, { keep: retentionSettings(config), onBatch }),
    },
    queues: { light: config.SUREFOOT_TASK_QUEUE, warehouse: config.SUREFOOT_WAREHOUSE_TASK_QUEUE },
  };
  return {
    deps,
    owed,
    store: connected,
    warehouse,
    admitted: () => warehouse.admit(AbortSignal.timeout(longestAdmissionMs)),
    close: async () => {
      await owed.close();
      await Promise.all([store.close(), reports.close(), warehouse.close()]);
    },
  };
}

let installed = false;

/** Temporal allows one runtime a process. Its logs and ours go to stderr: stdout belongs to answers. */
function installRuntime({ SUREFOOT_LOG_LEVEL }: Config, observer: Observer | undefined): void {
  if (installed) return;
  installed = true;
  const logger = new DefaultLogger(SUREFOOT_LOG_LEVEL, (entry: LogEntry) => {
    // The SDK warns of each worker without workflows: the warehouse's has activities alone, as it should.
    if (entry.message.startsWith('No workflows registered')) return;
    process.stderr.write(`${jsonLine(entry)}\n`);
  });
  Runtime.install({
    logger,
    // Whoever starts the worker decides what a signal means.
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: 'WARN', forward: {} },
      ...(observer && { metrics: coreMetrics(observer.coreAddress) }),
    },
  });
}

/** Named as ours are: seconds, with their unit, counters with `_total`. */
function coreMetrics(bindAddress: string): MetricsExporterConfig {
  const names = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
  return { attachServiceName: false, prometheus: { bindAddress, ...names } };
}
