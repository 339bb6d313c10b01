import { Command, Option } from 'commander';
import type { ApiKeyDesk } from '../client/api-keys.js';
import type { ApiRole } from '../ports.js';
import type { Context, Run } from './context.js';
import { renderKeys } from './render/keys.js';
import { whileOpen } from './while-open.js';
import { wholeNumber } from './number-arguments.js';

interface CreateFlags {
  readonly name: string;
  readonly tenant?: string;
  readonly role: ApiRole;
  readonly runsAtOnce?: number;
}

interface ListFlags {
  readonly tenant?: string;
  readonly json?: boolean;
}

export function keysCommand(run: Run): Command {
  return new Command('keys')
    .description('API keys of the HTTP server, each for one tenant')
    .addCommand(
      new Command('create')
        .description('make a key, and print it this once')
        .requiredOption('--name <text>', 'what it is for, to know it by later')
        .option('--tenant <name>', 'whose runs it may see; default where there are no tenants')
        .addOption(
          new Option('--role <role>', 'what it may do')
            .choices(['user', 'approver', 'operator'])
            .default('user'),
        )
        .option('--runs-at-once <number>', 'runs that it may have under way', wholeNumber(100_000))
        .action((flags: CreateFlags) => run((context) => create(flags, context))),
    )
    .addCommand(
      new Command('list')
        .description('the newest 200, revoked ones too')
        .option('--tenant <name>', 'those of one tenant')
        .option('--json', 'print them as JSON')
        .action((flags: ListFlags) => run((context) => list(flags, context))),
    )
    .addCommand(
      new Command('revoke')
        .description('take a key back for good')
        .argument('<id>', 'as the list has it, such as key-0f3a91c2b7')
        .action((keyId: string) => run((context) => revoke(keyId, context))),
    );
}

async function create(flags: CreateFlags, context: Context): Promise<number> {
  const { key, apiKey } = await withKeys(context, (keys) => keys.create(flags));
  const { stdout, stderr } = context.terminal;
  stdout.lines([key]);
  stderr.lines([
    `${apiKey.keyId} of tenant ${apiKey.tenant}, role ${apiKey.role}. The key is kept nowhere: copy it now.`,
  ]);
  return 0;
}

async function list({ tenant, json }: ListFlags, context: Context): Promise<number> {
  const whose = tenant !== undefined && { tenant };
  const found = await withKeys(context, (keys) => keys.list({ ...whose }));
  const { stdout } = context.terminal;
  if (json === true) stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else stdout.lines(renderKeys(found, { style: stdout.style, width: stdout.width() }));
  return 0;
}

async function revoke(keyId: string, context: Context): Promise<number> {
  const { name, tenant } = await withKeys(context, (keys) => keys.revoke(keyId));
  context.terminal.stdout.lines([`${keyId} (${name}, tenant ${tenant}) is revoked.`]);
  return 0;
}

async function withKeys<T>(context: Context, work: (keys: ApiKeyDesk) => Promise<T>): Promise<T> {
  const { terminal, outside } = context;
  const opening = outside.connectKeys(outside.loadConfig(terminal.env));
  return await whileOpen(opening, context, ({ keys }) => work(keys));
}
