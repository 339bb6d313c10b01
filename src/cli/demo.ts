import { Command } from 'commander';
import { checkQuestion, withAskFlags, type AskFlags } from './ask-flags.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import { exitCodesHelp } from './exit-codes-help.js';
import { ownCommand } from './own-command.js';
import { askAndShow } from './show-run.js';
import { startEmbedded } from './start-embedded.js';

const ownQuestion = 'Show me revenue by region for Q3 2026, and how it compares with Q2';

export function demoCommand(run: Run): Command {
  return withAskFlags(new Command('demo'))
    .description('start everything on this machine, ask about the sample warehouse, stop again')
    .argument('[question...]', `in plain language (default: "${ownQuestion}")`)
    .addHelpText('after', exitCodesHelp)
    .action((words: string[], flags: AskFlags) =>
      run((context) => demo(words.join(' ') || ownQuestion, flags, context)),
    );
}

async function demo(question: string, flags: AskFlags, context: Context): Promise<number> {
  const { terminal, outside, interrupt } = context;
  const { stderr } = terminal;
  const say = (line: string): void => {
    if (flags.quiet !== true) stderr.lines([stderr.style.dim(line)]);
  };
  await checkQuestion(question, flags);
  say(`Question: ${question}`);
  const embedded = await startEmbedded(context, say);
  try {
    const { config, uiUrl, asOf, offlineUrl } = embedded;
    const connected = await unlessInterrupted(outside.connect(config), interrupt);
    if (offlineUrl !== undefined) {
      say('No ANTHROPIC_API_KEY: the offline planner answers, by fixed rules');
    }
    try {
      return await askAndShow(
        {
          question,
          flags: { ...(asOf !== undefined && { asOf }), ...flags },
          surefoot: connected.surefoot,
          namespace: config.TEMPORAL_NAMESPACE,
          uiUrl,
          command: 'demo',
          whenLeft: 'The run pauses with its servers, and goes on if you are back within its time.',
        },
        context,
      );
    } finally {
      await connected.close();
    }
  } finally {
    await embedded.close();
    if (embedded.uiUrl !== undefined && flags.json !== true)
      say(`The link works while the servers run: ${ownCommand(terminal.env, 'dev', [])}`);
  }
}
