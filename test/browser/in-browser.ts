import { rmSync } from 'node:fs';
import { launch, type Page } from 'puppeteer-core';
import { atProcessEnd, notAtProcessEnd } from '../../src/embedded/stop-with-us.js';
import { temporaryFolder } from '../throwaway.js';

export interface Look {
  /** From `findChromium`. */
  readonly chromium: string;
  /** In pixels. A page that mounts only what is visible, as Superset's dashboards do, needs its whole height here. */
  readonly width: number;
  readonly height: number;
}

/** Opens an empty page in a headless browser of its own, and closes both after the work, however that ends. */
export async function inBrowser<T>(
  { chromium, width, height }: Look,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const profile = temporaryFolder();
  const browser = await launch({
    executablePath: chromium,
    userDataDir: profile,
    defaultViewport: { width, height },
    // Root has no sandbox; a container's /dev/shm is too small; the same text is as wide on every machine.
    // Nothing is fetched from elsewhere, such as a page's fonts and counters: it would be waited for.
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--lang=en-US',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  const kill = (): void => void browser.process()?.kill('SIGKILL');
  atProcessEnd(kill);
  try {
    const [page = await browser.newPage()] = await browser.pages();
    return await work(page);
  } finally {
    await browser.close();
    notAtProcessEnd(kill);
    rmSync(profile, { recursive: true, force: true });
  }
}
