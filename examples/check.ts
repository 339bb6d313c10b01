/**
 * Packs Surefoot, installs the tarball in a copy of `shop-service` as a user would, and holds it to its word: strict types
 * (libraries', too) in both ways of resolving modules, its own tests, one question to its own worker, and `require`.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cellFigure, plan, query, says, startTestSurefoot } from '../src/testing.js';
import { temporaryFolder } from '../test/throwaway.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = temporaryFolder();
const service = join(home, 'shop-service');
const startedAt = Date.now();

cpSync(join(root, 'examples', 'shop-service'), service, {
  recursive: true,
  filter: (path) => !/(node_modules|dist)$/.test(path),
});
const tarball = await step('packed', async () => {
  const { stdout } = await run(
    root,
    'npm',
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    home,
  );
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  return join(home, filename);
});
const quietly = ['--prefer-offline', '--no-audit', '--no-fund'];
await step('installed', () => run(service, 'npm', 'install', ...quietly, tarball));
await step('has what its messages, its README and its docs point to', async () => {
  for (const file of [
    ...['.env.example', 'docs/config.md', 'docs/client.md', 'docs/api.txt'],
    ...['dashboards/prometheus/alerts.yml', 'dashboards/grafana/surefoot.json'],
  ])
    await access(join(service, 'node_modules', 'surefoot', file));
});
// The libraries' own types are held to account in Node's way of resolving alone: Temporal's are not whole in this one.
const asBundlers = ['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'];
await step('its types resolve as bundlers do', () =>
  run(service, 'npx', 'tsc', '--noEmit', ...asBundlers),
);
await step('its tests pass', () => run(service, 'npm', 'test'));
await step('its worker answers', askItsWorker);
await step('CommonJS gets it by require', requireIt);
console.log(`All of it took ${Math.round((Date.now() - startedAt) / 1_000)} s.`);
process.exit();

async function askItsWorker(): Promise<void> {
  const surefoot = await startTestSurefoot({
    worker: false,
    warehouse: `create table orders (order_id int primary key);
                insert into orders select generate_series(1, 12);`,
  });
  const question = 'How many orders are there?';
  surefoot.claude.whenAsked(question, {
    planner: plan([query('orders', 'SELECT count(*) AS orders FROM orders')]),
    interpreter: says('There are {{n}}.', cellFigure('n', 'orders', 'orders')),
  });
  const env = { ...process.env, ...surefoot.env };
  const worker = spawn(process.execPath, ['dist/src/worker.js'], { cwd: service, env });
  try {
    await firstLineOf(worker);
    const asked = [process.execPath, ['dist/src/ask.js', question]] as const;
    const { stdout } = await promisify(execFile)(...asked, { cwd: service, env });
    if (!/^(answered|degraded): There are 12\.$/m.test(stdout))
      throw new Error(`It said: ${stdout}`);
  } finally {
    const gone = once(worker, 'exit');
    worker.kill('SIGTERM');
    await gone;
    await surefoot.close();
  }
}

async function firstLineOf(worker: ChildProcess): Promise<void> {
  let told = '';
  worker.stderr?.on('data', (text: Buffer) => (told += text.toString()));
  const ended = once(worker, 'exit').then(() => {
    throw new Error(`The worker ended before it was ready: ${told}`);
  });
  await Promise.race([worker.stdout === null ? ended : once(worker.stdout, 'data'), ended]);
  ended.catch(() => undefined);
}

async function requireIt(): Promise<void> {
  const file = join(service, 'required.cjs');
  writeFileSync(
    file,
    `const { Surefoot, startOptions } = require('surefoot');
     const { createSurefootWorker } = require('surefoot/worker');
     const { defineTool } = require('surefoot/tools');
     const { startTestSurefoot } = require('surefoot/testing');
     for (const each of [Surefoot, startOptions, createSurefootWorker, defineTool, startTestSurefoot])
       if (typeof each !== 'function') throw new Error('not exported');`,
  );
  await run(service, process.execPath, file);
}

async function run(cwd: string, command: string, ...given: readonly string[]) {
  try {
    return await promisify(execFile)(command, given, { cwd, maxBuffer: 64 * 1_024 * 1_024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${given.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = Date.now();
  const result = await work();
  console.log(`${what} (${((Date.now() - from) / 1_000).toFixed(1)} s)`);
  return result;
}
