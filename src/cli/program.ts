import { Command } from 'commander';
import type { Run } from './context.js';
import type { Terminal } from './terminal.js';

/**
 * The command that is asked for by its name, and all of them for anything else. Wrong use is thrown as commander's own
 * error, once it has been said on stderr.
 */
export async function createProgram(
  version: string,
  { stdout, stderr }: Terminal,
  run: Run,
  asked?: string,
): Promise<Command> {
  const program = new Command('surefoot')
    .description(
      'Asks questions of a Postgres warehouse, with answers whose every figure is a cell of a query.',
    )
    .version(version, '-V, --version')
    .option(
      '--config <file>',
      'the configuration file (default: surefoot.config.ts, .mts, .js or .mjs here, or SUREFOOT_CONFIG)',
    )
    .helpCommand('help [command]', 'show help for a command');
  const loaded = await Promise.all(loadersOf(asked).map((load) => load()));
  const made = loaded.map((create) => create(run));
  for (const command of made) program.addCommand(command);
  for (const command of [program, ...made.flatMap((each) => [each, ...each.commands])]) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      .helpOption('-h, --help', 'show this help')
      .configureOutput({
        writeOut: (text) => stdout.write(text),
        writeErr: (text) => stderr.write(text),
        outputError: (text, write) =>
          write(`surefoot: ${text.replace(/^error: /, '')}${seeHelp(command)}`),
        getOutHelpWidth: () => Math.min(stdout.width(), 100),
        getErrHelpWidth: () => Math.min(stderr.width(), 100),
      });
  }
  return program;
}

/** Each is loaded when it is asked for: a worker need not wait for what draws answers. */
const commands: Readonly<Record<string, () => Promise<(run: Run) => Command>>> = {
  ask: async () => (await import('./ask.js')).askCommand,
  cancel: async () => (await import('./cancel.js')).cancelCommand,
  approve: async () => (await import('./approve.js')).approveCommand,
  reject: async () => (await import('./approve.js')).rejectCommand,
  tickets: async () => (await import('./tickets.js')).ticketsCommand,
  show: async () => (await import('./show.js')).showCommand,
  runs: async () => (await import('./runs.js')).runsCommand,
  feedback: async () => (await import('./feedback.js')).feedbackCommand,
  verify: async () => (await import('./verify.js')).verifyCommand,
  breakers: async () => (await import('./breakers.js')).breakersCommand,
  forget: async () => (await import('./forget.js')).forgetCommand,
  eval: async () => (await import('./eval.js')).evalCommand,
  replay: async () => (await import('./replay.js')).replayCommand,
  deploy: async () => (await import('./deploy.js')).deployCommand,
  report: async () => (await import('./report.js')).reportCommand,
  alerts: async () => (await import('./alerts.js')).alertsCommand,
  worker: async () => (await import('./worker.js')).workerCommand,
  serve: async () => (await import('./serve.js')).serveCommand,
  keys: async () => (await import('./keys.js')).keysCommand,
  mcp: async () => (await import('./mcp.js')).mcpCommand,
  demo: async () => (await import('./demo.js')).demoCommand,
  dev: async () => (await import('./dev.js')).devCommand,
  doctor: async () => (await import('./doctor.js')).doctorCommand,
  migrate: async () => (await import('./migrate.js')).migrateCommand,
  sql: async () => (await import('./sql.js')).sqlCommand,
  offline: async () => (await import('./offline.js')).offlineCommand,
};

function loadersOf(asked: string | undefined) {
  const named = asked !== undefined && Object.hasOwn(commands, asked) ? commands[asked] : undefined;
  return named === undefined ? Object.values(commands) : [named];
}

function seeHelp(command: Command): string {
  return `See \`${pathOf(command)} --help\`.\n`;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
