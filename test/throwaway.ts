import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { homeFolder } from '../src/embedded/home.js';
import { startPostgres } from '../src/embedded/postgres/start-postgres.js';
import { commandOf, signal } from '../src/embedded/process-tools.js';
import { atProcessEnd } from '../src/embedded/stop-with-us.js';
import { startDevServer } from '../src/embedded/temporal/dev-server.js';
import { findCli, findTestServer } from '../src/embedded/temporal/find-cli.js';

/** A Postgres without fsync in a temporary folder; both are gone when this process is. The superuser's URL. */
export async function throwawayPostgres(): Promise<string> {
  const home = temporaryFolder();
  const server = await startPostgres({ home, durable: false });
  killAtEnd(server.pid, 'SIGQUIT', server.folder);
  return server.adminUrl();
}

/** Temporal's dev server, in memory and without its UI; gone when this process is. Its address. */
export async function throwawayTemporal(cli: () => Promise<string>): Promise<string> {
  const home = temporaryFolder();
  const server = await startDevServer({ home, ephemeral: true, findCli: cli });
  killAtEnd(server.pid, 'SIGKILL', home);
  return server.address;
}

/** Readable for all, because root's Postgres runs as another user; gone when this process is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-test-'));
  chmodSync(folder, 0o755);
  atProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const temporalCli = (): Promise<string> => findCli(search);
export const timeSkippingBinary = (): Promise<string> => findTestServer(search);

/** Binaries are looked for, and kept, where users' are. */
const search = {
  home: homeFolder(process.env),
  onProgress: (line: string): void => console.error(line),
};

export const workflowsPath: string = fileURLToPath(new URL('../src/workflows', import.meta.url));

/** The code of all workflows; takes a few seconds. */
export async function bundledWorkflows(): Promise<string> {
  const logger = new DefaultLogger('WARN');
  const workflowInterceptorModules = [join(workflowsPath, 'trace-headers.ts')];
  const preloadModules = [workflowsPath];
  const options = { workflowsPath, workflowInterceptorModules, preloadModules, logger };
  return (await bundleWorkflowCode(options)).code;
}

/** Synchronous to the end, as the last thing that a process does has to be. Nothing is lost: the data goes, too. */
function killAtEnd(pid: number, name: NodeJS.Signals, folder: string): void {
  const command = commandOf(pid);
  atProcessEnd(() => {
    if (command === undefined || commandOf(pid) !== command) return;
    signal(pid, name);
    for (let waited = 0; waited < 3_000 && commandOf(pid) === command; waited += 10) pause(10);
    rmSync(folder, { recursive: true, force: true });
  });
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
