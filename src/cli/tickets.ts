import { Command, Option } from 'commander';
import type { Ticket } from '../ports.js';
import type { Context, Run } from './context.js';
import { loginName } from './login-name.js';
import { ownCommand } from './own-command.js';
import { renderTicket, renderTickets } from './render/tickets.js';
import { withSurefoot } from './with-surefoot.js';

interface ListFlags {
  readonly status?: Ticket['status'];
  readonly tenant?: string;
  readonly json?: boolean;
}

interface ShowFlags {
  readonly tenant?: string;
  readonly json?: boolean;
}

interface ResolveFlags {
  readonly tenant?: string;
  readonly answer: string;
  readonly by?: string;
}

/** The questions that runs handed to a person. */
export function ticketsCommand(run: Run): Command {
  const asJson = () => new Option('--json', 'print it as JSON');
  const ofTenant = () => new Option('--tenant <name>', 'only if it is of this tenant');
  return new Command('tickets')
    .description('the questions that wait for a person, and answers to them')
    .addCommand(
      new Command('list')
        .description('the newest 200')
        .addOption(new Option('--status <status>', 'only these').choices(['open', 'resolved']))
        .option('--tenant <name>', 'only those of this tenant')
        .addOption(asJson())
        .action((flags: ListFlags) => run((context) => list(flags, context))),
    )
    .addCommand(
      new Command('show')
        .description('one whole: question, plan, SQL, error, and what was answered')
        .argument('<ticket>', 'its id')
        .addOption(ofTenant())
        .addOption(asJson())
        .action((id: string, flags: ShowFlags) => run((context) => show(id, flags, context))),
    )
    .addCommand(
      new Command('resolve')
        .description('answer one: a run that waits for it ends with this answer')
        .argument('<ticket>', 'its id')
        .addOption(ofTenant())
        .requiredOption('--answer <text>', 'the answer, in your words')
        .option('--by <name>', 'who answers (default: your login)')
        .action((id: string, flags: ResolveFlags) => run((context) => resolve(id, flags, context))),
    );
}

async function list({ status, tenant, json }: ListFlags, context: Context): Promise<number> {
  const { stdout } = context.terminal;
  const filter = { ...(status && { status }), ...(tenant !== undefined && { tenant }) };
  const tickets = await withSurefoot(context, (surefoot) => surefoot.tickets.list(filter));
  if (json === true) stdout.write(`${JSON.stringify(tickets, null, 2)}\n`);
  else stdout.lines(renderTickets(tickets, { style: stdout.style, width: stdout.width() }));
  return 0;
}

async function show(id: string, { tenant, json }: ShowFlags, context: Context): Promise<number> {
  const { stdout } = context.terminal;
  const whose = tenant !== undefined && { tenant };
  const ticket = await withSurefoot(context, (surefoot) => surefoot.tickets.get(id, { ...whose }));
  if (json === true) stdout.write(`${JSON.stringify(ticket, null, 2)}\n`);
  else stdout.lines(renderTicket(ticket, { style: stdout.style, width: stdout.width() }));
  return 0;
}

async function resolve(
  id: string,
  { tenant, answer, by = loginName() }: ResolveFlags,
  context: Context,
): Promise<number> {
  const whose = tenant !== undefined && { tenant };
  const { ticket, told } = await withSurefoot(context, (surefoot) =>
    surefoot.tickets.resolve(id, { answer, by, ...whose }),
  );
  const { stdout, env } = context.terminal;
  stdout.lines(
    told
      ? [`Ticket ${id} is resolved: run ${ticket.runId} answers with it.`]
      : [
          `Ticket ${id} is resolved. Its run has ended, so the answer is kept with the ticket. Ask again with`,
          `  ${ownCommand(env, 'ask', [questionOf(ticket), ...tenantFlags(ticket)])}`,
        ],
  );
  return 0;
}

function questionOf({ body, runId }: Ticket): string {
  return typeof body['question'] === 'string' ? body['question'] : runId;
}

function tenantFlags({ tenant }: Ticket): string[] {
  return tenant === 'default' ? [] : ['--tenant', tenant];
}
