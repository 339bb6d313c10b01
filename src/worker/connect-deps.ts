import { Runtime } from '@temporalio/worker';
import type { Deps } from '../activities/deps.js';
import { lateClaude, type LateClaude } from '../adapters/anthropic/late-claude.js';
import { countedClaude } from '../adapters/metrics/counted-claude.js';
import type { Metrics } from '../adapters/metrics/create-metrics.js';
import {
  connectReports,
  connectStore,
  createOwed,
  rememberedResults,
  owingEnds,
  rememberedBreakers,
  type Owed,
  type PostgresStore,
} from '../adapters/store/index.js';
import { begunActivities } from '../adapters/temporal/begun-activities.js';
import {
  connectWarehouse,
  type ConnectedWarehouse,
} from '../adapters/warehouse/connect-warehouse.js';
import { alertWebhook } from '../adapters/webhook/alert-webhook.js';
import { reportWebhook } from '../adapters/webhook/report-webhook.js';
import { ticketWebhook } from '../adapters/webhook/ticket-webhook.js';
import type { WarehouseSettings } from '../config/warehouses.js';
import { additionsOf, type SurefootConfig } from '../config/define-config.js';
import { required, type Config } from '../config.js';
import {
  alertThresholds,
  retentionSettings,
  webhookSettings,
  traceSettings,
} from '../config/settings-by-part.js';
import type { BreakerPolicy } from '../domain/breaker.js';
import { defaultPolicy, type Policy } from '../domain/policy.js';
import type { ReplayHistories } from '../ports.js';
import { choosingWarehouse } from '../tools/choose-warehouse.js';
import { createExecuteQuery } from '../tools/execute-query.js';
import { fetchSchema } from '../tools/fetch-schema.js';
import { formatResults } from '../tools/format-results.js';
import { registerTools, type AnyTool } from '../tools/registry.js';

/** How long what a catalog says is taken for true. */
const catalogTtlMs = 60_000;

export interface Connected {
  readonly deps: Deps;
  readonly owed: Owed;
  readonly store: PostgresStore;
  readonly warehouses: readonly ConnectedWarehouse[];
  readonly claude: LateClaude;
  readonly close: () => Promise<void>;
}

/** Opens what the activities work with; nothing is asked for yet. @throws ConfigError where a setting is missing */
export function connectDeps(
  config: Config,
  {
    own,
    settings,
  }: { readonly own: SurefootConfig; readonly settings: readonly WarehouseSettings[] },
  { replay, metrics }: { readonly replay: ReplayHistories; readonly metrics: Metrics | undefined },
): Connected {
  const urls = required(config, ['SUREFOOT_STORE_URL']);
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
  const privileged = config.SUREFOOT_ALLOW_PRIVILEGED ? 'warn' : 'refuse';
  const [first, ...others] = settings.map((each) =>
    connectWarehouse({ ...each, catalogTtlMs, privileged }),
  );
  if (first === undefined) throw new Error('A worker needs at least one warehouse.');
  const warehouses = [first, ...others] as const;
  const names = warehouses.map(({ name }) => name);
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
  const allTools = [cachedQuery, fetchSchema, formatResults, ...(own.tools ?? [])].map((tool) =>
    choosingWarehouse({ ...tool, policy: policyOf(tool, breaker, own) }, names),
  );
  const claude = lateClaude({
    ...(config.ANTHROPIC_API_KEY !== undefined && { apiKey: config.ANTHROPIC_API_KEY }),
    ...(config.ANTHROPIC_BASE_URL !== undefined && { baseUrl: config.ANTHROPIC_BASE_URL }),
    traceContent: traceSettings(config)?.content === true,
  });
  const deps: Deps = {
    notices: () => warehouses.flatMap((warehouse) => warehouse.warnings()),
    claudeBreaker: breaker,
    claude: metrics === undefined ? claude : countedClaude(claude, metrics),
    ...(metrics && { runEnded: (answer, { mode }) => metrics.runEnded(answer, mode) }),
    store,
    warehouses,
    tools: registerTools(allTools),
    additions: additionsOf(own),
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
    keptParameters: config.SUREFOOT_LOG_PARAMETERS,
    report: {
      reports,
      plans: warehouses,
      replay,
      webhook: reportHook === undefined ? null : reportWebhook(reportHook),
    },
    upkeep: {
      purge: (now, onBatch) => connected.purge(now, { keep: retentionSettings(config), onBatch }),
    },
    queues: {
      light: config.SUREFOOT_TASK_QUEUE,
      warehouses: Object.fromEntries(settings.map(({ name, taskQueue }) => [name, taskQueue])),
    },
  };
  return {
    deps,
    owed,
    store: connected,
    warehouses,
    claude,
    close: async () => {
      await owed.close();
      await Promise.all([
        store.close(),
        reports.close(),
        ...warehouses.map((each) => each.close()),
      ]);
    },
  };
}

/** The file's word about a tool comes before the tool's own, and that before the environment's for all. */
function policyOf(
  { name, policy: own }: AnyTool,
  breaker: BreakerPolicy,
  { policies = {} }: SurefootConfig,
): Partial<Policy> {
  const { retry, ...given } = policies[name] ?? {};
  const policy = { breaker, ...own, ...given };
  return retry === undefined
    ? policy
    : { ...policy, retry: { ...defaultPolicy.retry, ...own?.retry, ...retry } };
}
