import { mkdir } from 'node:fs/promises';
import { signal, stopProcess } from '../process-tools.js';
import { answers, launch, launchInMemory } from './launch.js';
import { folderIn, isRunning, lastServer, remember, type RunningServer } from './running-server.js';

export interface DevServerOptions {
  /** Where the runs, the log and the record of the running server are kept. */
  readonly home: string;
  /** Where the Temporal CLI is. Asked only when no server is running yet, since it may have to be downloaded. */
  readonly findCli: () => Promise<string>;
  /** For tests: no Web UI, a random port, and nothing outlives the server. */
  readonly ephemeral?: boolean;
  /** Instead of the standard one. */
  readonly port?: number;
}

export interface DevServer {
  readonly address: string;
  /** Undefined for an ephemeral server, which has none. */
  readonly uiUrl: string | undefined;
  readonly pid: number;
  /** Returns when the server is gone, which takes it a second. */
  stop(): Promise<void>;
  /** Asks the server to stop without waiting, for `process.on('exit')`. */
  stopNow(): void;
}

/** Temporal's development server on loopback. One that an earlier start left running on the same home is taken over. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { home, findCli, ephemeral = false, port } = options;
  const running = await findDevServer(home);
  if (running) return running;
  const folder = folderIn(home);
  await mkdir(folder, { recursive: true });
  const cli = await findCli();
  const server = await (ephemeral ? launchInMemory(folder, cli) : launch(folder, cli, port));
  return serverOf(server, folder);
}

/** The server that runs for a home, whoever started it. One that does not answer is stopped and forgotten. */
export async function findDevServer(home: string): Promise<DevServer | undefined> {
  const folder = folderIn(home);
  const last = lastServer(folder);
  if (!last || !isRunning(last)) return undefined;
  if (!last.stopping && (await answers(last.port, 10_000))) return serverOf(last, folder);
  await stopProcess(last.pid, stopOptions);
  return undefined;
}

function serverOf(server: RunningServer, folder: string): DevServer {
  const { pid, port, uiPort } = server;
  return {
    address: `127.0.0.1:${port}`,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    pid,
    async stop() {
      remember(folder, { ...server, stopping: true });
      await stopProcess(pid, stopOptions);
    },
    stopNow() {
      remember(folder, { ...server, stopping: true });
      signal(pid, stopOptions.ask);
    },
  };
}

const stopOptions = { ask: 'SIGTERM', insist: 'SIGKILL', patienceMs: 8_000 } as const;
