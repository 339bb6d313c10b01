/**
 * Runs the tests: `npm test`, `npm test -- domain`, `npm test -- test/e2e --test-name-pattern=Japanese`.
 * Starts Postgres and Temporal and bundles the workflows once for all files; a file that runs alone starts its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  bundledWorkflows,
  temporalCli,
  temporaryFolder,
  throwawayPostgres,
  throwawayTemporal,
  timeSkippingBinary,
  workflowsPath,
} from './throwaway.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Too long, or too rough, to run unless a filter names them. */
const onRequest = ['test/faults/'];

/** Pure rules, without servers or hooks: they share a process, since starting one for each takes longer than they do. */
const together = ['test/domain/', 'test/html/', 'test/sql/help/', 'test/sql/report/'];

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const nodeOptions = process.argv.slice(2).filter((argument) => argument.startsWith('--'));

const files = (await testFiles()).filter(isWanted);
if (files.length === 0) {
  console.error(`There is no test file to run for: ${filters.join(' ') || 'test/**/*.test.ts'}`);
  process.exit(1);
}
process.exitCode = await runTests(await processes(files), await startShared(files));

async function testFiles(): Promise<readonly string[]> {
  const names = await readdir(join(root, 'test'), { recursive: true });
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .toSorted();
}

function isWanted(file: string): boolean {
  const suite = onRequest.find((folder) => file.startsWith(folder));
  const named = filters.filter((filter) => file.includes(filter.replace(/^\.\//, '')));
  if (suite === undefined) return filters.length === 0 || named.length > 0;
  return named.some((filter) => filter.includes(suite.slice('test/'.length, -1)));
}

/** A file for each process: those that share one are imported by a file of their own, which is the first to run. */
async function processes(chosen: readonly string[]): Promise<readonly string[]> {
  const shared = chosen.filter((file) => together.some((folder) => file.startsWith(folder)));
  if (shared.length < 2) return chosen;
  const imports = shared.map(
    (file) => `import ${JSON.stringify(pathToFileURL(join(root, file)))};\n`,
  );
  const all = join(temporaryFolder(), 'together.test.mjs');
  await writeFile(all, imports.join(''));
  return [all, ...chosen.filter((file) => !shared.includes(file))];
}

/** What test/support.ts finds in the environment. With a filter, only what the chosen files ask for by name. */
async function startShared(chosen: readonly string[]): Promise<NodeJS.ProcessEnv> {
  const sources = await Promise.all(chosen.map((file) => readFile(join(root, file), 'utf8')));
  const wholeStack = sources.some((source) => source.includes('startStack'));
  const ofStack = [
    'SUREFOOT_TEST_POSTGRES',
    'SUREFOOT_TEST_TEMPORAL',
    'SUREFOOT_TEST_WORKFLOW_BUNDLE',
  ];
  const shared = [
    ['SUREFOOT_TEST_POSTGRES', 'postgresForTests', throwawayPostgres],
    ['SUREFOOT_TEST_TEMPORAL', 'temporalForTests', () => throwawayTemporal(temporalCli)],
    ['SUREFOOT_TEST_TEMPORAL_CLI', 'temporalCliForTests', temporalCli],
    ['SUREFOOT_TEST_TIME_SKIPPING', 'timeSkippingServer', timeSkippingBinary],
    ['SUREFOOT_TEST_WORKFLOW_BUNDLE', 'workflowBundle', writeBundle],
  ] as const;
  const used = shared.filter(
    ([name, helper]) =>
      filters.length === 0 ||
      (wholeStack && ofStack.includes(name)) ||
      sources.some((source) => source.includes(helper)),
  );
  const started = used.map(async ([name, , start]) => [name, await tryTo(start)] as const);
  return Object.fromEntries(await Promise.all(started));
}

/** What fails here fails again, with its reason, in the files that need it: the others can still run. */
async function tryTo(start: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await start();
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

/** Nothing to bundle as long as there are no workflows. */
async function writeBundle(): Promise<string | undefined> {
  if (!existsSync(workflowsPath)) return undefined;
  const file = join(temporaryFolder(), 'workflow-bundle.js');
  await writeFile(file, await bundledWorkflows());
  return file;
}

/**
 * A process a file, three at a time: many wait for timeouts and pauses. Node 20 takes neither patterns nor a global
 * set-up, hence all of the above.
 */
async function runTests(chosen: readonly string[], shared: NodeJS.ProcessEnv): Promise<number> {
  const options = [
    '--test',
    '--test-concurrency=3',
    '--test-reporter=spec',
    '--test-timeout=480000',
  ];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', ...options, ...nodeOptions, ...chosen],
    { cwd: root, env: { ...process.env, ...shared }, stdio: 'inherit' },
  );
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
