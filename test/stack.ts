import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { connectStore, migrateStore, type PostgresStore } from '../src/adapters/store/index.js';
import { Surefoot } from '../src/client.js';
import { loadConfig, type Config } from '../src/config.js';
import {
  startOfflineServer,
  type OfflineServer,
} from '../src/embedded/offline/start-offline-server.js';
import { sampleAsOf } from '../src/embedded/sample/index.js';
import { startWorker, type SurefootWorker, type WorkerOptions } from '../src/worker.js';
import { sampleDatabase } from './embedded/sample/sample-database.js';
import {
  postgresForTests,
  runSql,
  temporalForTests,
  workflowBundle,
  type TestDatabase,
} from './support.js';

type OfflineOptions = NonNullable<Parameters<typeof startOfflineServer>[0]>;

export interface StackOptions {
  /** What Claude says; the offline rules answer without one. */
  readonly script?: OfflineOptions['script'];
  readonly journal?: string;
  /** The sample by default. */
  readonly warehouse?: TestDatabase;
  /** For a store on a server of its own; whoever brings it drops it. */
  readonly store?: TestDatabase;
  readonly env?: Readonly<Record<string, string>>;
  /** For a server of its own; by default queues are this stack's alone. */
  readonly taskQueue?: string;
  /** What histories call client and workers, for histories that are kept: by default it names this machine. */
  readonly identity?: string;
}

/** Everything a run needs but a worker, for one test file: real servers, task queues of its own. */
export interface Stack {
  readonly surefoot: Surefoot;
  readonly temporal: Client;
  readonly store: PostgresStore;
  readonly storeUrl: string;
  readonly warehouse: TestDatabase;
  readonly claude: OfflineServer;
  readonly env: Readonly<Record<string, string>>;
  readonly config: Config;
  /** The sample's own day. */
  readonly asOf: string;
  /** A worker in this process; stopped by `close` where the test does not. */
  worker(options?: WorkerOptions): Promise<SurefootWorker>;
  /** A worker in a process of its own, ready to take tasks; killed by `close`. */
  workerProcess(env?: Readonly<Record<string, string>>): Promise<ChildProcess>;
  close(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const postgres = await postgresForTests();
  const [{ address }, storeDatabase, warehouse, claude] = await Promise.all([
    temporalForTests(),
    options.store ?? postgres.createDatabase(`store_${randomBytes(6).toString('hex')}`),
    options.warehouse ?? sampleDatabase(),
    startOfflineServer({
      ...(options.script !== undefined && { script: options.script }),
      ...(options.journal !== undefined && { journal: options.journal }),
    }),
  ]);
  await migrateStore(storeDatabase.url, { log: () => {} });
  const queue = options.taskQueue ?? `test-${randomBytes(6).toString('hex')}`;
  const env = {
    TEMPORAL_ADDRESS: address,
    ANTHROPIC_API_KEY: 'test-key',
    ANTHROPIC_BASE_URL: claude.url,
    SUREFOOT_STORE_URL: storeDatabase.url,
    SUREFOOT_WAREHOUSE_URL: await asAgent(warehouse),
    SUREFOOT_TASK_QUEUE: queue,
    SUREFOOT_WAREHOUSE_TASK_QUEUE: `${queue}-warehouse`,
    SUREFOOT_LOG_LEVEL: 'ERROR',
    // What the clock starts would come in between.
    SUREFOOT_SCHEDULES: 'off',
    SUREFOOT_HEALTH_ADDRESS: 'off',
    ...options.env,
  };
  const config = loadConfig(env);
  const connection = await Connection.connect({ address });
  const identity = options.identity !== undefined && { identity: options.identity };
  const temporal = new Client({ connection, ...identity });
  const store = connectStore({ url: storeDatabase.url, patient: true });
  const workers: SurefootWorker[] = [];
  const processes: ChildProcess[] = [];
  return {
    surefoot: new Surefoot({ temporal, store, taskQueue: queue }),
    temporal,
    store,
    storeUrl: storeDatabase.url,
    warehouse,
    claude,
    env,
    config,
    asOf: sampleAsOf,
    async worker(workerOptions) {
      const bundle = { workflowBundle: await workflowBundle() };
      const worker = await startWorker(config, { ...bundle, ...identity, ...workerOptions });
      workers.push(worker);
      return worker;
    },
    async workerProcess(more) {
      const worker = await startWorkerProcess({ ...env, ...more });
      processes.push(worker);
      return worker;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.shutdown()));
      await Promise.all(processes.map(killed));
      await Promise.all([store.close(), connection.close(), claude.close()]);
      if (options.store === undefined) await storeDatabase.drop();
      if (options.warehouse === undefined) await warehouse.drop();
    },
  };
}

const agent = { role: 'agent_for_tests', password: 'agent' };

/** The warehouse as the agent sees it: a login that may read and nothing else. */
export async function asAgent({ url }: TestDatabase): Promise<string> {
  const { role, password } = agent;
  // Test files run at once and share the cluster: whoever comes first creates the role.
  await runSql(
    url,
    `do $$ begin
       create role ${role} login password '${password}' noinherit;
     exception when duplicate_object or unique_violation then null;
     end $$;
     revoke create on schema public from public;
     grant usage on schema public to ${role};
     grant select on all tables in schema public to ${role};`,
  );
  return Object.assign(new URL(url), { username: role, password }).href;
}

async function startWorkerProcess(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const worker = spawn(process.execPath, [cli, 'worker'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Its first line says that it takes tasks.
  await Promise.race([
    once(worker.stdout, 'data'),
    once(worker, 'exit').then(([code]) => {
      throw new Error(`The worker ended with ${String(code)} before it was ready.`);
    }),
  ]);
  return worker;
}

async function killed(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}
