/**
 * Opens Temporal's Web UI on two real runs, looks whether it shows what docs/web-ui.md says, and takes the pictures of
 * it: `npm run pictures` into a temporary folder, `npm run pictures -- docs/pictures` for the docs.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { startDevServer } from '../../src/embedded/temporal/dev-server.js';
import { startStack, type Stack } from '../stack.js';
import { temporalCli, temporaryFolder } from '../throwaway.js';
import { atProcessEnd } from '../../src/embedded/stop-with-us.js';
import { findChromium } from './find-chromium.js';
import { inBrowser } from './in-browser.js';
import { tabOf, workflowList, type WebUi } from './web-ui.js';

/** So wide that no tab of a run's page is on a second line. */
const width = 1440;
/** For a page, and for what it draws late. */
const patienceMs = 60_000;
const chromium = findChromium();
if (chromium === undefined) {
  console.log('No pictures were taken: no Chromium is installed.');
  process.exit(0);
}
// Not one that goes with this process: pictures are there to be looked at.
const folder = process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'surefoot-pictures-')));
await mkdir(folder, { recursive: true });

const server = await startDevServer({ home: temporaryFolder(), findCli: temporalCli });
atProcessEnd(() => server.stopNow());
process.env['SUREFOOT_TEST_TEMPORAL'] = server.address;
const stack = await startStack({ taskQueue: 'surefoot' });
try {
  const ui = { url: server.uiUrl ?? '', namespace: 'default' };
  await stack.worker();
  await answeredRun(stack);
  await waitingRun(stack);
  await inBrowser({ chromium, width, height: 900 }, (page) => takeAll(page, ui));
} finally {
  await stack.close();
  await server.stop();
}
process.exit(0);

async function answeredRun({ surefoot, asOf }: Stack): Promise<void> {
  const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';
  const run = await surefoot.ask(question, { id: 'q4-regions', asOf, user: 'ada' });
  assert.equal((await run.result()).status, 'answered');
}

async function waitingRun({ surefoot, asOf }: Stack): Promise<void> {
  const asked = { id: 'months', asOf, user: 'bob', background: true, approve: true };
  const run = await surefoot.ask('Revenue by month in 2025', asked);
  for await (const { kind } of run.events()) if (kind === 'approval.needed') return;
}

async function takeAll(page: Page, ui: WebUi): Promise<void> {
  page.setDefaultTimeout(patienceMs);
  await taken({ name: 'list', height: 520 }, page, async () => {
    await workflowList(page, ui, ['SurefootStatus', 'SurefootTenant']);
    return [
      ...['surefoot/default/q4-regions', 'surefoot/default/months'],
      ...['SurefootStatus', 'answered', 'SurefootTenant'],
    ];
  });
  await taken({ name: 'timeline', height: 1220 }, page, async () => {
    await tabOf(page, ui, 'q4-regions', 'timeline');
    return [
      ...['plan', 'Show me revenue by region for Q4 2025, and how it compares with Q3'],
      ...['execute_query', 'revenue: revenue in USD by region, 2025-10-01 to 2026-01-01'],
      ...['does the SQL of plan 1 answer the question?', 'format_results', 'verify', 'interpret'],
    ];
  });
  await taken({ name: 'answered', height: 1020 }, page, async () => {
    await tabOf(page, ui, 'q4-regions', 'user-metadata');
    return [
      ...['Ended: answered', 'Revenue in Q4 2025 was $5.62M', 'Plan 1: Revenue by region'],
      ...['revenue (execute_query): succeeded, 5 rows, live', 'surefoot show q4-regions'],
    ];
  });
  await taken({ name: 'approval', height: 1240 }, page, async () => {
    await tabOf(page, ui, 'months', 'user-metadata');
    return ['Waiting for approval', 'surefoot approve months', 'SELECT', 'Asked by bob'];
  });
}

/** Waits until the page says all of it, and takes its picture: also of one that does not, to see why. */
async function taken(
  { name, height }: { readonly name: string; readonly height: number },
  page: Page,
  open: () => Promise<readonly string[]>,
): Promise<void> {
  await page.setViewport({ width, height });
  const words = await open();
  const missing = await missingOn(page, words);
  const file = join(folder, `web-ui-${name}.png`);
  await writeFile(file, await page.screenshot());
  assert.deepEqual(missing, [], `see ${file}`);
  console.log(`${file}: ${words.length} of ${words.length} texts are there`);
}

async function missingOn(page: Page, words: readonly string[]): Promise<readonly string[]> {
  for (const until = Date.now() + 20_000; ;) {
    // Markdown is drawn in frames of its own, which come and go.
    const texts = page
      .frames()
      .map((frame) => frame.evaluate('document.body.textContent').catch(() => ''));
    const shown = (await Promise.all(texts)).join(' ').replaceAll(/\s+/g, ' ');
    const missing = words.filter((word) => !shown.includes(word));
    if (missing.length === 0 || Date.now() > until) return missing;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
