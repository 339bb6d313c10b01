import { Command } from 'commander';
import type { Config } from '../config.js';
import type { ServerOptions } from '../server.js';
import { interrupted, unlessInterrupted, type Context, type Run } from './context.js';

export function serveCommand(run: Run): Command {
  return new Command('serve')
    .description('serve the HTTP API and the page until SIGTERM or SIGINT')
    .action(() => run(serve));
}

async function serve({ terminal, outside, interrupt }: Context): Promise<number> {
  const config = outside.loadConfig(terminal.env);
  const startServer = await outside.loadServer();
  // Asked to end while it starts, this process goes at once, and what it opened with it: nobody waits for it yet.
  const server = await unlessInterrupted(startServer(config, healthOf(config)), interrupt);
  terminal.stdout.lines([
    `Serving at ${server.url}${server.keysRequired ? '' : ', without API keys: this machine alone reaches it'}`,
    `The API is described at ${server.url}/openapi.json`,
    ...(server.healthUrl === undefined
      ? []
      : [`Health and metrics: ${server.healthUrl}/readyz, /livez, /metrics`]),
  ]);
  await interrupted(interrupt);
  terminal.stderr.lines(['Stopping']);
  await server.close();
  return 0;
}

/** Beside a worker of this machine, whose port is the one before. */
function healthOf({ SUREFOOT_HEALTH_ADDRESS: address }: Config): ServerOptions {
  return address === undefined ? { health: { host: '127.0.0.1', port: 9465, orFree: true } } : {};
}
