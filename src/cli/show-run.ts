import type { Answer } from '../domain/answer.js';
import { runLink } from '../domain/run-link.js';
import type { RunHandle, Surefoot } from '../client.js';
import { askOptions, comeBackFlags, type AskFlags } from './ask-flags.js';
import { drawChart } from './draw-chart.js';
import { Interrupted, unlessInterrupted, type Context } from './context.js';
import { displayRun } from './live-list.js';
import { ownCommand } from './own-command.js';
import { renderAnswer } from './render/answer.js';
import { exitCodes } from './render/status.js';

export interface Asked {
  readonly question: string;
  readonly flags: AskFlags;
  readonly surefoot: Surefoot;
  readonly namespace: string;
  /** Of Temporal's Web UI, where it is known. */
  readonly uiUrl: string | undefined;
  /** `ask` or `demo`: what to call to come back. */
  readonly command: 'ask' | 'demo';
  /** What becomes of a run that is left before its end, as one sentence. */
  readonly whenLeft: string;
}

/** Starts or joins the run, shows what happens on stderr and the answer on stdout. Returns the exit code. */
export async function askAndShow(asked: Asked, context: Context): Promise<number> {
  const { question, flags, surefoot } = asked;
  const { terminal, interrupt } = context;
  const run = await unlessInterrupted(surefoot.ask(question, askOptions(flags)), interrupt);
  const { uiUrl: url, namespace } = asked;
  const link = url === undefined ? undefined : runLink(run, { url, namespace });
  if (flags.quiet !== true) {
    const { style } = terminal.stderr;
    terminal.stderr.lines([style.dim(`Run ${run.runId}${link === undefined ? '' : `: ${link}`}`)]);
  }
  const again = ownCommand(terminal.env, asked.command, [
    question,
    '--id',
    run.runId,
    ...comeBackFlags(flags),
  ]);
  let answer: Answer;
  try {
    answer = await watched(run, flags, context);
  } catch (error) {
    if (error instanceof Interrupted) sayHowToComeBack(run, again, asked, context);
    throw error;
  }
  const { stdout } = terminal;
  if (flags.json === true) {
    stdout.write(`${JSON.stringify(answer, null, stdout.isTerminal ? 2 : undefined)}\n`);
  } else {
    if (terminal.stderr.isTerminal && flags.quiet !== true) terminal.stderr.write('\n');
    const { style } = stdout;
    const width = stdout.width();
    const ticket = showTicket(answer, flags, terminal.env);
    stdout.lines(renderAnswer(answer, { width, style, drawChart, link, ticket, again }));
    sayHowToGoOn(asked, context);
  }
  return exitCodes[answer.status];
}

function showTicket({ ticket }: Answer, { tenant }: AskFlags, env: NodeJS.ProcessEnv) {
  if (ticket === null) return undefined;
  const whose = tenant === undefined ? [] : ['--tenant', tenant];
  return ownCommand(env, 'tickets show', [ticket, ...whose]);
}

/** In a conversation the next question knows this one. */
function sayHowToGoOn({ flags, command }: Asked, { terminal }: Context): void {
  const { session, user, tenant, quiet } = flags;
  if (session === undefined || session === '' || quiet === true) return;
  const who = Object.entries({ session, user, tenant }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  const { env, stderr } = terminal;
  stderr.lines(['', stderr.style.dim(`Go on: ${ownCommand(env, command, ['…', ...who])}`)]);
}

/** How long the last events may come after the answer. */
const lastEventsMs = 500;

async function watched(
  run: RunHandle,
  flags: AskFlags,
  { terminal, interrupt }: Context,
): Promise<Answer> {
  if (flags.quiet === true) return await unlessInterrupted(run.result(), interrupt);
  const display = displayRun(terminal.stderr);
  const enough = new AbortController();
  const showing = (async () => {
    // Without its events a run is still answered; the store says in the answer what is wrong with it.
    try {
      for await (const event of run.events({ signal: enough.signal })) display.show(event);
    } catch {}
  })();
  try {
    const answer = await unlessInterrupted(run.result(), interrupt);
    const timer = setTimeout(() => enough.abort(), lastEventsMs);
    await showing;
    clearTimeout(timer);
    return answer;
  } finally {
    enough.abort();
    display.close();
  }
}

function sayHowToComeBack(
  run: RunHandle,
  again: string,
  asked: Asked,
  { terminal }: Context,
): void {
  const { env, stderr } = terminal;
  const { tenant } = asked.flags;
  const cancel = [run.runId, ...(tenant === undefined ? [] : ['--tenant', tenant])];
  stderr.lines([
    '',
    `${asked.whenLeft} Come back to it, or to its answer, with`,
    `  ${again}`,
    ...(asked.command === 'ask'
      ? ['or stop it with', `  ${ownCommand(env, 'cancel', cancel)}`]
      : []),
  ]);
}
