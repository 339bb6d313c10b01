import { Command } from 'commander';
import { unlessInterrupted, type Context, type Run } from './context.js';

interface CancelFlags {
  readonly tenant?: string;
}

export function cancelCommand(run: Run): Command {
  return new Command('cancel')
    .description('stop a run: its queries and calls are cancelled, and an answer is recorded')
    .argument('<run>', 'the id that ask showed, or was given with --id')
    .option('--tenant <name>', 'whose run it is (default: default)')
    .action((runId: string, flags: CancelFlags) => run((context) => cancel(runId, flags, context)));
}

async function cancel(
  runId: string,
  { tenant }: CancelFlags,
  { terminal, outside, interrupt }: Context,
): Promise<number> {
  const config = outside.loadConfig(terminal.env);
  const { surefoot, close } = await unlessInterrupted(outside.connect(config), interrupt);
  try {
    const handle = await surefoot.get(runId, { ...(tenant !== undefined && { tenant }) });
    await unlessInterrupted(handle.cancel(), interrupt);
    const { status } = await unlessInterrupted(handle.result(), interrupt);
    terminal.stdout.lines([`Run ${runId} has ended: ${status}`]);
    return 0;
  } finally {
    await close();
  }
}
