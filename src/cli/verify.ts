import { Command } from 'commander';
import { shownExample } from '../client/shown-example.js';
import { noTenant } from '../domain/question.js';
import type { Context, Run } from './context.js';
import { loginName } from './login-name.js';
import { UsageError } from './failures.js';
import { renderExamples } from './render/examples.js';
import { oneLine } from './render/text.js';
import { withRecords } from './with-records.js';

interface VerifyFlags {
  readonly as?: string;
  readonly by?: string;
  readonly tenant?: string;
}

interface ListFlags {
  readonly tenant?: string;
  readonly json?: boolean;
}

/** Questions whose plan somebody has verified. */
export function verifyCommand(run: Run): Command {
  return (
    new Command('verify')
      .description('make an answered question an example: its plan is right, and is used again')
      .argument('<run>', 'the id that ask showed, or was given with --id')
      .option('--as <question>', 'the whole question that its plan answers (default: as asked)')
      .option('--by <name>', 'who verified it (default: your login)')
      .option('--tenant <name>', 'whose run it is (default: default)')
      .action((runId: string, flags: VerifyFlags) =>
        run((context) => promote(runId, flags, context)),
      )
      // `list` and `remove` have a --tenant of their own.
      .enablePositionalOptions()
      .addCommand(
        new Command('list')
          .description('the newest 200 verified questions')
          .option('--tenant <name>', 'only those of this tenant')
          .option('--json', 'print them as JSON, with SQL and plan')
          .action((flags: ListFlags) => run((context) => list(flags, context))),
      )
      .addCommand(
        new Command('remove')
          .description('forget that a question was verified')
          .argument('<run>', 'the run that was promoted')
          .option('--tenant <name>', 'whose run it is (default: default)')
          .action((runId: string, flags: { readonly tenant?: string }) =>
            run((context) => remove(runId, flags, context)),
          ),
      )
  );
}

async function promote(
  runId: string,
  { as: question, by = loginName(), tenant }: VerifyFlags,
  context: Context,
): Promise<number> {
  const options = {
    by,
    ...(question !== undefined && { question }),
    ...(tenant !== undefined && { tenant }),
  };
  const kept = await withRecords(context, ({ examples }) => examples.promote(runId, options));
  context.terminal.stdout.lines([`Verified by ${by}: ${oneLine(kept.question)}`]);
  return 0;
}

async function list({ tenant, json }: ListFlags, context: Context): Promise<number> {
  const filter = tenant === undefined ? {} : { tenant };
  const found = await withRecords(context, ({ examples }) => examples.list(filter));
  const { stdout } = context.terminal;
  if (json === true) stdout.write(`${JSON.stringify(found.map(shownExample), null, 2)}\n`);
  else stdout.lines(renderExamples(found, { style: stdout.style, width: stdout.width() }));
  return 0;
}

async function remove(
  runId: string,
  { tenant = noTenant }: { readonly tenant?: string },
  context: Context,
): Promise<number> {
  const wasOne = await withRecords(context, ({ examples }) => examples.remove(runId, { tenant }));
  if (!wasOne) throw new UsageError(`Run ${runId} of tenant ${tenant} is not verified.`);
  context.terminal.stdout.lines([`Run ${runId} is an example no more.`]);
  return 0;
}
