import { Command } from 'commander';
import { interrupted, unlessInterrupted, type Context, type Run } from './context.js';

export function serveCommand(run: Run): Command {
  return new Command('serve')
    .description('serve the HTTP API and the page until SIGTERM or SIGINT')
    .action(() => run(serve));
}

async function serve({ terminal, outside, interrupt }: Context): Promise<number> {
  const config = outside.loadConfig(terminal.env);
  const startServer = await outside.loadServer();
  const starting = startServer(config);
  // Asked to end while it starts: what it opened is closed again before this process goes.
  void interrupted(interrupt)
    .then(() => starting.then((late) => late.close()))
    .catch(() => {});
  const server = await unlessInterrupted(starting, interrupt);
  terminal.stdout.lines([
    `Serving at ${server.url}${server.keysRequired ? '' : ', without API keys: this machine alone reaches it'}`,
    `The API is described at ${server.url}/openapi.json`,
  ]);
  await interrupted(interrupt);
  terminal.stderr.lines(['Stopping']);
  await server.close();
  return 0;
}
