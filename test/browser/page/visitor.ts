import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';

/** How somebody uses the page: by what they see, hear and press. */
export interface Visitor {
  readonly page: Page;
  /** Paths and bodies of what the page asked the API for, from the beginning. */
  readonly asked: readonly Asked[];
  /** What the browser complained of: refused by the policy, thrown by the page. */
  readonly complaints: readonly string[];
  /** Opens a screen as a new page does. */
  open(place: string): Promise<void>;
  /** Until the page shows these words. @throws with what it shows instead */
  sees(...words: readonly string[]): Promise<void>;
  shown(selector?: string): Promise<string>;
  /** By its role and name, as a screen reader finds it. */
  press(name: string, role?: string): Promise<void>;
  type(label: string, text: string): Promise<void>;
  ask(question: string): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const patienceMs = 45_000;

export async function visitor(page: Page, url: string): Promise<Visitor> {
  const asked: Asked[] = [];
  const complaints: string[] = [];
  page.setDefaultTimeout(patienceMs);
  page.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin !== url && !['data:', 'blob:'].includes(new URL(request.url()).protocol)) {
      complaints.push(`asked ${origin}`);
    }
    if (!pathname.startsWith('/v1/')) return;
    const body = request.postData() ?? '';
    asked.push({
      method: request.method(),
      path: pathname + search,
      body,
      headers: request.headers(),
    });
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // That a request failed the page says itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  let visits = 0;
  const shown: Visitor['shown'] = (selector = 'body') =>
    page.evaluate(
      `document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`,
    ) as Promise<string>;
  const find = (name: string, role: string) =>
    page.locator(`::-p-aria([name="${name}"][role="${role}"])`);
  const self: Visitor = {
    ...{ page, asked, complaints, shown },
    async open(place) {
      // Another address, so that the page is loaded and not only its screen changed.
      visits += 1;
      await page.goto(`${url}/?${visits}${place}`, { waitUntil: 'load' });
    },
    async sees(...words) {
      for (const until = Date.now() + patienceMs; ;) {
        const text = (await shown().catch(() => '')).replaceAll(/\s+/g, ' ');
        const missing = words.filter((each) => !text.includes(each));
        if (missing.length === 0) return;
        if (Date.now() > until)
          throw new Error(`Not there: ${missing.join(' | ')}. There is: ${text}`);
        await sleep(50);
      }
    },
    press: (name, role = 'button') => find(name, role).click(),
    type: (label, text) => find(label, 'textbox').fill(text),
    async ask(question) {
      await page.locator('#question').fill(question);
      await page.focus('#question');
      await page.keyboard.down('Control');
      await page.keyboard.press('Enter');
      await page.keyboard.up('Control');
    },
  };
  return self;
}
