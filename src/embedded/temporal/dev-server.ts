import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { freePort } from '../free-port.js';
import { commandOf, logTail, signal, stopProcess, until } from '../process-tools.js';
import { atProcessEnd, notAtProcessEnd } from '../stop-with-us.js';
import { knowsSearchAttributes } from './knows-search-attributes.js';

export interface DevServerOptions {
  /** Where the runs, the log and the record of the running server are kept. */
  readonly home: string;
  /** Where the Temporal CLI is. Asked only when no server is running yet, since it may have to be downloaded. */
  readonly findCli: () => Promise<string>;
  /** For tests: no Web UI, a random port, and nothing outlives the server. */
  readonly ephemeral?: boolean;
}

export interface DevServer {
  readonly address: string;
  /** Undefined for an ephemeral server, which has none. */
  readonly uiUrl: string | undefined;
  readonly pid: number;
  /** Returns when the server is gone. */
  stop(): Promise<void>;
  /** Asks the server to stop without waiting, for `process.on('exit')`. */
  stopNow(): void;
}

const namespace = 'default';
const searchAttributes = ['SurefootStatus', 'SurefootTenant'];

/** Temporal's development server on loopback. One that an earlier start left running on the same home is taken over. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const running = await findDevServer(options.home);
  if (running) return running;
  const { folder, recordFile } = placesIn(options.home);
  await mkdir(folder, { recursive: true });
  const last = await readRecord(recordFile);
  return serverOf(await launch({ folder, last, recordFile, options }), recordFile);
}

/** The server that runs for a home, whoever started it. One that does not answer is stopped and forgotten. */
export async function findDevServer(home: string): Promise<DevServer | undefined> {
  const { recordFile } = placesIn(home);
  const record = await readRecord(recordFile);
  if (!record || !isOurs(record)) return undefined;
  // One that was asked to stop still answers for a second.
  if (!record.stopping && (await answers(record.port, 10_000))) return serverOf(record, recordFile);
  await stopProcess(record.pid, stopOptions);
  return undefined;
}

function placesIn(home: string): { readonly folder: string; readonly recordFile: string } {
  const folder = join(resolve(home), 'temporal');
  return { folder, recordFile: join(folder, 'server.json') };
}

const RunningServer = z.object({
  pid: z.int(),
  command: z.string(),
  port: z.int(),
  uiPort: z.int().optional(),
  stopping: z.boolean().default(false),
});
type RunningServer = z.infer<typeof RunningServer>;

interface Launch {
  readonly folder: string;
  readonly recordFile: string;
  readonly last: RunningServer | undefined;
  readonly options: DevServerOptions;
}

async function launch({ folder, recordFile, last, options }: Launch): Promise<RunningServer> {
  const cli = await options.findCli();
  // The standard ports, so that links to the Web UI stay right from one start to the next.
  const port = options.ephemeral ? await freePort() : await freePort(last?.port, 7233);
  const uiPort = options.ephemeral ? undefined : await freePort(last?.uiPort, 8233);
  const logFile = join(folder, 'server.log');
  const log = await open(logFile, 'w', 0o600);
  const child = spawn(cli, serverArguments({ folder, port, uiPort }), {
    cwd: folder,
    // A process group of its own: Ctrl-C in a terminal is for us, and we stop the server once nothing needs it.
    detached: true,
    // A file and not a pipe: with its reader gone, a pipe would kill the server at its next line.
    stdio: ['ignore', log.fd, log.fd],
  });
  let problem: string | undefined;
  child.once('error', ({ message }) => (problem = message));
  child.once('exit', (code) => (problem ??= `it ended with code ${code}`));
  child.unref();
  await log.close();

  const { pid } = child;
  const command = pid === undefined ? undefined : commandOf(pid);
  if (pid !== undefined && command !== undefined) {
    const record = { pid, command, port, uiPort, stopping: false };
    await writeFile(recordFile, JSON.stringify(record));
    const stopNow = (): void => void signal(pid, 'SIGTERM');
    atProcessEnd(stopNow);
    const answered = await answers(port, 30_000, () => problem !== undefined);
    notAtProcessEnd(stopNow);
    if (answered) return record;
    signal(pid, 'SIGKILL');
    await rm(recordFile, { force: true });
  }
  throw new Error(
    `Temporal's dev server did not start: ${problem ?? 'it did not answer within 30 s'} (${cli}). ` +
      `The end of ${logFile}:\n${logTail(logFile)}`,
  );
}

function serverArguments({
  folder,
  port,
  uiPort,
}: {
  readonly folder: string;
  readonly port: number;
  readonly uiPort: number | undefined;
}): readonly string[] {
  const options: readonly (readonly [string, string])[] = [
    ['--ip', '127.0.0.1'],
    ['--port', `${port}`],
    ['--namespace', namespace],
    ['--log-level', 'error'],
    // The default of 20 makes each hop between two activities wait for a step of 50 ms.
    ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=1000'],
    ...searchAttributes.map((name) => ['--search-attribute', `${name}=Keyword`] as const),
  ];
  const persistence =
    uiPort === undefined
      ? ['--headless']
      : ['--ui-port', `${uiPort}`, '--db-filename', join(folder, 'temporal.db')];
  return ['server', 'start-dev', ...options.flat(), ...persistence];
}

async function readRecord(file: string): Promise<RunningServer | undefined> {
  try {
    return RunningServer.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined; // None yet, or cut short by a crash.
  }
}

function isOurs({ pid, command }: RunningServer): boolean {
  return commandOf(pid) === command;
}

function answers(
  port: number,
  withinMs: number,
  hasFailed = (): boolean => false,
): Promise<boolean> {
  let answered = false;
  return until(async () => {
    if (hasFailed()) return true;
    answered = await knowsSearchAttributes(`127.0.0.1:${port}`, {
      namespace,
      names: searchAttributes,
    });
    return answered;
  }, withinMs).then(() => answered);
}

function serverOf(record: RunningServer, recordFile: string): DevServer {
  const { pid, port, uiPort } = record;
  const announceStop = (): void =>
    writeFileSync(recordFile, JSON.stringify({ ...record, stopping: true }));
  return {
    address: `127.0.0.1:${port}`,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    pid,
    async stop() {
      announceStop();
      await stopProcess(pid, stopOptions);
    },
    stopNow() {
      announceStop();
      signal(pid, stopOptions.ask);
    },
  };
}

const stopOptions = { ask: 'SIGTERM', insist: 'SIGKILL', patienceMs: 8_000 } as const;
