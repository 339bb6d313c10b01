import { Command } from 'commander';
import type { SurefootServer } from '../server.js';
import { interrupted, type Context, type Run } from './context.js';
import { ownCommand } from './own-command.js';
import { startEmbedded, type Embedded } from './start-embedded.js';
import type { Terminal } from './terminal.js';
import { withoutPassword } from './without-password.js';

export function devCommand(run: Run): Command {
  return new Command('dev')
    .description('start everything on this machine and keep it up until Ctrl-C')
    .action(() => run(dev));
}

async function dev(context: Context): Promise<number> {
  const { terminal, interrupt } = context;
  const { stdout, stderr } = terminal;
  const { outside } = context;
  const loadingServer = outside.loadServer();
  const embedded = await startEmbedded(context, (line) => stderr.lines([stderr.style.dim(line)]));
  let server: SurefootServer | undefined;
  try {
    const startServer = await loadingServer;
    // An address for health is the worker's, which is in this process, too.
    const settings = { ...embedded.config, SUREFOOT_HEALTH_ADDRESS: 'off' };
    server = await startServer(settings, { orFreePort: true });
    stdout.lines(readyLines(embedded, server.url, terminal));
    await Promise.race([embedded.worker.run(), interrupted(interrupt)]);
  } finally {
    stderr.lines(['Stopping']);
    await server?.close();
    await embedded.close();
  }
  return 0;
}

/** With what another terminal needs. */
export function readyLines(
  { config, uiUrl, offlineUrl, asOf }: Pick<Embedded, 'config' | 'uiUrl' | 'offlineUrl' | 'asOf'>,
  serverUrl: string,
  { env, stdout }: Terminal,
): string[] {
  const { bold, dim } = stdout.style;
  const settings = Object.entries({
    TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS,
    TEMPORAL_UI_URL: uiUrl,
    SUREFOOT_STORE_URL: config.SUREFOOT_STORE_URL,
    SUREFOOT_WAREHOUSE_URL: config.SUREFOOT_WAREHOUSE_URL,
    ...(offlineUrl !== undefined && {
      ANTHROPIC_BASE_URL: offlineUrl,
      ANTHROPIC_API_KEY: 'offline',
    }),
  });
  const words = [
    'Show me revenue by month in 2026',
    ...(asOf === undefined ? [] : ['--as-of', asOf]),
  ];
  return [
    bold('Surefoot is up, with a worker. Ctrl-C stops it.'),
    '',
    `${dim('HTTP API       ')}  ${serverUrl}`,
    ...(uiUrl === undefined ? [] : [`${dim('Temporal Web UI')}  ${uiUrl}`]),
    `${dim('Temporal       ')}  ${config.TEMPORAL_ADDRESS}`,
    `${dim('Store          ')}  ${withoutPassword(config.SUREFOOT_STORE_URL ?? '')}`,
    `${dim('Warehouse      ')}  ${withoutPassword(config.SUREFOOT_WAREHOUSE_URL ?? '')}`,
    `${dim('Claude         ')}  ${offlineUrl === undefined ? 'asked with your key' : `the offline planner, by fixed rules, at ${offlineUrl}`}`,
    '',
    'In another terminal:',
    '',
    ...settings.flatMap(([name, value]) =>
      value === undefined ? [] : [exportLine(name, value, env)],
    ),
    ownCommand(env, 'ask', words),
  ];
}

/** The passwords of what was started here may be shown; one that the user brought stays with them. */
function exportLine(name: string, value: string, env: NodeJS.ProcessEnv): string {
  const shown = withoutPassword(value);
  return env[name] && shown.includes('***')
    ? `# ${name}, as it is set here: ${shown}`
    : `export ${name}='${value}'`;
}
