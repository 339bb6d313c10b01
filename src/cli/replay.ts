import { Command, Option } from 'commander';
import type { FoundRun, Replayed } from '../ports.js';
import type { Context, Run } from './context.js';
import { timeArgument, timeWords } from './time-argument.js';
import { whileOpen } from './while-open.js';
import { wholeNumber } from './number-arguments.js';

interface ReplayFlags {
  readonly query?: string;
  readonly since?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** Whether runs that other builds began would go on with this one. */
export function replayCommand(run: Run): Command {
  return new Command('replay')
    .description('replay the live server’s histories on this build, before it is deployed')
    .option(
      '--query <filter>',
      'those of this list filter of Temporal’s (default: all unfinished workflows of the queue, then the newest runs that ended)',
    )
    .addOption(
      new Option(
        '--since <time>',
        `of runs that ended, those that began then or later: ${timeWords}`,
      )
        .argParser(timeArgument)
        .conflicts('query'),
    )
    .option('--limit <number>', 'how many at most', wholeNumber(99_999), 100)
    .option('--json', 'print what it came to as JSON')
    .addHelpText('after', exitCodes)
    .action((flags: ReplayFlags) => run((context) => replay(flags, context)));
}

const exitCodes = `
Exit codes:
  0  all replay as they were
  6  at least one diverges: a run in flight would break on this build
  5  there was nothing to replay, so nothing is known
  2  used wrongly
  1  something is broken or out of reach`;

async function replay({ json, ...choice }: ReplayFlags, context: Context): Promise<number> {
  const { outside, terminal, interrupt } = context;
  const opening = outside.connectReplays(outside.loadConfig(terminal.env));
  return await whileOpen(opening, context, async (desk) => {
    const found = await desk.find(choice);
    const replayed = await desk.replay(found, interrupt);
    if (json === true) {
      const unfinished = unfinishedOf(found);
      terminal.stdout.write(`${JSON.stringify({ ...replayed, unfinished }, null, 2)}\n`);
    } else {
      terminal.stdout.lines(words(found, replayed, choice));
    }
    if (replayed.diverged.length > 0) return 6;
    return replayed.replayed === 0 ? 5 : 0;
  });
}

function words(
  found: readonly FoundRun[],
  { replayed, diverged }: Replayed,
  { limit }: Pick<ReplayFlags, 'limit'>,
): readonly string[] {
  if (replayed === 0) return ['There was no history to replay, so nothing is known of this build.'];
  const outcome =
    diverged.length === 0 ? 'all as they were' : `${diverged.length} of them not as they were`;
  const histories = replayed === 1 ? '1 history' : `${replayed} histories`;
  return [
    `Replayed ${histories} on this build, ${unfinishedOf(found)} of runs in flight: ${outcome}.`,
    ...(found.length < limit ? [] : [`There may be more: --limit is ${limit}.`]),
    ...diverged.map(
      ({ workflowId, temporalRunId, event, why }) =>
        `✗ ${workflowId} (${temporalRunId})${event === null ? '' : `, event ${event.id} ${event.type}`}: ${why}`,
    ),
    ...(diverged.length === 0 ? [] : [advice]),
  ];
}

const advice =
  'Such a run in flight would break on this build: guard the change with patched(), or let runs end on the build that began them (docs/operations.md).';

function unfinishedOf(found: readonly FoundRun[]): number {
  return found.filter(({ unfinished }) => unfinished).length;
}
