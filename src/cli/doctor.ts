import { Command } from 'commander';
import type { Config, SurefootConfig } from '../config.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import { checkBuild } from './doctor/check-build.js';
import { checkClaude } from './doctor/check-claude.js';
import { checkExamples } from './doctor/check-examples.js';
import { describeConfigFile } from './doctor/check-config-file.js';
import { checkNode, checkTemporalCli } from './doctor/check-machine.js';
import { checkStore } from './doctor/check-store.js';
import { checkTemporal } from './doctor/check-temporal.js';
import { checkWarehouse } from './doctor/check-warehouse.js';
import { listSettings } from './doctor/settings.js';
import type { Finding } from './doctor/finding.js';
import { describeFailure } from './failures.js';
import type { Outside } from './outside.js';
import { renderFindings } from './render/findings.js';

interface DoctorFlags {
  readonly json?: boolean;
}

export function doctorCommand(run: Run): Command {
  return new Command('doctor')
    .description(
      'look at everything that Surefoot depends on, and say what to do where it is amiss',
    )
    .option('--json', 'print the findings as JSON')
    .action((flags: DoctorFlags) => run((context) => doctor(flags, context)));
}

/** Exit code 0 where `ask` and `worker` can work. */
async function doctor({ json }: DoctorFlags, context: Context): Promise<number> {
  const { terminal, outside, interrupt } = context;
  const { stdout } = terminal;
  const config = configOrFinding(context);
  const looking = 'state' in config ? Promise.resolve([config]) : lookAt(config, outside);
  const findings = [checkNode(), ...(await unlessInterrupted(looking, interrupt))];
  const healthy = findings.every(({ state }) => state !== 'failed');
  const settings =
    'state' in config ? [] : listSettings(config, outside.settingNames(), terminal.env);
  if (json === true) {
    stdout.write(`${JSON.stringify({ healthy, findings, settings }, null, 2)}\n`);
  } else {
    const look = { style: stdout.style, width: stdout.width() };
    stdout.lines(renderFindings({ healthy, findings, settings }, look));
  }
  return healthy ? 0 : 1;
}

function configOrFinding({ terminal, outside }: Context): Config | Finding {
  try {
    return outside.loadConfig(terminal.env);
  } catch (error) {
    const { message } = describeFailure(error);
    return { name: 'Settings', state: 'failed', found: message, advice: '' };
  }
}

/** The file first: while it is compiled nothing else moves, and a server's answer would come too late. */
async function lookAt(config: Config, outside: Outside): Promise<readonly Finding[]> {
  const loading = outside.loadConfigFile(config);
  const file = await bounded('Configuration', loading.then(describeConfigFile));
  const own = file.state === 'failed' ? null : ((await loading)?.config ?? {});
  const queues = own === null ? [] : outside.warehouseQueues(config, own);
  const one = (name: string, check: Promise<Finding>) =>
    bounded(name, check).then((finding) => [finding]);
  const others = await Promise.all([
    one('Temporal CLI', checkTemporalCli(config, outside)),
    one('Temporal', checkTemporal(config, outside, queues)),
    one('Store', checkStore(config, outside)),
    // A file that cannot be taken is said above.
    own === null ? [] : warehouseFindings(config, own, outside),
    one('Claude', checkClaude(config, outside)),
    one('Build', checkBuild(config, outside)),
  ]);
  return [file, ...others.flat()];
}

async function warehouseFindings(
  config: Config,
  own: SurefootConfig,
  outside: Outside,
): Promise<readonly Finding[]> {
  const name = 'Warehouse';
  const settings = await outside
    .warehouseSettings(config, own)
    .catch((error: unknown): Finding => failing(name, error));
  if ('state' in settings) return [settings];
  if (settings.length === 0) {
    const advice = 'worker needs SUREFOOT_WAREHOUSE_URL; demo and dev bring a sample of their own.';
    return [{ name, state: 'failed', found: 'not set', advice }];
  }
  const looked = settings.map((each) => {
    const named = settings.length === 1 ? name : `${name} ${each.name}`;
    const check = checkWarehouse(each, config, outside);
    return bounded(
      named,
      check.then((finding) => ({ ...finding, name: named })),
    );
  });
  const hasExamples = (own.prompts?.examples ?? []).length > 0;
  const examples = hasExamples ? [bounded('Examples', checkExamples(own, settings, outside))] : [];
  return await Promise.all([...looked, ...examples]);
}

/** Loading what a check needs takes seconds on a busy machine, which is no reason to call anything broken. */
const patienceMs = 20_000;

/** A check that hangs is a finding, too. */
async function bounded(name: string, check: Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      const found = `no answer within ${patienceMs / 1_000} s`;
      resolve({ name, state: 'failed', found, advice: 'Check its address and the network.' });
    }, patienceMs);
  });
  try {
    return await Promise.race([check.catch((error: unknown) => failing(name, error)), late]);
  } finally {
    clearTimeout(timer);
  }
}

function failing(name: string, error: unknown): Finding {
  return { name, state: 'failed', found: describeFailure(error).message, advice: '' };
}
