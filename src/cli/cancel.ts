import { Command } from 'commander';
import type { Context, Run } from './context.js';
import { withSurefoot } from './with-surefoot.js';

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

async function cancel(runId: string, { tenant }: CancelFlags, context: Context): Promise<number> {
  const whose = tenant !== undefined && { tenant };
  const { status } = await withSurefoot(context, async (surefoot) => {
    const handle = await surefoot.get(runId, { ...whose });
    await handle.cancel();
    return await handle.result();
  });
  context.terminal.stdout.lines([`Run ${runId} has ended: ${status}`]);
  return 0;
}
