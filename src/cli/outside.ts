import type { ReportTask } from '../activities/report/make-report.js';
import type { ModelDescription } from '../adapters/anthropic/index.js';
import type { StoreVersion } from '../adapters/store/index.js';
import type { ServerDescription } from '../adapters/temporal/describe-server.js';
import type { ExamplesDesk, FeedbackDesk, PastRunsDesk, Surefoot } from '../client.js';
import type { ApiKeyDesk } from '../client/api-keys.js';
import type { Forgotten } from '../client/forget.js';
import type { Config, SurefootConfig } from '../config.js';
import type { WarehouseSettings } from '../config/warehouses.js';
import type {
  OfflineServer,
  OfflineServerOptions,
} from '../embedded/offline/start-offline-server.js';
import type { RunSql } from '../embedded/postgres/databases.js';
import type { Servers, ServersOptions } from '../embedded/servers.js';
import type { grantScript, readerGrants } from '../adapters/warehouse/grants.js';
import type { Report } from '../domain/report/report.js';
import type {
  Alerts,
  Breakers,
  Deployments,
  ReplayDesk,
  Reports,
  Results,
  Warehouse,
  Warehouses,
  Who,
} from '../ports.js';
import type { ServerOptions, SurefootServer } from '../server.js';
import type { serveOverStdio } from '../mcp/serve-over-stdio.js';
import type { judgeSql } from '../tools/judge-sql.js';
import type { SurefootWorker, WorkerOptions } from '../worker.js';

/** The installation's own configuration, and where it was found. */
export interface ConfigFile {
  readonly path: string;
  readonly config: SurefootConfig;
}

/** Runs that were, and what people think of them. */
export interface Records {
  readonly runs: PastRunsDesk;
  readonly feedback: FeedbackDesk;
  readonly examples: ExamplesDesk;
  readonly alerts: Pick<Alerts, 'list'>;
  readonly close: () => Promise<void>;
}

/**
 * What the commands ask of the rest of Surefoot. `cli.ts` answers, and loads each part only when it is asked for: a
 * command that needs no worker shall not wait for Temporal's native core to load.
 */
export interface Outside {
  /** @throws ConfigError */
  loadConfig(env: NodeJS.ProcessEnv): Config;
  /** `surefoot.config.ts`, where there is one; it costs nothing where there is none. @throws ConfigError */
  loadConfigFile(config: Config): Promise<ConfigFile | undefined>;
  settingNames(): readonly string[];
  /** A client on the settings' Temporal and store. @throws ConfigError, TemporalUnreachable, ToolFailure */
  connect(
    config: Config,
  ): Promise<{ readonly surefoot: Surefoot; readonly close: () => Promise<void> }>;
  /** The same, with whole results and warehouses for gold SQL. @throws ConfigError, TemporalUnreachable, ToolFailure */
  connectEvaluation(config: Config): Promise<{
    readonly surefoot: Surefoot;
    readonly results: Pick<Results, 'all'>;
    readonly warehouses: Warehouses;
    readonly close: () => Promise<void>;
  }>;
  /** Does the work within a trace of its own, where the settings name a collector. */
  traced<T>(config: Config, work: () => Promise<T>): Promise<T>;
  /** The breakers of the settings' store; Temporal is not asked. @throws ConfigError, ToolFailure */
  connectBreakers(
    config: Config,
  ): Promise<{ readonly breakers: Breakers; readonly close: () => Promise<void> }>;
  /** Keys of the HTTP API in the settings' store. @throws ConfigError, ToolFailure */
  connectKeys(
    config: Config,
  ): Promise<{ readonly keys: ApiKeyDesk; readonly close: () => Promise<void> }>;
  /** What the settings' store keeps of runs; Temporal is not asked. @throws ConfigError, ToolFailure */
  connectRecords(config: Config): Promise<Records>;
  /** Works without Temporal, too: then its histories are left. @throws ConfigError */
  connectForget(config: Config): Promise<{
    readonly forgetUser: (who: Who) => Promise<Forgotten>;
    readonly close: () => Promise<void>;
  }>;
  /** The store's reports; warehouse and Temporal are asked where they are known and answer. @throws ConfigError */
  connectReports(config: Config, warehouses: readonly WarehouseSettings[]): Promise<ReportDesk>;
  /** The builds of the settings' deployment. @throws TemporalUnreachable */
  connectDeployments(
    config: Config,
  ): Promise<Deployments & { readonly close: () => Promise<void> }>;
  /** Undefined for sources that were not built. */
  ownBuildId(): string | undefined;
  /** The settings' Temporal, whose histories are replayed on this build. @throws TemporalUnreachable */
  connectReplays(config: Config): Promise<ReplayDesk>;
  /** The warehouses of file and environment; [] where neither names one. @throws ConfigError */
  warehouseSettings(config: Config, own: SurefootConfig): Promise<readonly WarehouseSettings[]>;
  /** The task queues of what reads them; none needs to be within reach. */
  warehouseQueues(config: Config, own: SurefootConfig): readonly string[];
  /** A warehouse, to read its catalog and to plan statements. */
  connectWarehouse(
    settings: Omit<WarehouseSettings, 'poolSize' | 'taskQueue'>,
  ): Promise<Warehouse & { readonly close: () => Promise<void> }>;
  /** The guard: Postgres's parser loads only when it is needed. */
  loadJudge(): Promise<{ readonly judgeSql: typeof judgeSql }>;
  /** Loads the worker's code ahead of the moment when there is something to connect to. */
  loadWorker(): Promise<(config: Config, options?: WorkerOptions) => Promise<SurefootWorker>>;
  /** Loads the server's code. */
  loadServer(): Promise<(config: Config, options?: ServerOptions) => Promise<SurefootServer>>;
  /** Loads the MCP server's code. */
  loadMcp(): Promise<{ readonly serveOverStdio: typeof serveOverStdio }>;
  startOfflineServer(options: OfflineServerOptions): Promise<OfflineServer>;
  /** Returns the names of the migrations applied now. */
  migrateStore(url: string, log: (line: string) => void): Promise<readonly string[]>;
  startServers(options: Omit<ServersOptions, 'runSql'>): Promise<Servers>;
  /** Loads the sample warehouse unless it is there. Returns the day that is its today. */
  prepareSample(ownerUrl: string, onLoad: () => void): Promise<string>;

  /** With who polls the queues of these warehouses. */
  describeTemporal(config: Config, warehouseQueues: readonly string[]): Promise<ServerDescription>;
  describeStore(url: string): Promise<StoreVersion>;
  describeModels(config: Config): Promise<readonly ModelDescription[]>;
  /** Where the Temporal CLI is, without downloading one. */
  findTemporalCli(config: Config): Promise<string>;
  readonly runSql: RunSql;
  /** What the warehouse's role may do beyond reading, in words. */
  warehouseExcess(url: string): Promise<readonly string[]>;
  /** Tables that do not exist for a run because nothing keeps tenants apart in them. */
  tablesLeftOut(warehouse: WarehouseSettings): Promise<readonly string[]>;
  /** The grants for a role that may read and nothing else, as a script or one by one. */
  loadGrants(): Promise<{
    readonly grantScript: typeof grantScript;
    readonly readerGrants: typeof readerGrants;
  }>;
}

/** Where reports are made and kept. */
export interface ReportDesk {
  readonly reports: Reports;
  make(task: ReportTask, signal: AbortSignal): Promise<Report>;
  close(): Promise<void>;
}
