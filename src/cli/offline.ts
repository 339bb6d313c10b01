import { Command, InvalidArgumentError } from 'commander';
import { interrupted, type Context, type Run } from './context.js';
import { UsageError } from './failures.js';

interface OfflineFlags {
  readonly port: number;
  readonly script?: string;
  readonly journal?: string;
}

export function offlineCommand(run: Run): Command {
  return new Command('offline')
    .description('serve Claude’s Messages API on loopback, answered by fixed rules or a script')
    .option('--port <number>', 'the port; a free one where not given', portNumber, 0)
    .option('--script <file>', 'answer by the rules of this JSON file')
    .option('--journal <file>', 'append each call to this file')
    .action((flags: OfflineFlags) => run((context) => serve(flags, context)));
}

async function serve(
  flags: OfflineFlags,
  { terminal, outside, interrupt }: Context,
): Promise<number> {
  const server = await outside.startOfflineServer(flags).catch((cause: unknown) => {
    throw new UsageError(startWords(cause, flags), { cause });
  });
  terminal.stdout.lines([
    `Offline planner ready: set ANTHROPIC_BASE_URL=${server.url} and ANTHROPIC_API_KEY=offline`,
  ]);
  await interrupted(interrupt);
  await server.close();
  return 0;
}

function startWords(cause: unknown, { port }: OfflineFlags): string {
  const { code, message } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: give another one, or none for a free one.`;
  if (code === 'EACCES') return `Port ${port} is not ours to take: give one above 1023.`;
  return message ?? String(cause);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Use a number from 0 to 65535.');
}
