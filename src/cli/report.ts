import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Command, Option } from 'commander';
import { isDay, addDays } from '../domain/day.js';
import { lastPeriod } from '../domain/report/period.js';
import { renderJson } from '../domain/report/render/json.js';
import { renderMarkdown } from '../domain/report/render/markdown.js';
import type { Period, Report, ReportKind } from '../domain/report/report.js';
import { toMinute } from '../domain/shown/minute.js';
import { reportPage } from '../html/report/report-page.js';
import type { ReportEntry } from '../ports.js';
import type { Context, Run } from './context.js';
import { checkTenant, UsageError } from './failures.js';
import type { ReportDesk } from './outside.js';
import { warehousesOf } from './warehouses-of.js';
import { whileOpen } from './while-open.js';

const formats = { md: renderMarkdown, html: reportPage, json: renderJson } as const;
type Format = keyof typeof formats;

interface OutputFlags {
  readonly format?: Format;
  readonly out?: string;
}

interface MakeFlags extends OutputFlags {
  readonly from?: string;
  readonly to?: string;
  readonly tenant?: string;
}

const words = {
  week: 'first tries, failures, timeouts, retries, fallbacks, breakers, findings and cost',
  month: 'that of a week, with the slowest queries, failures that nothing caught, and feedback',
  quarter: 'that of a month, with models and prompts compared, and recent histories replayed',
} as const satisfies Record<ReportKind, string>;

/** What the log says of a period, in words, with the SQL of every figure. */
export function reportCommand(run: Run): Command {
  const kinds = Object.keys(words) as ReportKind[];
  const command = new Command('report').description(
    'how a week, month or quarter went, and what to do',
  );
  for (const kind of kinds) {
    command.addCommand(
      withOutput(new Command(kind).description(words[kind]))
        .option('--from <day>', `the first day, UTC (default: of the last whole ${kind})`)
        .option('--to <day>', 'the day after the last')
        .option('--tenant <name>', 'only the runs of this tenant')
        .action((flags: MakeFlags) => run((context) => make(kind, flags, context))),
    );
  }
  return command
    .addCommand(
      new Command('list')
        .description('the newest 100 that schedules made')
        .option('--json', 'print them as JSON')
        .action((flags: { readonly json?: boolean }) => run((context) => list(flags, context))),
    )
    .addCommand(
      withOutput(new Command('show').description('one that a schedule made'))
        .argument('<report>', 'its id, such as week-2026-09-21')
        .action((id: string, flags: OutputFlags) => run((context) => show(id, flags, context))),
    );
}

function withOutput(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        'how it is written (default: by the file’s name, else md)',
      ).choices(Object.keys(formats)),
    )
    .option('--out <file>', 'write it to this file');
}

async function make(kind: ReportKind, flags: MakeFlags, context: Context): Promise<number> {
  const period = periodOf(kind, flags);
  const { tenant = null } = flags;
  checkTenant(tenant ?? undefined);
  const order = { kind, period, tenant, madeAt: new Date().toISOString() };
  const report = await atDesk(context, (desk) => desk.make(order, context.interrupt));
  return await write(report, flags, context);
}

function periodOf(kind: ReportKind, { from, to }: MakeFlags): Period {
  if (from === undefined && to === undefined)
    return lastPeriod(kind, new Date().toISOString().slice(0, 10));
  if (from === undefined || to === undefined) {
    throw new UsageError('--from and --to belong together: give both, or neither.');
  }
  for (const day of [from, to]) {
    if (!isDay(day)) throw new UsageError(`${day} is no day such as 2026-09-30.`);
  }
  if (from >= to) throw new UsageError('--to is the day after the last, so it comes after --from.');
  if (addDays(from, longestDays) < to) throw new UsageError('A report covers a year at most.');
  return { from, to };
}

const longestDays = 366;

async function show(id: string, flags: OutputFlags, context: Context): Promise<number> {
  const report = await atDesk(context, (desk) => desk.reports.find(id));
  if (report === undefined) {
    throw new UsageError(
      `There is no report ${id}: \`surefoot report list\` has those that there are.`,
    );
  }
  return await write(report, flags, context);
}

async function list({ json }: { readonly json?: boolean }, context: Context): Promise<number> {
  const { stdout } = context.terminal;
  const entries = await atDesk(context, (desk) => desk.reports.list());
  if (json === true) stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
  else if (entries.length === 0) stdout.lines(['No schedule has made a report yet.']);
  else stdout.lines(entries.map(entryLine));
  return 0;
}

function entryLine({ reportId, from, to, madeAt }: ReportEntry): string {
  return `${reportId}  ${from} to ${addDays(to, -1)}  made ${toMinute(madeAt)} UTC`;
}

async function write(
  report: Report,
  { format, out }: OutputFlags,
  context: Context,
): Promise<number> {
  const { stdout } = context.terminal;
  const text = formats[format ?? formatOf(out)](report);
  if (out === undefined) stdout.write(text);
  else {
    await writeFile(out, text).catch((error: unknown) => {
      const code =
        error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
      throw new UsageError(`${out} cannot be written (${code}).`);
    });
    stdout.lines([`Written to ${out}.`]);
  }
  return 0;
}

function formatOf(out = ''): Format {
  const extension = extname(out).slice(1);
  return extension === 'html' || extension === 'json' ? extension : 'md';
}

async function atDesk<T>(context: Context, work: (desk: ReportDesk) => Promise<T>): Promise<T> {
  const { terminal, outside } = context;
  const config = outside.loadConfig(terminal.env);
  const opening = outside.connectReports(config, await warehousesOf(config, outside));
  return await whileOpen(opening, context, work);
}
