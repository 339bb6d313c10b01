import { Command, Option } from 'commander';
import type { RunFilter } from '../ports.js';
import type { Context, Run } from './context.js';
import { ownCommand } from './own-command.js';
import { renderRuns } from './render/runs.js';
import { exitCodes } from './render/status.js';
import { timeArgument, timeWords } from './time-argument.js';
import { withRecords } from './with-records.js';
import { wholeNumber } from './number-arguments.js';

interface ListFlags extends RunFilter {
  readonly json?: boolean;
}

const statuses = ['running', ...Object.keys(exitCodes)];

/** What was asked, and what became of it. */
export function runsCommand(run: Run): Command {
  return new Command('runs').description('what was asked, and what became of it').addCommand(
    new Command('list')
      .description('runs, the newest first')
      .addOption(new Option('--status <status>', 'only these').choices(statuses))
      .option('--user <name>', 'only those that this user asked')
      .option('--session <name>', 'only those of this session')
      .option('--tenant <name>', 'only those of this tenant')
      .addOption(
        new Option('--since <time>', `began then or later: ${timeWords}`).argParser(timeArgument),
      )
      .addOption(new Option('--until <time>', 'began before that').argParser(timeArgument))
      .option('--question <text>', 'only those whose question contains it')
      .addOption(
        new Option('--limit <number>', 'how many, 500 at most (default: 50)').argParser(
          wholeNumber(500),
        ),
      )
      .option('--cursor <cursor>', 'go on where the page before ended')
      .option('--json', 'print { runs, next } as JSON; next is the cursor of the next page')
      .action((flags: ListFlags) => run((context) => list(flags, context))),
  );
}

async function list({ json, ...filter }: ListFlags, context: Context): Promise<number> {
  const page = await withRecords(context, ({ runs }) => runs.list(filter));
  const { stdout, env } = context.terminal;
  if (json === true) {
    stdout.write(`${JSON.stringify(page, null, 2)}\n`);
    return 0;
  }
  stdout.lines(renderRuns(page.runs, { style: stdout.style, width: stdout.width() }));
  if (page.next !== null) {
    const flags = Object.entries({ ...filter, cursor: page.next }).flatMap(([name, value]) => [
      `--${name}`,
      String(value),
    ]);
    stdout.lines(['', `More: ${ownCommand(env, 'runs', ['list', ...flags])}`]);
  }
  return 0;
}
