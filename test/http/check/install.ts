import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { homeFolder } from '../../../src/embedded/home.js';

const run = promisify(execFile);
const wanted = 'schemathesis==4.32.5';

/** Schemathesis in an environment of its own that later checks find again: its Python, or what is missing for it. */
export async function installSchemathesis(): Promise<string | { readonly missing: string }> {
  const cache = join(homeFolder(process.env), 'schemathesis');
  const environment = join(cache, wanted);
  const installed = join(environment, 'bin', 'python');
  if (existsSync(installed)) return installed;
  const python = await findPython();
  if (python === undefined) return { missing: 'there is no Python from 3.10 on with venv' };
  const next = `${environment}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    await run(python, ['-m', 'venv', next]);
    const quietly = ['--quiet', '--disable-pip-version-check'];
    await run(join(next, 'bin', 'python'), ['-m', 'pip', 'install', ...quietly, wanted]);
    // Whole or not at all. Its scripts know the old name, and are not used.
    renameSync(next, environment);
    return installed;
  } catch (error) {
    return { missing: `pip cannot get ${wanted} (${String(error).split('\n')[0]})` };
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

async function findPython(): Promise<string | undefined> {
  for (const name of ['python3.11', '/usr/bin/python3.11', 'python3', 'python']) {
    const script = 'import sys, venv, ensurepip; print(*sys.version_info[:2], sys.executable)';
    const found = await run(name, ['-c', script]).catch(() => undefined);
    const [major, minor, ...path] = found?.stdout.trim().split(' ') ?? [];
    if (major === '3' && Number(minor) >= 10) return path.join(' ');
  }
  return undefined;
}
