import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Verdict } from '../tools/judge-sql.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import type { WarehouseSettings } from '../config/warehouses.js';
import { UsageError } from './failures.js';
import type { Outside } from './outside.js';
import { ownCommand } from './own-command.js';
import { renderVerdict } from './render/verdict.js';
import { readStatement } from './sql-lines.js';
import { warehousesOf } from './warehouses-of.js';
import { whileOpen } from './while-open.js';

interface CheckFlags {
  readonly warehouse?: string | true;
  readonly tenant?: string;
  readonly params: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

type Judge = (sql: string) => Promise<Verdict>;

export function sqlCommand(run: Run): Command {
  return new Command('sql').description('what may be sent to the warehouse').addCommand(
    new Command('check')
      .description('hold SQL to what a plan’s SQL is held to, without running it')
      .argument('[file]', 'with one statement; standard input where it is - or not given', '-')
      .option(
        '--warehouse [name]',
        'check names against the catalog of this warehouse, or of this URL, then let it plan the statement (default: the only one)',
      )
      .option('--tenant <name>', 'for whom the warehouse plans it, where it keeps tenants apart')
      .option('--params <number>', 'how many parameters $1, $2 … the SQL must use', '0')
      .option('--json', 'print the verdict as JSON, with the SQL as it would be sent')
      .option(
        '--jsonl',
        'check a corpus: one { "id", "sql" } a line in, one { "id", "accepted", "findings" } a line out',
      )
      .addHelpText('after', exitCodes)
      .action((file: string, flags: CheckFlags) => run((context) => check(file, flags, context))),
  );
}

const exitCodes = `
Exit codes:
  0  accepted: harmless. Findings of the layers output and lint do not refuse, though a plan is sent back for them
  6  refused; with --jsonl, at least one line
  2  used wrongly; with --jsonl, at least one line is no { "id", "sql" }
  1  the warehouse is out of reach`;

async function check(file: string, flags: CheckFlags, context: Context): Promise<number> {
  if (flags.json && flags.jsonl) throw new UsageError('Use either --json or --jsonl.');
  const text = await contentOf(file);
  return await judging(flags, context, (judge) =>
    flags.jsonl
      ? checkLines(text, judge, context)
      : checkOne(text, judge, flags, { file, ...context }),
  );
}

async function checkOne(
  sql: string,
  judge: Judge,
  { json, warehouse }: CheckFlags,
  { terminal, file }: Context & { readonly file: string },
): Promise<number> {
  const { stdout, stderr, env } = terminal;
  const verdict = await judge(sql);
  if (json === true) {
    stdout.write(`${JSON.stringify(verdict, null, 2)}\n`);
  } else {
    stdout.lines(renderVerdict(verdict, { style: stdout.style, width: stdout.width() }));
    if (verdict.accepted && warehouse === undefined) {
      const words = ['check', ...(file === '-' ? [] : [file]), '--warehouse'];
      stderr.lines([
        `Names were not checked. With a warehouse they are: \`${ownCommand(env, 'sql', words)}\`.`,
      ]);
    }
  }
  return verdict.accepted ? 0 : 6;
}

/** In order, and each line at once: what cannot be read is a finding of its own and stops nothing. */
async function checkLines(text: string, judge: Judge, { terminal }: Context): Promise<number> {
  let exitCode = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const read = readStatement(line);
    if ('finding' in read) exitCode = 2;
    const { accepted, findings } =
      'finding' in read ? { accepted: false, findings: [read.finding] } : await judge(read.sql);
    if (!accepted && exitCode === 0) exitCode = 6;
    terminal.stdout.write(`${JSON.stringify({ id: read.id, accepted, findings })}\n`);
  }
  return exitCode;
}

async function judging(
  { warehouse: wanted, tenant, params }: CheckFlags,
  context: Context,
  work: (judge: Judge) => Promise<number>,
): Promise<number> {
  const { terminal, outside, interrupt } = context;
  const paramCount = Number(params);
  if (!/^\d{1,3}$/.test(params)) throw new UsageError('--params: use a number from 0 to 999.');
  const { judgeSql } = await outside.loadJudge();
  if (wanted === undefined) {
    return await unlessInterrupted(
      work((sql) => judgeSql(sql, { paramCount, signal: interrupt })),
      interrupt,
    );
  }
  const opening = outside.connectWarehouse(await wantedWarehouse(wanted, outside, terminal));
  return await whileOpen(opening, context, (warehouse) =>
    work((sql) => judgeSql(sql, { paramCount, warehouse, tenant, signal: interrupt })),
  );
}

/** Of a URL all that the environment says of warehouses holds. */
async function wantedWarehouse(
  wanted: string | true,
  outside: Outside,
  { env }: Context['terminal'],
): Promise<WarehouseSettings> {
  const isUrl =
    typeof wanted === 'string' && URL.canParse(wanted) && /^postgres(ql)?:/.test(wanted);
  const config = outside.loadConfig(isUrl ? { ...env, SUREFOOT_WAREHOUSE_URL: wanted } : env);
  const all = isUrl
    ? await outside.warehouseSettings(config, {})
    : await warehousesOf(config, outside);
  const names = all.map(({ name }) => name);
  const found = wanted === true || isUrl ? all[0] : all.find(({ name }) => name === wanted);
  if (wanted === true && all.length === 0) {
    throw new UsageError('--warehouse needs a URL, or SUREFOOT_WAREHOUSE_URL to be set.');
  }
  if (found === undefined || (wanted === true && all.length > 1)) {
    const orName = names.length === 0 ? '' : `, or one of ${names.join(', ')}`;
    throw new UsageError(`--warehouse: use a postgres:// URL${orName}.`);
  }
  return found;
}

async function contentOf(file: string): Promise<string> {
  if (file === '-') return (await buffer(process.stdin)).toString();
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: give a file with SQL, or - for standard input.`, {
      cause,
    });
  }
}
