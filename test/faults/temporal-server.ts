import { freePort } from '../../src/embedded/free-port.js';
import { signal, stopProcess } from '../../src/embedded/process-tools.js';
import { atProcessEnd } from '../../src/embedded/stop-with-us.js';
import { startDevServer } from '../../src/embedded/temporal/dev-server.js';
import { temporalCli, temporaryFolder } from '../throwaway.js';

/** Temporal's dev server with its runs in a file, so that it can come back with them. */
export interface TemporalServer {
  readonly address: string;
  /** Stops it, waits until it is gone, and starts it again on the same port. */
  restart(how: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  close(): Promise<void>;
}

export async function startTemporalOnDisk(): Promise<TemporalServer> {
  const home = temporaryFolder();
  // Neither a standard port nor one that the system gives to connections: nobody takes it while the server is away.
  const port = await freePort(20_000 + Math.floor(Math.random() * 10_000));
  const start = () => startDevServer({ home, findCli: temporalCli, port });
  let server = await start();
  const { address } = server;
  atProcessEnd(() => void signal(server.pid, 'SIGKILL'));
  const stop = (ask: NodeJS.Signals) =>
    stopProcess(server.pid, { ask, insist: 'SIGKILL', patienceMs: 10_000 });
  return {
    address,
    async restart(how) {
      await stop(how);
      server = await start();
      if (server.address !== address) throw new Error(`Temporal came back at ${server.address}.`);
    },
    close: () => stop('SIGKILL'),
  };
}
