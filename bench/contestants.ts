import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connectStore } from '../src/adapters/store/index.js';
import { Surefoot, type Answer } from '../src/client.js';
import { sampleAsOf } from '../src/embedded/sample/index.js';
import { firstLine, killed } from './processes.js';
import { question } from './question.js';
import type { Databases, TemporalServer } from './servers.js';
import type { StandIn } from './stand-in.js';
import type { baseline } from './baseline/workflow.js';

/** One of the two that are compared: a worker in a process of its own, and how to ask it. */
export interface Contestant {
  readonly name: 'baseline' | 'surefoot';
  readonly worker: ChildProcess;
  /** From the start of the process to its line that it takes tasks. */
  readonly readyMs: number;
  /** Asks and waits for the answer; returns the run's workflow id. */
  run(): Promise<string>;
  close(): Promise<void>;
}

export interface Ring {
  readonly temporal: TemporalServer;
  readonly databases: Databases;
  readonly standIn: StandIn;
}

export interface SurefootContestant extends Contestant {
  readonly surefoot: Surefoot;
  readonly env: Readonly<Record<string, string>>;
  ask(text: string): Promise<{ readonly workflowId: string; readonly answer: Answer }>;
}

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const baselineWorker = fileURLToPath(new URL('baseline/worker.ts', import.meta.url));

export async function startSurefoot(ring: Ring): Promise<SurefootContestant> {
  const env = { ...environment(ring), SUREFOOT_RESULT_MAX_ROWS: '100000' };
  const started = await startWorkerProcess([cli, 'worker'], env);
  const store = connectStore({ url: ring.databases.store });
  const surefoot = new Surefoot({
    temporal: ring.temporal.client,
    store,
    taskQueue: env.SUREFOOT_TASK_QUEUE,
  });
  const ask = async (text: string) => {
    const run = await surefoot.ask(text, { asOf: sampleAsOf, fresh: true });
    return { workflowId: run.workflowId, answer: await run.result() };
  };
  return {
    name: 'surefoot',
    ...started,
    surefoot,
    env,
    ask,
    async run() {
      const { workflowId, answer } = await ask(question);
      if (answer.status !== 'answered')
        throw new Error(`The run ended ${answer.status}: ${answer.text}`);
      return workflowId;
    },
    async close() {
      await killed(started.worker);
      await store.close();
    },
  };
}

export async function startBaseline(ring: Ring): Promise<Contestant> {
  const env = environment(ring);
  const started = await startWorkerProcess(['--import', 'tsx', baselineWorker], env);
  return {
    name: 'baseline',
    ...started,
    async run() {
      const id = randomUUID();
      const workflowId = `baseline/${id}`;
      await ring.temporal.client.workflow.execute<typeof baseline>('baseline', {
        taskQueue: env.SUREFOOT_TASK_QUEUE,
        workflowId,
        args: [{ id, text: question, asOf: sampleAsOf }],
      });
      return workflowId;
    },
    close: () => killed(started.worker),
  };
}

/** A second worker on the same queues. */
export async function startWorkerProcess(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly worker: ChildProcess; readonly readyMs: number }> {
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const worker = spawn(process.execPath, command, {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await firstLine(worker);
  return { worker, readyMs: performance.now() - startedAt };
}

export const surefootWorker: readonly string[] = [cli, 'worker'];

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
  };
}
