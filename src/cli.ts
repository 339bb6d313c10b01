#!/usr/bin/env node
import { ownBuildId, packageVersion } from './build-id.js';
import { main } from './cli/main.js';
import type { Outside } from './cli/outside.js';
import { warehousesOf } from './cli/warehouses-of.js';
import { warehouseQueues } from './config/warehouse-queues.js';
import type { WarehouseSettings } from './config/warehouses.js';
import { findConfig } from './config/find-config.js';
import type { Execution } from './ports.js';
import { ConfigError, loadConfig, required, settingNames, type Config } from './config.js';
import { temporalSettings, traceSettings } from './config/settings-by-part.js';

/** Wires the commands to everything else. Each part is loaded when it is needed, not before. */
const outside: Outside = {
  loadConfig,
  settingNames: () => settingNames,

  async loadConfigFile({ SUREFOOT_CONFIG: named }) {
    const path = findConfig(named, process.cwd());
    if (path === undefined) return undefined;
    const { loadConfigFile } = await import('./config/load-config-file.js');
    return { path, config: await loadConfigFile(path) };
  },

  async connect(config) {
    const { Surefoot } = await import('./client.js');
    const surefoot = await Surefoot.connect(config);
    return { surefoot, close: () => surefoot.close() };
  },

  async connectEvaluation(config) {
    const given = required(config, ['SUREFOOT_STORE_URL']);
    const [first, ...others] = await warehousesOf(config, outside);
    if (first === undefined) throw new ConfigError('SUREFOOT_WAREHOUSE_URL is not set.');
    const [{ connectStore }, { connectWarehouse }, { surefoot, close }] = await Promise.all([
      import('./adapters/store/index.js'),
      import('./adapters/warehouse/connect-warehouse.js'),
      outside.connect(config),
    ]);
    const { results, ...store } = connectStore({
      url: given.SUREFOOT_STORE_URL,
      poolSize: 2,
      patient: true,
    });
    const opened = (settings: WarehouseSettings) =>
      connectWarehouse({ ...settings, poolSize: 4, catalogTtlMs: 600_000 });
    const warehouses = [opened(first), ...others.map(opened)] as const;
    return {
      ...{ surefoot, results, warehouses },
      close: async () => {
        await Promise.all([close(), store.close(), ...warehouses.map((each) => each.close())]);
      },
    };
  },

  async traced(config, work) {
    const settings = traceSettings(config);
    if (settings === undefined) return await work();
    const { callInTrace } = await import('./adapters/tracing/call-in-trace.js');
    return await callInTrace(settings, work);
  },

  async connectBreakers(config) {
    const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
    const { connectStore } = await import('./adapters/store/index.js');
    const store = connectStore({ url, poolSize: 1, patient: true });
    return { breakers: store.breakers, close: () => store.close() };
  },

  async connectKeys(config) {
    const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
    const [{ connectStore }, { apiKeyDesk }] = await Promise.all([
      import('./adapters/store/index.js'),
      import('./client/api-keys.js'),
    ]);
    const store = connectStore({ url, poolSize: 1, patient: true });
    return { keys: apiKeyDesk(store.apiKeys), close: () => store.close() };
  },

  async connectRecords(config) {
    const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
    const [{ connectStore }, { pastRunsDesk }, { feedbackDesk }, { examplesDesk }] =
      await Promise.all([
        import('./adapters/store/index.js'),
        import('./client/past-runs.js'),
        import('./client/feedback.js'),
        import('./client/examples.js'),
      ]);
    const store = connectStore({ url, poolSize: 4, patient: true });
    const { TEMPORAL_UI_URL: ui, TEMPORAL_NAMESPACE: namespace } = config;
    return {
      runs: pastRunsDesk(store, ui === undefined ? undefined : { url: ui, namespace }),
      feedback: feedbackDesk(store.feedback),
      examples: examplesDesk(store.verifiedQuestions),
      alerts: store.alerts,
      close: () => store.close(),
    };
  },

  async connectForget(config) {
    const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
    const [{ connectStore }, { forgetUser }, { deleteHistory }, temporal] = await Promise.all([
      import('./adapters/store/index.js'),
      import('./client/forget.js'),
      import('./adapters/temporal/delete-history.js'),
      connectTemporal(config).catch(() => null),
    ]);
    const store = connectStore({ url, poolSize: 1, patient: true });
    const parts = {
      store: store.forgetting,
      deleteHistory:
        temporal === null ? null : (execution: Execution) => deleteHistory(temporal, execution),
    };
    return {
      forgetUser: (who) => forgetUser(who, parts),
      close: async () => {
        await Promise.all([store.close(), temporal?.connection.close()]);
      },
    };
  },

  async connectReports(config, warehouses) {
    const { connectReportDesk } = await import('./report-desk.js');
    return connectReportDesk(config, warehouses);
  },

  async connectDeployments(config) {
    const [{ connectDeployments }, client] = await Promise.all([
      import('./adapters/temporal/deployments.js'),
      connectTemporal(config),
    ]);
    const close = () => client.connection.close();
    return { ...connectDeployments(client, config.SUREFOOT_DEPLOYMENT), close };
  },

  ownBuildId,

  async connectReplays(config) {
    const { connectReplays } = await import('./replay-desk.js');
    return await connectReplays(config);
  },

  async warehouseSettings(config, own) {
    const { warehouseSettings } = await import('./config/warehouses.js');
    return await warehouseSettings(config, own);
  },

  warehouseQueues,

  async connectWarehouse(settings) {
    const { connectWarehouse } = await import('./adapters/warehouse/connect-warehouse.js');
    return connectWarehouse({ ...settings, poolSize: 2, catalogTtlMs: 600_000 });
  },

  async loadJudge() {
    return await import('./tools/judge-sql.js');
  },

  async loadWorker() {
    const { startWorker } = await import('./worker.js');
    return startWorker;
  },

  async loadServer() {
    const { startServer } = await import('./server.js');
    return startServer;
  },

  async loadMcp() {
    return await import('./mcp/serve-over-stdio.js');
  },

  async startOfflineServer(options) {
    const { startOfflineServer } = await import('./embedded/offline/start-offline-server.js');
    return await startOfflineServer(options);
  },

  async migrateStore(url, log) {
    const { migrateStore } = await import('./adapters/store/index.js');
    return await migrateStore(url, { log });
  },

  async startServers(options) {
    const { startServers } = await import('./embedded/servers.js');
    return await startServers({ ...options, runSql: outside.runSql });
  },

  async prepareSample(ownerUrl, onLoad) {
    const [{ ensureSample, sampleAsOf }, { copyRows }, { withClient }] = await Promise.all([
      import('./embedded/sample/index.js'),
      import('./adapters/warehouse/copy.js'),
      import('./adapters/postgres-admin/with-client.js'),
    ]);
    await withClient(ownerUrl, (client) => ensureSample(client, { copyRows, onLoad }));
    return sampleAsOf;
  },

  async describeTemporal(config, warehouseQueues) {
    const [{ describeServer }, client] = await Promise.all([
      import('./adapters/temporal/describe-server.js'),
      connectTemporal(config),
    ]);
    try {
      return await describeServer(client, {
        searchAttributes: ['SurefootStatus', 'SurefootTenant'],
        queues: [
          { name: config.SUREFOOT_TASK_QUEUE, type: 'workflow' },
          ...warehouseQueues.map((name) => ({ name, type: 'activity' as const })),
        ],
      });
    } finally {
      await client.connection.close();
    }
  },

  async describeStore(url) {
    const { storeVersion } = await import('./adapters/store/index.js');
    return await storeVersion(url);
  },

  async describeModels(config) {
    const { connectAnthropic, describeModels } = await import('./adapters/anthropic/index.js');
    const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl } = config;
    return await describeModels(connectAnthropic({ apiKey, baseUrl }), [
      config.SUREFOOT_PLANNER_MODEL,
      config.SUREFOOT_REVIEWER_MODEL,
      config.SUREFOOT_INTERPRETER_MODEL,
      config.SUREFOOT_FALLBACK_MODEL,
    ]);
  },

  async findTemporalCli(config) {
    const [{ findCli }, { downloads }] = await Promise.all([
      import('./embedded/temporal/find-cli.js'),
      import('./embedded/temporal/downloads.js'),
    ]);
    const fetch = () => Promise.reject(new Error('not now'));
    const known = downloads.map((way) => ({ ...way, fetch }));
    return await findCli({ home: config.SUREFOOT_HOME, downloads: known });
  },

  async warehouseExcess(url) {
    const [{ withClient }, { excessOf }] = await Promise.all([
      import('./adapters/postgres-admin/with-client.js'),
      import('./adapters/warehouse/role.js'),
    ]);
    return await withClient(url, excessOf);
  },

  async tablesLeftOut(warehouse) {
    const { tablesLeftOut } = await import('./adapters/warehouse/left-out.js');
    return await tablesLeftOut(warehouse);
  },

  async loadGrants() {
    return await import('./adapters/warehouse/grants.js');
  },

  async runSql(url, sql) {
    const { runSql } = await import('./adapters/postgres-admin/run-sql.js');
    return await runSql(url, sql);
  },
};

async function connectTemporal(config: Config) {
  const { connectClient } = await import('./adapters/temporal/connect.js');
  return await connectClient(temporalSettings(config));
}

await main(packageVersion(), outside);
