import { Command } from 'commander';
import type { Config } from '../config.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import { checkBuild } from './doctor/check-build.js';
import { checkClaude } from './doctor/check-claude.js';
import { checkConfigFile } from './doctor/check-config-file.js';
import { checkNode, checkTemporalCli } from './doctor/check-machine.js';
import { checkStore } from './doctor/check-store.js';
import { checkTemporal } from './doctor/check-temporal.js';
import { checkWarehouse } from './doctor/check-warehouse.js';
import { listSettings } from './doctor/settings.js';
import type { Finding } from './doctor/finding.js';
import { describeFailure } from './failures.js';
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
  const checks =
    'state' in config
      ? [Promise.resolve(config)]
      : [
          checkConfigFile(config, outside),
          checkTemporalCli(config, outside),
          checkTemporal(config, outside),
          checkStore(config, outside),
          checkWarehouse(config, outside),
          checkClaude(config, outside),
          checkBuild(config, outside),
        ].map(bounded);
  const findings = [checkNode(), ...(await unlessInterrupted(Promise.all(checks), interrupt))];
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

const patienceMs = 8_000;

/** A check that hangs is a finding, too. */
async function bounded(check: Promise<Finding>, index: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const name =
    ['Configuration', 'Temporal CLI', 'Temporal', 'Store', 'Warehouse', 'Claude', 'Build'][index] ??
    '';
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      const found = `no answer within ${patienceMs / 1_000} s`;
      resolve({ name, state: 'failed', found, advice: 'Check its address and the network.' });
    }, patienceMs);
  });
  const failing = check.catch((error: unknown): Finding => {
    return { name, state: 'failed', found: describeFailure(error).message, advice: '' };
  });
  try {
    return await Promise.race([failing, late]);
  } finally {
    clearTimeout(timer);
  }
}
