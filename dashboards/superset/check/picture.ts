import { writeFile } from 'node:fs/promises';
import type { HTTPResponse, Page } from 'puppeteer-core';
import { inBrowser } from '../../../test/browser/in-browser.js';
import { charts } from '../source/charts.js';
import type { RunningSuperset } from './start-superset.js';

/** The whole dashboard: what is out of sight is not drawn. */
const size = { width: 1_500, height: 2_990 };
const patienceMs = 120_000;

/** Keeps a picture of the dashboard once every chart is drawn. Throws where one of them is not. */
export async function takePicture(
  { url, user, password }: RunningSuperset,
  { chromium, file }: { readonly chromium: string; readonly file: string },
): Promise<void> {
  await inBrowser({ chromium, ...size }, async (page) => {
    page.setDefaultTimeout(patienceMs);
    const failures: Promise<string>[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/v1/chart/data') && !response.ok()) {
        failures.push(failureOf(response));
      }
    });
    const dashboard = encodeURIComponent('/superset/dashboard/surefoot/?standalone=1');
    await page.goto(`${url}/login/?next=${dashboard}`);
    await page.locator('input[type=text]').fill(user);
    await page.locator('input[type=password]').fill(password);
    await page.locator('button[type=submit]').click();
    const drawn = await allDrawn(page);
    await writeFile(file, await page.screenshot());
    const problems = [
      ...(drawn ? [] : ['Not every chart is drawn.']),
      ...(await Promise.all(failures)),
    ];
    if (problems.length > 0) throw new Error(`${problems.join(' ')} See ${file}.`);
  });
}

/** A chart is a canvas, a table or a number, which its container holds once its data is there. */
async function allDrawn(page: Page): Promise<boolean> {
  const drawn = `[...document.querySelectorAll('.chart-container')].filter((chart) =>
    chart.querySelector('canvas, table, .header-line') && !chart.querySelector('.loading'))`;
  try {
    await page.waitForFunction(`${drawn}.length === ${charts.length}`);
    // The filters' values come last; by then lines have moved to their places, too.
    await page.waitForNetworkIdle({ idleTime: 1_500 });
    return true;
  } catch {
    return false;
  }
}

async function failureOf(response: HTTPResponse): Promise<string> {
  const text = await response.text().catch(() => '');
  return `A chart's data comes with status ${response.status()}: ${text.slice(0, 300)}`;
}
