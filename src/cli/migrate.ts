import { Command } from 'commander';
import type { Context, Run } from './context.js';
import { UsageError } from './failures.js';

export function migrateCommand(run: Run): Command {
  return new Command('migrate')
    .description('bring the store’s schema up to this version; safe to repeat')
    .action(() => run(migrate));
}

async function migrate({ terminal, outside }: Context): Promise<number> {
  const { SUREFOOT_STORE_URL: url } = outside.loadConfig(terminal.env);
  if (url === undefined)
    throw new UsageError('SUREFOOT_STORE_URL is not set: it says which store to migrate.');
  const applied = await outside.migrateStore(url, (line) => terminal.stdout.lines([line]));
  if (applied.length === 0) terminal.stdout.lines(['The store is up to date.']);
  return 0;
}
