import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { onFreePorts } from '../on-free-ports.js';
import { commandOf, logTail, signal, until } from '../process-tools.js';
import { withStartLock } from '../start-lock.js';
import { atProcessEnd, notAtProcessEnd } from '../stop-with-us.js';
import { knowsSearchAttributes } from './knows-search-attributes.js';
import { lastServer, remember, type RunningServer } from './running-server.js';

const namespace = 'default';
/** What `tmpdir` reads. */
const temporaryFolderSetting = platform() === 'win32' ? 'TEMP' : 'TMPDIR';
const searchAttributes = ['SurefootStatus', 'SurefootTenant'];

/** Starts a server on the standard ports where they are free, so that links to the Web UI stay right over restarts. */
export function launch(folder: string, cli: string, wanted = 7233): Promise<RunningServer> {
  // Servers of two homes must not both find a standard port free: one would end, and the other answer for it.
  const ports = join(tmpdir(), `surefoot-ports-${process.getuid?.() ?? 'own'}`);
  const database = join(folder, 'temporal.db');
  const start = async () => {
    const last = lastServer(folder);
    const port = await freePort(last?.port, wanted);
    const uiPort = await freePort(last?.uiPort, 8233);
    const options = ['--ui-port', `${uiPort}`, '--db-filename', database];
    return startAndWait({ folder, cli, port, uiPort, options });
  };
  return withStartLock({ home: ports, setting: temporaryFolderSetting }, () => onFreePorts(start));
}

/** Starts a server on a random port, without a Web UI, that keeps everything in memory. */
export async function launchInMemory(folder: string, cli: string): Promise<RunningServer> {
  return onFreePorts(async () =>
    startAndWait({ folder, cli, port: await freePort(), options: ['--headless'] }),
  );
}

interface Start {
  readonly folder: string;
  readonly cli: string;
  readonly port: number;
  readonly uiPort?: number;
  readonly options: readonly string[];
}

async function startAndWait(start: Start): Promise<RunningServer> {
  const { folder, cli, port, uiPort, options } = start;
  const logFile = join(folder, 'server.log');
  const log = await open(logFile, 'w', 0o600);
  const child = spawn(cli, [...commonArguments(port), ...options], {
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
  const command =
    pid === undefined ? undefined : await commandOnceKnown(pid, () => problem !== undefined);
  if (pid !== undefined && command !== undefined) {
    const server = { pid, command, port, uiPort, stopping: false };
    remember(folder, server);
    const stopNow = (): void => void signal(pid, 'SIGTERM');
    atProcessEnd(stopNow);
    const answered = await answers(port, 30_000, () => problem !== undefined);
    notAtProcessEnd(stopNow);
    if (answered && problem === undefined) return server;
    signal(pid, 'SIGKILL');
  }
  throw new Error(
    `Temporal's dev server did not start: ${problem ?? 'it did not answer within 30 s'} (${cli}). ` +
      `The end of ${logFile}:\n${logTail(logFile)}`,
  );
}

/** A program that has only just been loaded has no command line for a moment. */
async function commandOnceKnown(pid: number, hasEnded: () => boolean): Promise<string | undefined> {
  await until(() => hasEnded() || commandOf(pid) !== undefined, 5_000);
  return commandOf(pid);
}

function commonArguments(port: number): readonly string[] {
  const options: readonly (readonly [string, string])[] = [
    ['--ip', '127.0.0.1'],
    ['--port', `${port}`],
    ['--namespace', namespace],
    ['--log-level', 'error'],
    // The default of 20 makes each hop between two activities wait for a step of 50 ms.
    ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=1000'],
    ...searchAttributes.map((name) => ['--search-attribute', `${name}=Keyword`] as const),
  ];
  return ['server', 'start-dev', ...options.flat()];
}

/** Whether the server on a port is ready for runs, waiting for it within a bound. */
export async function answers(
  port: number,
  withinMs: number,
  hasFailed: () => boolean = () => false,
): Promise<boolean> {
  const address = `127.0.0.1:${port}`;
  let isReady = false;
  await until(async () => {
    if (hasFailed()) return true;
    isReady = await knowsSearchAttributes(address, { namespace, names: searchAttributes });
    return isReady;
  }, withinMs);
  return isReady;
}
