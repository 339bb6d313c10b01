import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { connectStore, migrateStore } from '../../src/adapters/store/index.js';
import { Surefoot, type AskOptions, type RunHandle } from '../../src/client.js';
import {
  startOfflineServer,
  type OfflineServer,
} from '../../src/embedded/offline/start-offline-server.js';
import { atProcessEnd, notAtProcessEnd } from '../../src/embedded/stop-with-us.js';
import { sampleAsOf } from '../../src/embedded/sample/index.js';
import { scriptFile, type Said, type ScriptFile } from '../e2e/scripts.js';
import { runSql } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import type { Cluster } from './cluster.js';
import { planOf, questionOf, words } from './question.js';
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from './tcp-proxy.js';
import type { TemporalServer } from './temporal-server.js';
import { agents, warehouseDatabase, type World } from './world.js';

/** What one scenario has of its own: a store, a login at the warehouse, queues, a stand-in for Claude, workers. */
export interface Scene {
  readonly name: string;
  readonly world: World;
  readonly store: Cluster;
  readonly temporalServer: TemporalServer | undefined;
  readonly temporal: Client;
  readonly surefoot: Surefoot;
  /** As the superuser. */
  readonly storeUrl: string;
  readonly warehouseUrl: string;
  /** The login of this scene's workers. */
  readonly role: string;
  readonly claude: OfflineServer;
  readonly script: ScriptFile;
  /** What the workers of a proxied scene reach them over. */
  readonly storeLine: TcpProxy;
  readonly warehouseLine: TcpProxy;
  readonly ballast: string | undefined;
  /** What `notes.append` wrote, outside of the store. */
  readonly journal: string;
  /** Runs asked for so far. */
  readonly runs: readonly Asked[];
  readonly env: Readonly<Record<string, string>>;
  /** Asks the scene's question; the run's id is the scene's with that name. */
  ask(name: string, options?: AskMore): Promise<RunHandle>;
  /** Makes `notes.append` wait until the returned function is called. */
  holdNotes(): () => void;
  /** Makes `notes.append` fail in a way that nobody knows. */
  failNotes(): void;
  worker(env?: Readonly<Record<string, string>>): Promise<ChildProcess>;
  close(): Promise<void>;
}

export interface Asked {
  readonly runId: string;
  readonly handle: RunHandle;
}

export interface AskMore extends AskOptions {
  /** Instead of the plan and the words that answer the question. */
  readonly says?: (
    runId: string,
  ) => Partial<Record<'planner' | 'reviewer' | 'interpreter' | 'simplifier', readonly Said[]>>;
}

export interface SceneOptions {
  /** Where the scenario restarts it. */
  readonly temporalServer?: TemporalServer;
  readonly store?: Cluster;
  readonly proxied?: boolean;
  /** Cuts lines to the warehouse. */
  readonly cutsAfter?: TcpProxyOptions['cutsAfter'];
  /** Cuts lines to the store. */
  readonly storeCuts?: TcpProxyOptions;
  /** A file that fills the store's disk. */
  readonly ballast?: string;
}

/** A killed worker and a busy machine take time that no scenario is about. */
const patient = { planMs: 60_000, interpretMs: 40_000, recordMs: 15_000, reviewGraceMs: 40_000 };
const budgetMs = 170_000;

let scenes = 0;

export async function openScene(
  world: World,
  name: string,
  {
    temporalServer,
    store = world.store,
    proxied = false,
    cutsAfter,
    storeCuts,
    ballast,
  }: SceneOptions = {},
): Promise<Scene> {
  scenes += 1;
  const id = `scene_${process.pid}_${scenes}`;
  const folder = temporaryFolder();
  const temporalAddress = temporalServer?.address ?? world.temporalAddress;
  const journal = join(folder, 'notes');
  const script = scriptFile();
  const warehouseUrl = world.warehouse.url(warehouseDatabase);
  await Promise.all([
    runSql(store.url(), `create database ${id}`),
    runSql(warehouseUrl, `create role ${id} login password '${id}' in role ${agents}`),
  ]);
  const storeUrl = store.url(id);
  await migrateStore(storeUrl, { log: () => {} });
  const claude = await startOfflineServer({ script: script.path });
  const [storeLine, warehouseLine] = await Promise.all([
    startTcpProxy(store.port, storeCuts),
    startTcpProxy(world.warehouse.port, cutsAfter && { cutsAfter }),
  ]);
  const agent = Object.assign(new URL(warehouseUrl), { username: id, password: id }).href;
  const env = {
    TEMPORAL_ADDRESS: temporalAddress,
    ANTHROPIC_API_KEY: 'test-key',
    ANTHROPIC_BASE_URL: claude.url,
    SUREFOOT_STORE_URL: proxied ? through(storeLine, storeUrl) : storeUrl,
    SUREFOOT_WAREHOUSE_URL: proxied ? through(warehouseLine, agent) : agent,
    SUREFOOT_TASK_QUEUE: id,
    SUREFOOT_WAREHOUSE_TASK_QUEUE: `${id}-warehouse`,
    SUREFOOT_LOG_LEVEL: 'ERROR',
    SUREFOOT_SCHEDULES: 'off',
    FAULTS_JOURNAL: journal,
  };
  writeFileSync(journal, '');
  const connection = await Connection.connect({ address: temporalAddress });
  const temporal = new Client({ connection });
  const read = connectStore({ url: storeUrl });
  const surefoot = new Surefoot({ temporal, store: read, taskQueue: id });
  const runs: Asked[] = [];
  const workers: ChildProcess[] = [];
  return {
    ...{ name, world, store, temporalServer, temporal, surefoot, storeUrl, warehouseUrl, role: id },
    ...{ storeLine, warehouseLine, ballast, claude, script, journal, runs, env },
    async ask(name, { says, bounds, ...options } = {}) {
      const runId = `${id}-${name}`;
      const question = questionOf(runId);
      script.add(question, { planner: [planOf(runId)], interpreter: [words], ...says?.(runId) });
      const handle = await surefoot.ask(question, {
        ...{ id: runId, asOf: sampleAsOf, timeoutMs: budgetMs, bounds: { ...patient, ...bounds } },
        ...options,
      });
      runs.push({ runId, handle });
      return handle;
    },
    holdNotes() {
      writeFileSync(`${journal}.hold`, '');
      return () => rmSync(`${journal}.hold`, { force: true });
    },
    failNotes: () => writeFileSync(`${journal}.fail`, ''),
    async worker(more) {
      const worker = await startWorkerProcess({ ...env, ...more });
      workers.push(worker);
      return worker;
    },
    async close() {
      await Promise.all(workers.map(kill));
      await Promise.all([read.close(), connection.close(), claude.close()]);
      await Promise.all([storeLine.close(), warehouseLine.close()]);
    },
  };
}

/** SIGKILL, and gone when this returns. */
export async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}

function through({ port }: TcpProxy, url: string): string {
  return Object.assign(new URL(url), { port: String(port) }).href;
}

async function startWorkerProcess(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL('worker.mjs', import.meta.url));
  const worker = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killNow = () => worker.kill('SIGKILL');
  atProcessEnd(killNow);
  worker.once('exit', () => notAtProcessEnd(killNow));
  await Promise.race([
    once(worker.stdout, 'data'),
    once(worker, 'exit').then(([code]) => {
      throw new Error(`The worker ended with ${String(code)} before it was ready.`);
    }),
  ]);
  return worker;
}
