import type { Config, SurefootConfig } from '../config.js';
import type { SurefootWorker } from '../worker.js';
import { closeAll, type Closable } from '../close-all.js';
import { unlessInterrupted, type Context } from './context.js';

/** Everything that answers a question, started here or named by the settings. */
export interface Embedded {
  /** With the addresses of what was started. */
  readonly config: Config;
  readonly uiUrl: string | undefined;
  /** Undefined where Claude's own API is asked. */
  readonly offlineUrl: string | undefined;
  /** The sample's today; undefined for a warehouse of the user's own. */
  readonly asOf: string | undefined;
  /** Fails when the worker does. */
  readonly worker: SurefootWorker;
  close(): Promise<void>;
}

/** Starts what the settings do not name: Temporal, Postgres with store and sample, the offline planner; and a worker. */
export async function startEmbedded(
  context: Context,
  say: (line: string) => void,
): Promise<Embedded> {
  const opened: Closable[] = [];
  const close = () => closeAll(opened);
  const starting = start(context, say, opened);
  try {
    return { ...(await unlessInterrupted(starting, context.interrupt)), close };
  } catch (error) {
    // An interrupt leaves the start under way: only once it is over do we know all that is to be closed.
    await starting.catch(() => undefined);
    await close().catch(() => undefined);
    throw error;
  }
}

async function start(
  { terminal, outside }: Context,
  say: (line: string) => void,
  opened: Closable[],
): Promise<Omit<Embedded, 'close'>> {
  const { env } = terminal;
  const given = outside.loadConfig(env);
  // Loading code and starting servers take seconds each: they go on side by side.
  const loadingWorker = outside.loadWorker();
  const file = await outside.loadConfigFile(given);
  const wantsSample = given.SUREFOOT_WAREHOUSE_URL === undefined && takesSample(file?.config);
  const offline = startOffline();
  const servers = await startServers();
  const urls = servers.databases;
  const config: Config = {
    ...given,
    TEMPORAL_ADDRESS: servers.temporal?.address ?? given.TEMPORAL_ADDRESS,
    SUREFOOT_STORE_URL: given.SUREFOOT_STORE_URL ?? urls?.store,
    SUREFOOT_WAREHOUSE_URL: wantsSample ? urls?.warehouse : given.SUREFOOT_WAREHOUSE_URL,
    // Nobody promotes a build here.
    SUREFOOT_WORKER_VERSIONING: false,
    SUREFOOT_LOG_LEVEL: env['SUREFOOT_LOG_LEVEL'] ? given.SUREFOOT_LOG_LEVEL : 'ERROR',
  };
  const [asOf, offlineServer, startWorker] = await Promise.all([
    wantsSample && urls !== undefined
      ? outside.prepareSample(urls.warehouseOwner, () => say('Loading the sample warehouse (once)'))
      : undefined,
    offline,
    loadingWorker,
    config.SUREFOOT_STORE_URL === undefined
      ? undefined
      : outside.migrateStore(config.SUREFOOT_STORE_URL, () => undefined),
  ]);
  const planning: Config =
    offlineServer === undefined
      ? config
      : { ...config, ANTHROPIC_API_KEY: 'offline', ANTHROPIC_BASE_URL: offlineServer.url };
  const worker = await startWorker(planning, file?.config);
  opened.push({ close: () => worker.shutdown().catch(() => undefined) });
  return {
    config: planning,
    uiUrl: servers.temporal?.uiUrl ?? given.TEMPORAL_UI_URL,
    offlineUrl: offlineServer?.url,
    asOf,
    worker,
  };

  async function startOffline() {
    // A gateway may hold the key itself.
    if (given.ANTHROPIC_API_KEY !== undefined || given.ANTHROPIC_BASE_URL !== undefined)
      return undefined;
    const server = await outside.startOfflineServer({});
    opened.push(server);
    return server;
  }

  async function startServers() {
    const want = {
      temporal: !env['TEMPORAL_ADDRESS'],
      store: given.SUREFOOT_STORE_URL === undefined,
      warehouse: wantsSample,
    };
    if (!want.temporal && !want.store && !want.warehouse)
      return { temporal: undefined, databases: undefined };
    const started = await outside.startServers({
      home: given.SUREFOOT_HOME,
      want,
      env,
      onProgress: say,
    });
    opened.unshift(started);
    return started;
  }
}

/** Where the file names warehouses, only one that is to be where `SUREFOOT_WAREHOUSE_URL` says may be the sample. */
function takesSample({ warehouses }: SurefootConfig = {}): boolean {
  return (
    warehouses === undefined ||
    Object.values(warehouses).some(
      ({ url }) => typeof url === 'object' && url.env === 'SUREFOOT_WAREHOUSE_URL',
    )
  );
}
