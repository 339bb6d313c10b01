/**
 * Builds dist/ when what it is made from has changed: `tsc`, then all workflows in one file, so that no worker bundles
 * at its start. Silent when all went well, because npm runs it before every command and after `npm ci`.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stampName = '.build-stamp';

// Installed as a package there are no sources: dist/ came with it.
if (existsSync(join(root, 'src')) && !isCurrent()) {
  const tsc = findTsc();
  if (tsc === undefined) withoutCompiler();
  else await locked(() => (isCurrent() ? undefined : build(tsc)));
}

async function build(tsc) {
  const stamp = hashOfSources();
  // Built beside the old one and then swapped, so that nobody sees a half of it and nothing stale stays.
  const next = join(root, 'dist.new');
  const old = join(root, 'dist.old');
  for (const left of [next, old]) rmSync(left, { recursive: true, force: true });
  try {
    // What a browser runs knows a document and no Node. What both import is written twice, and the same.
    const projects = ['tsconfig.build.json', 'src/http/page/browser/tsconfig.json'];
    const compiled = projects.map((path) =>
      compile([tsc, '-p', join(root, path), '--outDir', next]),
    );
    const problems = (await Promise.all(compiled)).filter((said) => said !== '');
    if (problems.length > 0) {
      process.stderr.write(`${problems.join('')}The build failed: the errors above are in src.\n`);
      process.exitCode = 1;
      return;
    }
    writeFileSync(join(next, 'workflow-bundle.js'), await bundleWorkflows(join(next, 'workflows')));
    chmodSync(join(next, 'cli.js'), 0o755);
    writeFileSync(join(next, stampName), stamp);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

function compile(command) {
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
      resolve(error === null ? '' : stdout + stderr || `${error.message}\n`);
    });
  });
}

async function bundleWorkflows(workflowsPath) {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const logger = new DefaultLogger('WARN');
  const workflowInterceptorModules = [join(workflowsPath, 'trace-headers.js')];
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules,
    // Loaded once for all runs of a worker, not for each: no module of ours keeps anything of a run.
    preloadModules: [workflowsPath],
    logger,
  });
  return code;
}

function isCurrent() {
  try {
    return readFileSync(join(dist, stampName), 'utf8') === hashOfSources();
  } catch {
    return false;
  }
}

function hashOfSources() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted();
  const others = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'];
  for (const path of [...sources, ...others.map((name) => join(root, name))]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function findTsc() {
  try {
    const { resolve } = createRequire(import.meta.url);
    return join(dirname(resolve('typescript/package.json')), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}

/** `npm ci --omit=dev` may precede copying a dist/ that was built elsewhere, so it is not an error there. */
function withoutCompiler() {
  const installing = process.env.npm_lifecycle_event === 'prepare';
  if (existsSync(join(dist, 'cli.js'))) return;
  console.error(
    'There is no dist/ and no TypeScript to build it: run `npm ci` with devDependencies.',
  );
  if (!installing) process.exitCode = 1;
}

/** One build at a time. A folder is made by one process only; its time is renewed while that process lives. */
async function locked(work) {
  const lock = join(root, 'node_modules', '.surefoot-build.lock');
  const staleAfterMs = 20_000;
  while (!taken(lock)) {
    if (ageMs(lock) > staleAfterMs) rmSync(lock, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const renewal = setInterval(() => utimesSync(lock, new Date(), new Date()), 2_000);
  try {
    await work();
  } finally {
    clearInterval(renewal);
    rmSync(lock, { recursive: true, force: true });
  }
}

function taken(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ageMs(lock) {
  try {
    return Date.now() - statSync(lock).mtimeMs;
  } catch {
    return 0; // It was just given back.
  }
}
