import type { Page } from 'puppeteer-core';
import { runLink, type WebUi } from '../../src/domain/run-link.js';

export type { WebUi };

/** The list of workflows, with these search attributes as columns: the UI keeps that in the browser. */
export async function workflowList(
  page: Page,
  { url, namespace }: WebUi,
  columns: readonly string[],
): Promise<void> {
  await page.goto(`${url}/namespaces/${namespace}/workflows`, { waitUntil: 'networkidle2' });
  await clickOn(page, 'workflows-summary-table-configuration-button');
  for (const name of columns) await clickOn(page, `orderable-list-item-${name}-add-button`);
  for (const name of ['Run ID', 'Type', 'End']) {
    await clickOn(page, `orderable-list-item-${name}-remove-button`);
  }
  // What was configured is kept; the panel is gone with the page.
  await page.reload({ waitUntil: 'networkidle2' });
}

/** One of a run's tabs. */
export async function tabOf(
  page: Page,
  ui: WebUi,
  runId: string,
  tab: 'timeline' | 'history' | 'user-metadata',
): Promise<void> {
  // A run under way is polled for as long as its page is open: the network is never idle.
  await page.goto(runLink({ tenant: 'default', runId }, ui), { waitUntil: 'domcontentloaded' });
  await clickOn(page, `${tab}-tab`);
}

/** Also where the page draws the button anew meanwhile. */
async function clickOn(page: Page, testId: string): Promise<void> {
  await page.locator(`[data-testid="${testId}"]`).click();
}
