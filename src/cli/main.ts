import { CommanderError } from 'commander';
import { Interrupted, type Context, type Run } from './context.js';
import { describeFailure } from './failures.js';
import type { Outside } from './outside.js';
import { createProgram } from './program.js';
import { openTerminal, type Terminal } from './terminal.js';

/** The whole life of one `surefoot` process: words, work, signals, streams, exit code. */
export async function main(version: string, outside: Outside): Promise<void> {
  const { argv, env, stdout, stderr } = process;
  const terminal = openTerminal(env, stdout, stderr);
  const interrupt = listenForSignals();
  const exitCode = await runCommand(argv, version, { terminal, outside, interrupt });
  await Promise.all([terminal.stdout.flushed(), terminal.stderr.flushed()]);
  // Not left to Node: a connection that someone forgot would keep the process alive.
  process.exit(exitCode);
}

async function runCommand(
  argv: readonly string[],
  version: string,
  context: Context,
): Promise<number> {
  const { terminal } = context;
  let exitCode = 0;
  const run: Run = async (work) => {
    exitCode = await work(withConfigFile(program.opts(), context));
  };
  const program = await createProgram(version, terminal, run, argv[2]);
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Interrupted) return error.exitCode;
    return reported(error, terminal);
  }
}

/** `--config` is the setting of that name, given for once. */
function withConfigFile({ config }: { readonly config?: string }, context: Context): Context {
  if (config === undefined) return context;
  const { terminal } = context;
  return {
    ...context,
    terminal: { ...terminal, env: { ...terminal.env, SUREFOOT_CONFIG: config } },
  };
}

function reported(error: unknown, { env, stderr }: Terminal): number {
  const { exitCode, message } = describeFailure(error);
  stderr.lines([`${stderr.style.red('surefoot:')} ${message}`]);
  if (env['SUREFOOT_DEBUG'] === '1' && error instanceof Error) {
    stderr.lines([
      error.stack ?? '',
      ...(error.cause instanceof Error ? [`Cause: ${error.cause.stack ?? ''}`] : []),
    ]);
  }
  return exitCode;
}

/** The first signal asks the command to end in good order; the second one does not ask. */
function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const reason = new Interrupted(signal);
      if (controller.signal.aborted) process.exit(reason.exitCode);
      controller.abort(reason);
    });
  }
  return controller.signal;
}
