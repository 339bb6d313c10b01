import { InvalidArgumentError, Option, type Command } from 'commander';
import type { AskOptions } from '../client/run-input.js';
import { parseDuration } from '../domain/shown/duration.js';
import { dollars, wholeNumber } from './number-arguments.js';

/** The options of `ask`, which `demo` has too. */
export interface AskFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly id?: string;
  readonly timeout?: number;
  readonly background?: boolean;
  readonly approve?: boolean;
  readonly critical?: boolean;
  readonly fresh?: boolean;
  readonly maxCalls?: number;
  readonly maxTokens?: number;
  readonly maxUsd?: number;
  readonly maxRows?: number;
  readonly asOf?: string;
  readonly timeZone?: string;
  readonly locale?: string;
  readonly user?: string;
  readonly session?: string;
  readonly tenant?: string;
}

/** Adds them to a command, in the order in which `--help` shows them. */
export function withAskFlags(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print the answer object on stdout, and nothing else there'))
    .addOption(new Option('--quiet', 'do not show the steps on stderr'))
    .addOption(
      new Option('--id <id>', 'the run’s identity: the same id joins it or returns its answer'),
    )
    .addOption(
      new Option(
        '--timeout <duration>',
        'how long the run may take, such as 30s or 10m (default: 60s, and under 20s is too little; 24h with --background)',
      ).argParser(milliseconds),
    )
    .addOption(new Option('--background', 'wait durably rather than degrade; may run heavy steps'))
    .addOption(new Option('--approve', 'wait until `surefoot approve` lets the plan run'))
    .addOption(
      new Option(
        '--critical',
        'go before other runs, have the text reviewed, and go to a person where nothing helps',
      ),
    )
    .addOption(
      new Option('--fresh', 'refuse cached results, save old ones, labelled, where a query fails'),
    )
    .addOption(
      new Option(
        '--max-calls <number>',
        'calls to Claude that the run may make, failed ones included (default: 20, in background 300)',
      ).argParser(wholeNumber()),
    )
    .addOption(
      new Option('--max-tokens <number>', 'tokens that it may use, in and out').argParser(
        wholeNumber(),
      ),
    )
    .addOption(new Option('--max-usd <amount>', 'dollars that it may cost').argParser(dollars))
    .addOption(
      new Option('--max-rows <number>', 'rows that its steps may read').argParser(wholeNumber()),
    )
    .addOption(new Option('--as-of <date>', 'the day that “today” means, such as 2026-09-30'))
    .addOption(new Option('--time-zone <name>', 'IANA name, such as Europe/Berlin (default: UTC)'))
    .addOption(new Option('--locale <tag>', 'how figures are written (default: en-US)'))
    .addOption(new Option('--user <name>', 'who asks, for the log; a conversation is one user’s'))
    .addOption(
      new Option(
        '--session <name>',
        'the conversation that it goes on with, such as “and by month?”',
      ),
    )
    .addOption(new Option('--tenant <name>', 'whose run it is (default: default)'));
}

export function askOptions(flags: AskFlags): AskOptions {
  const { json: _json, quiet: _quiet, timeout, ...more } = flags;
  const { maxCalls, maxTokens, maxUsd, maxRows, ...same } = more;
  const limits = {
    ...(maxCalls !== undefined && { claudeCalls: maxCalls }),
    ...(maxTokens !== undefined && { tokens: maxTokens }),
    ...(maxUsd !== undefined && { usd: maxUsd }),
    ...(maxRows !== undefined && { rows: maxRows }),
  };
  return { ...same, limits, ...(timeout !== undefined && { timeoutMs: timeout }) };
}

/** Says what is wrong with them before anything is started or connected. @throws InvalidQuestion */
export async function checkQuestion(question: string, flags: AskFlags): Promise<void> {
  const { InvalidQuestion, runInput } = await import('../client/run-input.js');
  try {
    runInput(question, askOptions(flags));
  } catch (error) {
    if (!(error instanceof InvalidQuestion)) throw error;
    const problems = error.problems.map((problem) => problem.replaceAll(optionName, asFlag));
    throw new InvalidQuestion(problems, { cause: error });
  }
}

/** As the client names its options, where a message begins to speak of one. */
const optionName = /(?<=^|; )(asOf|timeZone|locale|id|tenant|timeout|approve)(?=:)/g;

function asFlag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flags that belong to the run itself, for a command that comes back to it. */
export function comeBackFlags({ tenant, background, approve, timeout }: AskFlags): string[] {
  return [
    ...(tenant === undefined ? [] : ['--tenant', tenant]),
    ...(background === true ? ['--background'] : []),
    ...(approve === true ? ['--approve'] : []),
    ...(timeout === undefined ? [] : ['--timeout', `${timeout / 1_000}s`]),
  ];
}

function milliseconds(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Use a duration such as 30s, 10m or 24h.');
  return ms;
}
