import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { homeFolder } from '../../../src/embedded/home.js';

const run = promisify(execFile);
const lockFile = fileURLToPath(new URL('../superset-6.1.0-py311.lock.txt', import.meta.url));

/** The Python that the lock file was made for; undefined where there is none. */
export async function findPython(): Promise<string | undefined> {
  for (const name of ['python3.11', '/usr/bin/python3.11', 'python3', 'python']) {
    const script = 'import sys, venv, ensurepip; print(*sys.version_info[:2], sys.executable)';
    const found = await run(name, ['-c', script]).catch(() => undefined);
    const [major, minor, ...path] = found?.stdout.trim().split(' ') ?? [];
    if (major === '3' && minor === '11') return path.join(' ');
  }
  return undefined;
}

/** Superset as the lock file has it, in an environment of its own that later checks find again. Its Python. */
export async function installSuperset(python: string): Promise<string> {
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex').slice(0, 12);
  const cache = join(homeFolder(process.env), 'superset');
  const environment = join(cache, lock);
  const installed = join(environment, 'bin', 'python');
  if (existsSync(installed)) return installed;
  const next = `${environment}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    await run(python, ['-m', 'venv', next]);
    const quietly = ['--quiet', '--disable-pip-version-check'];
    await run(join(next, 'bin', 'pip'), ['install', ...quietly, 'uv==0.13.9']);
    const options = ['--quiet', '--python', join(next, 'bin', 'python'), '--requirement', lockFile];
    await run(join(next, 'bin', 'uv'), ['pip', 'install', ...options]);
    // Whole or not at all. Its scripts know the old name, and are not used.
    renameSync(next, environment);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  return installed;
}
