import { Command } from 'commander';
import { closed, type Breaker } from '../domain/breaker.js';
import type { Breakers, NamedBreaker } from '../ports.js';
import type { Context, Run } from './context.js';
import { loginName } from './login-name.js';
import { UsageError } from './failures.js';
import { shownBreaker } from '../client/shown-breaker.js';
import { renderBreakers } from './render/breakers.js';
import { whileOpen } from './while-open.js';

interface ForceFlags {
  readonly reason: string;
}

const toolWords = 'a tool or a breaker of the list, such as execute_query';

export function breakersCommand(run: Run): Command {
  return new Command('breakers')
    .description('which tools and models are left alone because they kept failing')
    .option('--json', 'print them as JSON')
    .action((flags: { readonly json?: boolean }) => run((context) => list(flags, context)))
    .addCommand(
      new Command('open')
        .description('switch a tool off for all workers, until it is closed by hand')
        .argument('<tool>', toolWords)
        .requiredOption('--reason <text>', 'why; people whose questions need it are told')
        .action((tool: string, flags: ForceFlags) => run((context) => open(tool, flags, context))),
    )
    .addCommand(
      new Command('close')
        .description('let attempts through again')
        .argument('<tool>', toolWords)
        .requiredOption('--reason <text>', 'why; kept with the change')
        .action((tool: string, flags: ForceFlags) => run((context) => close(tool, flags, context))),
    );
}

async function list({ json }: { readonly json?: boolean }, context: Context): Promise<number> {
  const { stdout } = context.terminal;
  const known = await withBreakers(context, (breakers) => breakers.list());
  if (json === true) stdout.write(`${JSON.stringify(known.map(shownBreaker), null, 2)}\n`);
  else stdout.lines(renderBreakers(known, { style: stdout.style, nowMs: Date.now() }));
  return 0;
}

async function open(tool: string, { reason }: ForceFlags, context: Context): Promise<number> {
  const name = await force(tool, { state: 'forced_open', reason }, reason, context);
  context.terminal.stdout.lines([
    `${name} is switched off for all workers, until \`surefoot breakers close ${tool} --reason …\`.`,
  ]);
  return 0;
}

async function close(tool: string, { reason }: ForceFlags, context: Context): Promise<number> {
  const name = await force(tool, closed, reason, context);
  context.terminal.stdout.lines([`${name} is closed: attempts go through again.`]);
  return 0;
}

/** Returns the breaker's whole name. */
async function force(
  tool: string,
  breaker: Breaker,
  reason: string,
  context: Context,
): Promise<string> {
  if (reason.trim() === '') throw new UsageError('--reason is empty: say why in a few words.');
  return await withBreakers(context, async (breakers) => {
    const name = nameOf(tool, await breakers.list());
    await breakers.force(name, breaker, `${loginName()}: ${reason}`);
    return name;
  });
}

function nameOf(tool: string, known: readonly NamedBreaker[]): string {
  const names = known.map(({ name }) => name);
  const meant = names.filter((name) => name === tool || name.startsWith(`${tool}@`));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  throw new UsageError(
    only === undefined ? unknown(tool, names) : `Which one is meant: ${meant.join(' or ')}?`,
  );
}

function unknown(tool: string, names: readonly string[]): string {
  return names.length === 0
    ? `There is no breaker ${tool}: a worker makes its breakers known when it starts, and none has yet.`
    : `There is no breaker ${tool}: there are ${names.join(', ')}.`;
}

async function withBreakers<T>(
  context: Context,
  work: (breakers: Breakers) => Promise<T>,
): Promise<T> {
  const { terminal, outside } = context;
  const opening = outside.connectBreakers(outside.loadConfig(terminal.env));
  return await whileOpen(opening, context, ({ breakers }) => work(breakers));
}
