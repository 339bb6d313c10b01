import { Command } from 'commander';
import { toMinute } from '../domain/shown/minute.js';
import type { DeployedBuild, Deployments } from '../ports.js';
import type { Context, Run } from './context.js';
import { UsageError } from './failures.js';
import { ownCommand } from './own-command.js';
import { whileOpen } from './while-open.js';
import { wholeNumber } from './number-arguments.js';

interface PromoteFlags {
  readonly ramp: number;
}

/** Which builds of the workers there are, and which gets new runs. For SUREFOOT_WORKER_VERSIONING=on. */
export function deployCommand(run: Run): Command {
  return new Command('deploy')
    .description('versions of the workers: which build gets new runs')
    .addCommand(
      new Command('status')
        .description('the builds that have workers, or had')
        .option('--json', 'print them as JSON')
        .action((flags: { readonly json?: boolean }) => run((context) => status(flags, context))),
    )
    .addCommand(
      new Command('promote')
        .description('give new runs to a build; those under way end on the build that began them')
        .argument('[build]', 'its id (default: this build’s)')
        .option('--ramp <percent>', 'only that share of new runs', wholeNumber(100), 100)
        .action((build: string | undefined, flags: PromoteFlags) =>
          run((context) => promote(build, flags, context)),
        ),
    );
}

async function status({ json }: { readonly json?: boolean }, context: Context): Promise<number> {
  const { stdout, env } = context.terminal;
  const { outside } = context;
  const { SUREFOOT_DEPLOYMENT: deployment } = outside.loadConfig(env);
  const own = outside.ownBuildId() ?? null;
  const builds = await withDeployments(context, (deployments) => deployments.builds());
  if (json === true) {
    stdout.write(`${JSON.stringify({ deployment, own, builds }, null, 2)}\n`);
    return 0;
  }
  const isServed = builds.some(({ state }) => state === 'current');
  stdout.lines([
    ...(builds.length === 0
      ? [`No versioned worker of deployment ${deployment} was ever started.`]
      : builds.map((build) => line(build, own))),
    ...(isServed || builds.length === 0
      ? []
      : [`None is current: ${ownCommand(env, 'deploy', ['promote'])} gives new runs to one.`]),
  ]);
  return 0;
}

function line(
  { buildId, state, percent: share, since }: DeployedBuild,
  own: string | null,
): string {
  const words = share === null ? states[state] : `gets ${share} % of new runs`;
  const mark = buildId === own ? ', this build' : '';
  return `${buildId}  ${words}  since ${toMinute(since)}${mark}`;
}

const states: Readonly<Record<DeployedBuild['state'], string>> = {
  current: 'gets new runs',
  ramping: 'gets some new runs',
  inactive: 'gets no runs yet',
  draining: 'has runs that go on',
  drained: 'has no runs left: its workers may go',
};

async function promote(
  build: string | undefined,
  { ramp }: PromoteFlags,
  context: Context,
): Promise<number> {
  const { outside, terminal } = context;
  const config = outside.loadConfig(terminal.env);
  const buildId = build ?? config.SUREFOOT_BUILD_ID ?? outside.ownBuildId();
  if (buildId === undefined) {
    throw new UsageError('These sources were not built: name the build, or run `npm run build`.');
  }
  await withDeployments(context, (deployments) => deployments.promote(buildId, ramp));
  const share = ramp === 100 ? 'New runs go' : `${ramp} % of new runs go`;
  terminal.stdout.lines([
    `${share} to build ${buildId} of deployment ${config.SUREFOOT_DEPLOYMENT}.`,
  ]);
  return 0;
}

async function withDeployments<T>(
  context: Context,
  work: (deployments: Deployments) => Promise<T>,
): Promise<T> {
  const { terminal, outside } = context;
  return await whileOpen(
    outside.connectDeployments(outside.loadConfig(terminal.env)),
    context,
    work,
  );
}
