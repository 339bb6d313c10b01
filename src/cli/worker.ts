import { Command } from 'commander';
import type { Config } from '../config.js';
import type { WorkerOptions } from '../worker.js';
import { interrupted, unlessInterrupted, type Context, type Run } from './context.js';

interface WorkerFlags {
  readonly allowPrivileged?: boolean;
}

export function workerCommand(run: Run): Command {
  return new Command('worker')
    .description('do the work: poll the task queues until SIGTERM or SIGINT, then finish what runs')
    .option('--allow-privileged', allowPrivileged)
    .action((flags: WorkerFlags) => run((context) => work(flags, context)));
}

/** A worker that ends by itself has failed; one that was asked to end has not. */
async function work(flags: WorkerFlags, context: Context): Promise<number> {
  const { terminal, outside, interrupt } = context;
  const config = outside.loadConfig(withFlags(flags, terminal.env));
  const [startWorker, file] = await Promise.all([
    outside.loadWorker(),
    outside.loadConfigFile(config),
  ]);
  // Asked to end while it starts, this process goes at once, and what it opened with it: it has taken no task yet.
  const worker = await unlessInterrupted(
    startWorker(config, { ...file?.config, ...healthOf(config) }),
    interrupt,
  );
  terminal.stdout.lines([
    `Worker ready: polls ${worker.taskQueues.join(', ')} at ${config.TEMPORAL_ADDRESS}, namespace ${config.TEMPORAL_NAMESPACE}`,
    buildLine(config, outside.ownBuildId()),
    ...(file === undefined ? [] : [`Configuration: ${file.path}`]),
    ...(worker.healthUrl === undefined
      ? []
      : [`Health and metrics: ${worker.healthUrl}/readyz, /livez, /metrics`]),
  ]);
  await Promise.race([worker.run(), interrupted(interrupt)]);
  await worker.shutdown();
  return 0;
}

function buildLine(config: Config, own = 'not built'): string {
  const { SUREFOOT_BUILD_ID: buildId = own, SUREFOOT_DEPLOYMENT: deployment } = config;
  return config.SUREFOOT_WORKER_VERSIONING
    ? `Build: ${buildId} of deployment ${deployment}; new runs come once it is promoted`
    : `Build: ${buildId}`;
}

/** A second worker on this machine shall start, too. */
function healthOf({ SUREFOOT_HEALTH_ADDRESS: address }: Config): WorkerOptions {
  return address === undefined ? { health: { host: '127.0.0.1', port: 9464, orFree: true } } : {};
}

const allowPrivileged =
  'start even where the warehouse role may do more than read; every answer then says so';

function withFlags(flags: WorkerFlags, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return flags.allowPrivileged === true ? { ...env, SUREFOOT_ALLOW_PRIVILEGED: 'on' } : env;
}
