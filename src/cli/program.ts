import { Command } from 'commander';
import { alertsCommand } from './alerts.js';
import { approveCommand, rejectCommand } from './approve.js';
import { askCommand } from './ask.js';
import { breakersCommand } from './breakers.js';
import { cancelCommand } from './cancel.js';
import type { Run } from './context.js';
import { demoCommand } from './demo.js';
import { deployCommand } from './deploy.js';
import { devCommand } from './dev.js';
import { doctorCommand } from './doctor.js';
import { evalCommand } from './eval.js';
import { feedbackCommand } from './feedback.js';
import { forgetCommand } from './forget.js';
import { keysCommand } from './keys.js';
import { migrateCommand } from './migrate.js';
import { offlineCommand } from './offline.js';
import { runsCommand } from './runs.js';
import { replayCommand } from './replay.js';
import { reportCommand } from './report.js';
import { serveCommand } from './serve.js';
import { showCommand } from './show.js';
import { sqlCommand } from './sql.js';
import { mcpCommand } from './mcp.js';
import type { Terminal } from './terminal.js';
import { ticketsCommand } from './tickets.js';
import { verifyCommand } from './verify.js';
import { workerCommand } from './worker.js';

/** All commands. Wrong use is thrown as commander's own error, once it has been said on stderr. */
export function createProgram(version: string, { stdout, stderr }: Terminal, run: Run): Command {
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
  const commands = [
    askCommand(run),
    cancelCommand(run),
    approveCommand(run),
    rejectCommand(run),
    ticketsCommand(run),
    showCommand(run),
    runsCommand(run),
    feedbackCommand(run),
    verifyCommand(run),
    breakersCommand(run),
    forgetCommand(run),
    evalCommand(run),
    replayCommand(run),
    deployCommand(run),
    reportCommand(run),
    alertsCommand(run),
    workerCommand(run),
    serveCommand(run),
    keysCommand(run),
    mcpCommand(run),
    demoCommand(run),
    devCommand(run),
    doctorCommand(run),
    migrateCommand(run),
    sqlCommand(run),
    offlineCommand(run),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands.flatMap((each) => [each, ...each.commands])]) {
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

function seeHelp(command: Command): string {
  return `See \`${pathOf(command)} --help\`.\n`;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
