import { Command } from 'commander';
import type { Context, Run } from './context.js';
import { checkTenant, UsageError } from './failures.js';
import { renderForgotten } from './render/forgotten.js';
import { whileOpen } from './while-open.js';

interface ForgetFlags {
  readonly user: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

export function forgetCommand(run: Run): Command {
  return new Command('forget')
    .description('erase what a user asked and was answered, for good; runs stay as counts')
    .requiredOption('--user <name>', 'whose questions')
    .option('--tenant <name>', 'in which tenant (default: default)')
    .option('--json', 'print what was erased as JSON')
    .action((flags: ForgetFlags) => run((context) => forget(flags, context)));
}

/** Ends with 1 where something of the user is left. */
async function forget({ user, tenant, json }: ForgetFlags, context: Context): Promise<number> {
  checkTenant(tenant);
  const { terminal, outside } = context;
  if (user === '') throw new UsageError('--user is empty: say whose questions to erase.');
  const config = outside.loadConfig(terminal.env);
  if (tenant === undefined && config.SUREFOOT_TENANCY === 'required') {
    throw new UsageError('Say in which tenant with --tenant: a name may be two people’s.');
  }
  const who = { tenant: tenant ?? 'default', user };
  const forgotten = await whileOpen(outside.connectForget(config), context, ({ forgetUser }) =>
    forgetUser(who),
  );
  const { stdout } = terminal;
  if (json === true) stdout.write(`${JSON.stringify(forgotten, null, 2)}\n`);
  else stdout.lines(renderForgotten(who, forgotten));
  return forgotten.running.length + forgotten.historiesLeft.length > 0 ? 1 : 0;
}
