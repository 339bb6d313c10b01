import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connectStore, type PostgresStore } from '../src/adapters/store/index.js';
import { Surefoot, type Answer } from '../src/client.js';
import { sampleAsOf } from '../src/embedded/sample/index.js';
import type { bare } from './baseline/bare.js';
import type { durable } from './baseline/durable.js';
import type { baseline } from './baseline/workflow.js';
import { firstLine, killed } from './processes.js';
import { nineStepQuestion, question } from './question.js';
import type { Databases, TemporalServer } from './servers.js';
import type { StandIn } from './stand-in.js';

/** What the contestants share. */
export interface Ring {
  readonly temporal: TemporalServer;
  readonly databases: Databases;
  readonly standIn: StandIn;
}

/** A worker in a process of its own, as in production. */
export interface WorkerProcess {
  readonly process: ChildProcess;
  /** From the start of the process to its line that it takes tasks. */
  readonly readyMs: number;
}

/** One of those that are compared. */
export interface Contestant {
  readonly name: string;
  readonly worker: WorkerProcess;
  /** Asks and waits for the answer; returns the run's workflow id. */
  readonly run: () => Promise<string>;
}

export interface SurefootInRing {
  readonly worker: WorkerProcess;
  readonly surefoot: Surefoot;
  readonly store: PostgresStore;
  /** With everything on; `fresh`, so that the queries run although the cache is kept. */
  readonly ask: (
    question: string,
  ) => Promise<{ readonly workflowId: string; readonly answer: Answer }>;
  readonly asking: (name: string, question: string) => Contestant;
  /** Another worker on the same queues. */
  readonly anotherWorker: () => Promise<WorkerProcess>;
  close(): Promise<void>;
}

export async function startSurefoot(ring: Ring): Promise<SurefootInRing> {
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const env = { ...environment(ring), SUREFOOT_RESULT_MAX_ROWS: '100000' };
  const workers: WorkerProcess[] = [];
  const anotherWorker = async () => {
    const worker = await startWorker([cli, 'worker'], env);
    workers.push(worker);
    return worker;
  };
  const worker = await anotherWorker();
  const store = connectStore({ url: ring.databases.store });
  const surefoot = new Surefoot({
    temporal: ring.temporal.client,
    store,
    taskQueue: env.SUREFOOT_TASK_QUEUE,
  });
  const ask = async (question: string) => {
    const run = await surefoot.ask(question, { asOf: sampleAsOf, fresh: true });
    const answer = await run.result();
    if (answer.status === 'answered') return { workflowId: run.workflowId, answer };
    throw new Error(`"${question}" ended ${answer.status}: ${answer.text}`);
  };
  return {
    worker,
    surefoot,
    store,
    ask,
    asking: (name, question) => ({
      name,
      worker,
      run: async () => (await ask(question)).workflowId,
    }),
    anotherWorker,
    async close() {
      await Promise.all(workers.map((each) => killed(each.process)));
      await store.close();
    },
  };
}

export interface BaselineInRing {
  readonly worker: WorkerProcess;
  readonly baseline: Contestant;
  /** Surefoot's hops with none of its work: the floor. */
  readonly bare: Contestant;
  /** The same with its durable acts: what guard, events, cache and checks come on top of. */
  readonly durable: Contestant;
}

export async function startBaseline(ring: Ring): Promise<BaselineInRing> {
  const file = fileURLToPath(new URL('baseline/worker.ts', import.meta.url));
  const env = environment(ring);
  const worker = await startWorker(['--import', 'tsx', file], env);
  const running =
    (workflow: Workflow, text: string): Contestant['run'] =>
    async () => {
      const id = randomUUID();
      const workflowId = `${workflow}/${id}`;
      await ring.temporal.client.workflow.execute<typeof bare | typeof baseline | typeof durable>(
        workflow,
        {
          taskQueue: env.SUREFOOT_TASK_QUEUE,
          workflowId,
          args: [{ id, text, asOf: sampleAsOf }],
        },
      );
      return workflowId;
    };
  return {
    worker,
    baseline: {
      name: 'baseline, nine activities by hand',
      worker,
      run: running('baseline', nineStepQuestion),
    },
    bare: { name: "surefoot's hops, none of its work", worker, run: running('bare', question) },
    durable: {
      name: "surefoot's hops and durable acts",
      worker,
      run: running('durable', question),
    },
  };
}

type Workflow = 'bare' | 'baseline' | 'durable';

async function startWorker(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, command, {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await firstLine(child);
  return { process: child, readyMs: performance.now() - startedAt };
}

function environment({ temporal, databases, standIn }: Ring) {
  const queue = `bench-${randomUUID()}`;
  return {
    TEMPORAL_ADDRESS: temporal.address,
    ANTHROPIC_API_KEY: 'bench',
    ANTHROPIC_BASE_URL: standIn.url,
    SUREFOOT_STORE_URL: databases.store,
    SUREFOOT_WAREHOUSE_URL: databases.warehouse,
    SUREFOOT_TASK_QUEUE: queue,
    SUREFOOT_WAREHOUSE_TASK_QUEUE: `${queue}-warehouse`,
    SUREFOOT_LOG_LEVEL: 'ERROR',
    SUREFOOT_SCHEDULES: 'off',
  };
}
