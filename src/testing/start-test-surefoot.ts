import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { connectStore } from '../adapters/store/index.js';
import { Surefoot, type Answer, type AskOptions } from '../client.js';
import { closeAll, type Closable } from '../close-all.js';
import { loadConfig } from '../config.js';
import { startWorker, type SurefootWorker, type WorkerOptions } from '../worker.js';
import { startTestClaude, type TestClaude } from './claude.js';
import { createTestDatabases } from './databases.js';
import { startTestServers, type TestServers } from './servers.js';

type OwnParts =
  | 'tools'
  | 'prompts'
  | 'policies'
  | 'activities'
  | 'workflowsPath'
  | 'workflowBundle'
  | 'connection';

/** Everything has a default. */
export interface TestSurefootOptions extends Pick<WorkerOptions, OwnParts> {
  /** SQL that makes the warehouse's tables and rows, as a superuser. */
  readonly warehouse?: string;
  /** Settings beside those that the test needs, such as `{ SUREFOOT_TABLES: 'orders' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Servers to use instead of starting some, which takes five seconds. */
  readonly servers?: Partial<TestServers>;
  /** False where the code under test runs the worker itself, by `env`. */
  readonly worker?: boolean;
}

/** A whole Surefoot for tests: real Temporal, real Postgres, and a Claude that says what the test lets it say. */
export interface TestSurefoot {
  readonly client: Surefoot;
  readonly claude: TestClaude;
  readonly temporal: Client;
  /** The settings of all that, for a worker or a service under test: queues are this one's alone. */
  readonly env: Readonly<Record<string, string>>;
  /** Asks, and waits for the answer. On a busy machine the review may come late; it is waited for. */
  answer(question: string, options?: AskOptions): Promise<Answer>;
  /** Stops what was started and drops what was made. */
  close(): Promise<void>;
}

export async function startTestSurefoot(options: TestSurefootOptions = {}): Promise<TestSurefoot> {
  const opened: Closable[] = [];
  const close = () => closeAll(opened);
  try {
    return await start(options, (closing) => opened.push({ close: closing }), close);
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

async function start(
  { warehouse = '', settings = {}, servers = {}, worker = true, ...own }: TestSurefootOptions,
  later: (close: () => Promise<void>) => void,
  close: () => Promise<void>,
): Promise<TestSurefoot> {
  const { temporalAddress, postgresUrl, close: stop } = await startTestServers(servers);
  later(stop);
  const databases = await createTestDatabases(postgresUrl, warehouse);
  later(() => databases.drop());
  const claude = await startTestClaude();
  later(() => claude.close());

  const queue = `surefoot-test-${randomBytes(6).toString('hex')}`;
  const env = {
    TEMPORAL_ADDRESS: temporalAddress,
    ANTHROPIC_API_KEY: 'test',
    ANTHROPIC_BASE_URL: claude.url,
    SUREFOOT_STORE_URL: databases.storeUrl,
    SUREFOOT_WAREHOUSE_URL: databases.warehouseUrl,
    SUREFOOT_TASK_QUEUE: queue,
    SUREFOOT_WAREHOUSE_TASK_QUEUE: `${queue}-warehouse`,
    SUREFOOT_LOG_LEVEL: 'ERROR',
    // What the clock starts would come in between.
    SUREFOOT_SCHEDULES: 'off',
    SUREFOOT_HEALTH_ADDRESS: 'off',
    ...settings,
  };
  const config = loadConfig(env);
  const connection = await Connection.connect({ address: temporalAddress });
  later(() => connection.close());
  const temporal = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const store = connectStore({ url: databases.storeUrl });
  later(() => store.close());
  if (worker) {
    const running: SurefootWorker = await startWorker(config, own);
    later(() => running.shutdown());
  }
  const { SUREFOOT_TASK_QUEUE: taskQueue, SUREFOOT_SEARCH_ATTRIBUTES: searchAttributes } = config;
  const client = new Surefoot({ temporal, store, taskQueue, searchAttributes });
  return {
    ...{ client, claude, temporal, env, close },
    async answer(question, asked = {}) {
      const bounds = { reviewGraceMs: 20_000, ...asked.bounds };
      return await (await client.ask(question, { ...asked, bounds })).result();
    },
  };
}
