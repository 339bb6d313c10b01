import { Command } from 'commander';
import { noTenant } from '../domain/question.js';
import { productVersion } from '../server/product-version.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import { checkTenant } from './failures.js';
import { loginName } from './login-name.js';

interface McpFlags {
  readonly user?: string;
  readonly tenant?: string;
}

export function mcpCommand(run: Run): Command {
  return new Command('mcp')
    .description('serve MCP on stdin and stdout, for a client such as Claude Desktop')
    .option('--user <name>', 'who asks, for the log; a conversation is one user’s')
    .option('--tenant <name>', 'whose runs they are (default: default)')
    .action((flags: McpFlags) => run((context) => serveMcp(flags, context)));
}

/** Nothing but the protocol is written to stdout. */
async function serveMcp(
  { user = '', tenant = noTenant }: McpFlags,
  context: Context,
): Promise<number> {
  const { terminal, outside, interrupt } = context;
  checkTenant(tenant);
  const config = outside.loadConfig(terminal.env);
  const [{ serveOverStdio }, { surefoot, close }] = await unlessInterrupted(
    Promise.all([outside.loadMcp(), outside.connect(config)]),
    interrupt,
  );
  try {
    const onDefect = (error: unknown) => terminal.stderr.lines([String(error)]);
    const deps = { surefoot, version: productVersion, stopping: interrupt, onDefect };
    const by = user === '' ? loginName() : user;
    await serveOverStdio(deps, { tenant, user, by });
    return 0;
  } finally {
    await close();
  }
}
