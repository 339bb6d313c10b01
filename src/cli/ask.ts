import { Command } from 'commander';
import { checkQuestion, withAskFlags, type AskFlags } from './ask-flags.js';
import { unlessInterrupted, type Context, type Run } from './context.js';
import { askAndShow } from './show-run.js';
import { exitCodesHelp } from './exit-codes-help.js';

export function askCommand(run: Run): Command {
  return withAskFlags(new Command('ask'))
    .description('ask a question: the steps go to stderr, the answer to stdout')
    .argument('<question...>', 'in plain language')
    .addHelpText('after', exitCodesHelp)
    .action((words: string[], flags: AskFlags) =>
      run((context) => ask(words.join(' '), flags, context)),
    );
}

/** Asks on the settings' Temporal and store; some worker of theirs does the work. */
async function ask(question: string, flags: AskFlags, context: Context): Promise<number> {
  const { terminal, outside, interrupt } = context;
  const config = outside.loadConfig(terminal.env);
  await checkQuestion(question, flags);
  return await outside.traced(config, async () => {
    const connected = await unlessInterrupted(outside.connect(config), interrupt);
    try {
      return await askAndShow(
        {
          question,
          flags,
          surefoot: connected.surefoot,
          namespace: config.TEMPORAL_NAMESPACE,
          uiUrl: config.TEMPORAL_UI_URL,
          command: 'ask',
          whenLeft: 'The run goes on without us.',
        },
        context,
      );
    } finally {
      await connected.close();
    }
  });
}
