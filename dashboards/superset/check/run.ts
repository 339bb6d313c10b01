/**
 * Imports the bundle into a real Superset over a month of log, and holds what its charts show against SQL:
 * `npm run superset:check`, `-- --picture FILE` to keep the dashboard's picture, `-- --must-run` where a missing Python
 * or Chromium is an error.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../../../test/browser/find-chromium.js';
import { temporaryFolder } from '../../../test/throwaway.js';
import { charts } from '../source/charts.js';
import { logIn } from './api.js';
import { checkCharts } from './check-charts.js';
import { fillStore } from './fill-store.js';
import { findPython, installSuperset } from './install.js';
import { takePicture } from './picture.js';
import { startSuperset, type RunningSuperset } from './start-superset.js';

const { values: options } = parseArgs({
  options: {
    picture: { type: 'string' },
    'must-run': { type: 'boolean', default: false },
  },
});

process.exit(await check());

async function check(): Promise<number> {
  const python = await findPython();
  if (python === undefined) return skip('there is no Python 3.11 with venv');
  const folder = temporaryFolder();
  const [store, superset] = await Promise.all([
    timed('store filled', fillStore()),
    startInstalled(python, folder),
  ]);
  try {
    const bundle = join(folder, 'surefoot.zip');
    await render(python, bundle, store.readerUri);
    const api = await logIn(superset);
    // Twice: what is imported again takes the place of what was there.
    await timed('bundle imported', api.importBundle(bundle));
    await timed('bundle imported again', api.importBundle(bundle));
    const problems = await timed('charts compared', checkCharts(api, store));
    for (const problem of problems) console.log(problem);
    if (problems.length > 0) return 1;
    console.log(`${charts.length} charts show what SQL says, as they are and under the filters.`);

    const chromium = findChromium();
    if (chromium === undefined) return skip('there is no Chromium to take the picture with');
    const file = options.picture ?? join(folder, 'surefoot.png');
    await timed('picture taken', takePicture(superset, { chromium, file }));
    return 0;
  } finally {
    await superset.stop();
  }
}

async function startInstalled(python: string, folder: string): Promise<RunningSuperset> {
  const installed = await timed('Superset installed', installSuperset(python));
  return timed('Superset started', startSuperset(installed, folder));
}

async function render(python: string, bundle: string, uri: string): Promise<void> {
  const script = fileURLToPath(new URL('../render.py', import.meta.url));
  const env = { ...process.env, SUREFOOT_SUPERSET_URI: uri };
  await promisify(execFile)(python, [script, bundle], { env });
}

function skip(reason: string): number {
  console.log(`${options['must-run'] ? 'failed' : 'skipped'} superset:check: ${reason}.`);
  return options['must-run'] ? 1 : 0;
}

async function timed<T>(what: string, work: Promise<T>): Promise<T> {
  const began = Date.now();
  const result = await work;
  console.error(`${what}: ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}
