/**
 * Runs the tests: `npm test`, `npm test -- domain`, `npm test -- test/e2e --test-name-pattern=Japanese`.
 * Compiles everything, starts Postgres and Temporal and bundles the workflows once for all files; a file that runs alone
 * does so for itself.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileInto } from './compile.js';
import {
  bundledWorkflows,
  temporalCli,
  temporaryFolder,
  throwawayPostgres,
  throwawayTemporal,
  timeSkippingBinary,
} from './throwaway.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Too long, or too rough, to run unless a filter names them. */
const onRequest = ['test/faults/'];

/** A process for each of these: starting one for each file in them takes longer than the file does. */
const together = [
  [
    'test/bench/',
    'test/cli/arguments',
    'test/cli/doctor/',
    'test/cli/failures',
    'test/cli/render/',
    'test/config',
    'test/dashboards/',
    'test/docs/api',
    'test/docs/client',
    'test/docs/operations',
    'test/domain/',
    'test/html/',
    'test/http/page/',
    'test/mcp/run-output',
    'test/sql/help/',
    'test/sql/report/',
    'test/sql/simplify',
  ],
  ['test/sql/'],
  ['test/activities/', 'test/client/', 'test/tools/', 'test/worker/'],
  ['test/adapters/store/', 'test/synthetic/'],
  ['test/adapters/warehouse/'],
  ['test/adapters/', 'test/embedded/'],
  ['test/workflows/'],
  [
    'test/e2e/alerts',
    'test/e2e/answer-repairs',
    'test/e2e/big-result',
    'test/e2e/chinook',
    'test/e2e/conversation',
    'test/e2e/critical',
    'test/e2e/japanese',
    'test/e2e/lints',
    'test/e2e/personal-data',
    'test/e2e/upkeep',
  ],
  [
    'test/e2e/plan-repairs',
    'test/e2e/privileged',
    'test/e2e/same-id',
    'test/e2e/sample-question',
    'test/e2e/tickets',
    'test/e2e/user-errors',
    'test/e2e/user-tools',
    'test/e2e/verified-questions',
  ],
];

/** They start first, so that none is waited for when all others are through. */
const longest = [
  'test/cli/demo.test.ts',
  'test/e2e/paid-once.test.ts',
  'test/docs/failures.test.ts',
  'test/cli/eval.test.ts',
  'test/sql/guard.test.ts',
  'test/e2e/store-outage.test.ts',
  'test/sql/sample.test.ts',
  'test/e2e/ladder.test.ts',
  'test/http/server.test.ts',
];

/** c8 counts lines of the sources, and finds them only where they are loaded by their own names. */
const isCounted = process.env['NODE_V8_COVERAGE'] !== undefined;

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const nodeOptions = process.argv.slice(2).filter((argument) => argument.startsWith('--'));

const files = (await testFiles()).filter(isWanted);
if (files.length === 0) {
  console.error(`There is no test file to run for: ${filters.join(' ') || 'test/**/*.test.ts'}`);
  process.exit(1);
}
const folder = temporaryFolder();
const loadedFrom = isCounted ? root : await compiledTree();
process.exitCode = await runTests(await writeEntries(), await startShared(files));

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

/** Beside a link to ../shared, as the repository is. */
async function compiledTree(): Promise<string> {
  const tree = join(folder, 'tree');
  await mkdir(tree);
  await symlink(join(root, '../shared'), join(folder, 'shared'));
  await compileInto(tree, root);
  return tree;
}

/** One for each process; Node takes them by their names' order, hence the numbers. */
async function writeEntries(): Promise<readonly string[]> {
  return Promise.all(
    inOrder().map(async (group, index) => {
      const [name = ''] = group;
      const number = String(index).padStart(3, '0');
      const entry = join(folder, `${number}-${name.replaceAll('/', '.').replace(/ts$/, 'mjs')}`);
      const describe = `import { describe } from 'node:test';\n`;
      await writeFile(entry, `${describe}${group.map(suiteOf).join('')}`);
      return entry;
    }),
  );
}

/** A suite, so that each file's hooks are its own. */
function suiteOf(file: string): string {
  const loaded = pathToFileURL(join(loadedFrom, isCounted ? file : file.replace(/ts$/, 'js')));
  return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(loaded)}));\n`;
}

/** A group of files for each process: the longest first, then those that share one. */
function inOrder(): readonly (readonly string[])[] {
  const groupOf = (file: string): string =>
    together.find((folders) => folders.some((each) => file.startsWith(each)))?.join() ?? file;
  const first = longest.filter((file) => files.includes(file));
  const rest = files.filter((file) => !longest.includes(file));
  const names = [...new Set(rest.map(groupOf))];
  const groups = names.map((name) => rest.filter((file) => groupOf(file) === name));
  const byLength = groups.toSorted((one, other) => other.length - one.length);
  return [...first.map((file) => [file]), ...byLength];
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

/** The build's, which npm makes before; else one of our own. */
async function writeBundle(): Promise<string> {
  const built = join(root, 'dist/workflow-bundle.js');
  if (existsSync(built)) return built;
  const file = join(folder, 'workflow-bundle.js');
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
  const loader = isCounted ? ['--import', 'tsx'] : ['--enable-source-maps'];
  const child = spawn(process.execPath, [...loader, ...options, ...nodeOptions, ...chosen], {
    cwd: root,
    env: { ...process.env, ...shared },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
