import { Argument, Command } from 'commander';
import type { Rating } from '../ports.js';
import type { Context, Run } from './context.js';
import { loginName } from './login-name.js';
import { UsageError } from './failures.js';
import { feedbackJson, renderFeedback } from './render/feedback.js';
import { withRecords } from './with-records.js';

interface RateFlags {
  readonly note?: string;
  readonly user?: string;
  readonly tenant?: string;
}

interface ListFlags {
  readonly up?: boolean;
  readonly down?: boolean;
  readonly tenant?: string;
  readonly json?: boolean;
  readonly cases?: boolean;
}

/** What people think of answers. */
export function feedbackCommand(run: Run): Command {
  return (
    new Command('feedback')
      .description('rate an answer, and see what others think of theirs')
      .argument('<run>', 'the id that ask showed, or was given with --id')
      .addArgument(new Argument('<rating>', 'what you think of its answer').choices(['up', 'down']))
      .option('--note <text>', 'why')
      .option('--user <name>', 'who rates it; a later rating takes the place (default: your login)')
      .option('--tenant <name>', 'whose run it is (default: default)')
      .action((runId: string, rating: Rating['rating'], flags: RateFlags) =>
        run((context) => rate(runId, rating, flags, context)),
      )
      // `list` has a --tenant of its own.
      .enablePositionalOptions()
      .addCommand(
        new Command('list')
          .description('the newest 200 ratings')
          .option('--down', 'only answers that were rated down')
          .option('--up', 'only answers that were rated up')
          .option('--tenant <name>', 'only those of this tenant')
          .option('--json', 'print them as JSON, with question, SQL and answer')
          .option('--cases', 'print them as cases of an evaluation suite, in YAML')
          .action((flags: ListFlags) => run((context) => list(flags, context))),
      )
  );
}

async function rate(
  runId: string,
  rating: Rating['rating'],
  { note = '', user = loginName(), tenant }: RateFlags,
  context: Context,
): Promise<number> {
  const whose = tenant !== undefined && { tenant };
  await withRecords(context, ({ feedback }) =>
    feedback.rate(runId, { rating, note, user, ...whose }),
  );
  context.terminal.stdout.lines([`Kept: ${user} rates the answer of run ${runId} ${rating}.`]);
  return 0;
}

async function list(
  { up, down, tenant, json, cases }: ListFlags,
  context: Context,
): Promise<number> {
  if (json === true && cases === true) throw new UsageError('Use --json or --cases, not both.');
  const rating = up === down ? undefined : up === true ? ('up' as const) : ('down' as const);
  const filter = { ...(rating && { rating }), ...(tenant !== undefined && { tenant }) };
  const { stdout } = context.terminal;
  if (cases === true) {
    const { stringify } = await import('yaml');
    const found = await withRecords(context, ({ feedback }) => feedback.cases(filter));
    // SQL is for a person to read and put right: as it is, with its own lines.
    stdout.write(stringify({ cases: found }, { blockQuote: 'literal', lineWidth: 0 }));
    return 0;
  }
  const rated = await withRecords(context, ({ feedback }) => feedback.list(filter));
  if (json === true) stdout.write(`${JSON.stringify(rated.map(feedbackJson), null, 2)}\n`);
  else stdout.lines(renderFeedback(rated, { style: stdout.style, width: stdout.width() }));
  return 0;
}
