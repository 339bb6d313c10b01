import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { Context, Run } from './context.js';
import { UsageError } from './failures.js';
import { renderReceipt } from './render/receipt.js';
import { withRecords } from './with-records.js';

interface ShowFlags {
  readonly tenant?: string;
  readonly json?: boolean;
  /** True for stdout. */
  readonly html?: string | true;
}

export function showCommand(run: Run): Command {
  return new Command('show')
    .description(
      'the receipt of a run: plan, steps, checks, figures with their cells and SQL, price',
    )
    .argument('<run>', 'the id that ask showed, or was given with --id')
    .option('--tenant <name>', 'whose run it is (default: default)')
    .option('--json', 'print it as JSON')
    .option('--html [file]', 'as one page that loads nothing, into a file or on stdout')
    .action((runId: string, flags: ShowFlags) => run((context) => show(runId, flags, context)));
}

async function show(
  runId: string,
  { tenant, json, html }: ShowFlags,
  context: Context,
): Promise<number> {
  if (json === true && html !== undefined) throw new UsageError('Use --json or --html, not both.');
  const whose = tenant !== undefined && { tenant };
  const receipt = await withRecords(context, ({ runs }) => runs.receipt(runId, { ...whose }));
  const { stdout } = context.terminal;
  if (json === true) {
    stdout.write(`${JSON.stringify(receipt, null, 2)}\n`);
  } else if (html === undefined) {
    stdout.lines(renderReceipt(receipt, { style: stdout.style, width: stdout.width() }));
  } else {
    const { receiptPage } = await import('../html/receipt/receipt-page.js');
    if (html === true) stdout.write(receiptPage(receipt));
    else await writePage(html, receiptPage(receipt), context);
  }
  return 0;
}

async function writePage(file: string, text: string, { terminal }: Context): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new UsageError(`The page cannot be written to ${file}.`, { cause });
  }
  terminal.stdout.lines([`The receipt is in ${file}.`]);
}
