import { Command } from 'commander';
import type { Context, Run } from './context.js';
import { UsageError } from './failures.js';
import { migrateWarehouse, type WarehouseFlags } from './migrate-warehouse.js';

export function migrateCommand(run: Run): Command {
  return new Command('migrate')
    .description('bring the store’s schema up to this version; safe to repeat')
    .option(
      '--warehouse [name]',
      'instead, print the grants for a role that may read this warehouse and nothing else (default: for each that is configured)',
    )
    .option('--role <name>', 'that role (default: the one of the warehouse’s URL)')
    .option('--run <url>', 'with --warehouse: run the grants as the owner or superuser of this URL')
    .action((flags: WarehouseFlags) =>
      run((context) =>
        flags.warehouse === undefined ? migrate(flags, context) : migrateWarehouse(flags, context),
      ),
    );
}

async function migrate(
  { run, role }: WarehouseFlags,
  { terminal, outside }: Context,
): Promise<number> {
  if (run !== undefined || role !== undefined) {
    throw new UsageError('--run and --role go with --warehouse.');
  }
  const { SUREFOOT_STORE_URL: url } = outside.loadConfig(terminal.env);
  if (url === undefined)
    throw new UsageError('SUREFOOT_STORE_URL is not set: it says which store to migrate.');
  const applied = await outside.migrateStore(url, (line) => terminal.stdout.lines([line]));
  if (applied.length === 0) terminal.stdout.lines(['The store is up to date.']);
  return 0;
}
