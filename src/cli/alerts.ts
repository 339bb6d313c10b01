import { Command } from 'commander';
import type { Context, Run } from './context.js';
import { alertJson, renderAlerts } from './render/alerts.js';
import { withRecords } from './with-records.js';

interface ListFlags {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** What is wrong with tools, Claude or runs, as the rules of docs/alerts.md have it. */
export function alertsCommand(run: Run): Command {
  return new Command('alerts')
    .description('what is wrong, since when, and where to look')
    .addCommand(
      new Command('list')
        .description('the alerts that fire (what `surefoot alerts` does)')
        .option('--all', 'those that are over, too: the newest 200')
        .option('--json', 'print { checkedAt, alerts } as JSON')
        .action((flags: ListFlags) => run((context) => list(flags, context))),
      { isDefault: true },
    );
}

async function list({ all = false, json }: ListFlags, context: Context): Promise<number> {
  const found = await withRecords(context, ({ alerts }) => alerts.list({ all }));
  const { stdout } = context.terminal;
  if (json === true) {
    const printed = { ...found, alerts: found.alerts.map(alertJson) };
    stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
  } else {
    const look = { style: stdout.style, width: stdout.width(), nowMs: Date.now() };
    stdout.lines(renderAlerts(found, look));
  }
  return 0;
}
