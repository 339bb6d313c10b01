/**
 * Uses the page as people do, in a real browser over real servers, and takes its pictures: `npm run page:check` into a
 * temporary folder, `npm run page:check -- docs/pictures` for the docs.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import axe from 'axe-core';
import { temporaryFolder } from '../../throwaway.js';
import { findChromium } from '../find-chromium.js';
import { inBrowser } from '../in-browser.js';
import { planted, plantRun } from './planted-run.js';
import { serve, slowQuestion, type Served } from './served.js';
import { visitor, type Visitor } from './visitor.js';

const chromium = findChromium();
const skip = chromium === undefined && 'no Chromium is installed';
const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';

test('the page', { skip }, async (t) => {
  const served = await serve();
  try {
    await inBrowser({ chromium: chromium ?? '', width: 900, height: 900 }, async (page) => {
      const self = await visitor(page, served.url);
      for (const [name, check] of checks) {
        await t.test(name, async (step) => {
          // An earlier check may have failed while it was away.
          await served.start();
          await check(self, served, step);
        });
      }
    });
  } finally {
    await served.close();
  }
});

type Check = (self: Visitor, served: Served, t: TestContext) => Promise<void>;

const checks: readonly (readonly [name: string, check: Check])[] = [
  [
    'a question is asked with the keyboard, its steps are told, and its answer is read',
    async (self) => {
      await self.open('#/');
      await self.ask(question);
      await self.sees('Plan the queries', question, 'Under way');
      await self.sees('Revenue in Q4 2025 was $5.62M', 'North America', '26 of 26 checks passed');
      await self.page.locator('.went summary').click();
      await self.sees('Query: revenue', 'Draw the chart', 'Check the results');
      assert.equal(
        await self.page.evaluate(`document.querySelector('#said').textContent`),
        'The answer is there.',
      );
    },
  ],
  [
    'a figure that is opened with the keyboard shows its cells and its SQL, and gives the focus back',
    async (self) => {
      await self.page.focus('button.figure');
      await self.page.keyboard.press('Enter');
      await self.sees('5619598.81 USD', 'sum of', 'SELECT');
      assert.ok(
        Number(await self.page.evaluate(`document.querySelectorAll('.source-cell').length`)) > 0,
      );
      await self.page.keyboard.press('Escape');
      assert.equal(await self.page.evaluate(`document.activeElement.className`), 'figure');
      assert.equal(await self.page.evaluate(`document.querySelector('.panel').hidden`), true);
    },
  ],
  [
    'an answer is rated, and the rating is kept',
    async (self, { stack }) => {
      await self.press('No');
      await self.sees('Thank you, noted.');
      await self.type('What is wrong?', 'net, not gross');
      await self.press('Send');
      await self.sees('Thank you, noted.');
      const [rated] = await stack.surefoot.feedback.list();
      assert.deepEqual([rated?.rating, rated?.note], ['down', 'net, not gross']);
    },
  ],
  [
    'an answer is verified under the words it was asked in, and that is taken back',
    async (self, { stack }) => {
      await self.page.locator('.verifying summary').click();
      await self.press('Verify');
      await self.sees('Verified: its plan is used again.');
      const [verified] = await stack.surefoot.examples.list();
      assert.deepEqual([verified?.question, verified?.verifiedBy], [question, 'the page']);
      await self.press('Take it back');
      await self.sees('The question that it answers');
      assert.deepEqual(await stack.surefoot.examples.list(), []);
    },
  ],
  [
    'verified questions are listed with their SQL, and one is taken back there',
    async (self, { stack }) => {
      const answer = await runOf(stack, question);
      await stack.surefoot.examples.promote(answer.split('/').at(-1) ?? '', { by: 'ada' });
      await self.open('#/runs');
      await self.press('Verified questions', 'link');
      await self.sees(question, 'by ada');
      await self.page.locator('summary').click();
      await self.sees('SELECT');
      await self.press(`Take it back: ${question}`);
      await self.sees('Verified no more');
      assert.deepEqual(await stack.surefoot.examples.list(), []);
      await self.open(answer);
    },
  ],
  [
    'a follow-up stays in the conversation, which is shown before it',
    async (self) => {
      await self.ask('Revenue by region for Q3 2025');
      await self.sees(question, 'Revenue in Q3 2025 was');
      const sessions = self.asked
        .filter(({ method, path }) => method === 'POST' && path === '/v1/runs')
        .map(({ body }) => (JSON.parse(body) as { readonly session: string }).session);
      assert.equal(sessions.length, 2);
      assert.match(sessions[0] ?? '', /^page-[0-9a-f]{32}$/);
      assert.equal(sessions[1], sessions[0]);
    },
  ],
  [
    'a server that is started again in the middle loses and doubles nothing',
    async (self, served) => {
      await self.open('#/');
      await self.ask(slowQuestion);
      await self.sees('Put it into words');
      await served.stop();
      await self.sees('The connection is lost');
      await served.start();
      await self.sees('Revenue in 2025', 'Answered');
      const tasks = String(
        await self.page.evaluate(
          `[...document.querySelectorAll('.task .name')].map((each) => each.textContent).join('|')`,
        ),
      ).split('|');
      assert.equal(new Set(tasks).size, tasks.length, tasks.join());
      const resumed = self.asked.filter(({ headers }) => Number(headers['last-event-id']) > 0);
      assert.ok(resumed.length > 0, 'it goes on behind the last event');
    },
  ],
  [
    'a page that is loaded anew in the middle of a run shows the run as it is',
    async (self) => {
      await self.open('#/');
      await self.ask(`${slowQuestion} `);
      await self.sees('Put it into words');
      await self.page.reload();
      await self.sees('Put it into words');
      await self.sees('Answered');
    },
  ],
  [
    'a question that is sent while the server is away is one run once it is back',
    async (self, served) => {
      await self.open('#/');
      await self.sees('Asked lately');
      const before = (await served.stack.surefoot.runs.list()).runs.length;
      await served.stop();
      await self.ask('How many orders were there in 2025?');
      await self.sees('The server does not answer.');
      await self.press('Ask');
      await self.sees('The server does not answer.');
      await served.start();
      await self.press('Ask');
      await self.sees('Answered');
      const keys = self.asked.flatMap(({ body, headers }) =>
        body.includes('How many orders') ? [headers['idempotency-key']] : [],
      );
      assert.equal(keys.length, 3);
      assert.equal(new Set(keys).size, 1);
      assert.equal((await served.stack.surefoot.runs.list()).runs.length, before + 1);
    },
  ],
  [
    'a plan that waits is shown with its SQL, and runs once it is approved',
    async (self) => {
      await self.open('#/');
      await self.page.locator('summary').click();
      await self.press('I approve the plan first', 'checkbox');
      await self.ask('Revenue by region for Q1 2025');
      await self.sees('This plan waits for your approval', 'SELECT');
      await self.press('Approve');
      await self.sees('Revenue in Q1 2025 was', 'Answered');
    },
  ],
  [
    'a plan is edited, what stands against it is said, and it runs once nothing does',
    async (self, { stack }) => {
      const { page } = self;
      await self.open('#/');
      await page.locator('summary').click();
      await self.press('I approve the plan first', 'checkbox');
      await self.ask('Revenue by region for Q4 2024');
      await self.sees('This plan waits for your approval');
      await page.locator('.approval summary').click();
      const text = String(await page.evaluate(`document.querySelector('#edited-plan').value`));
      const edit = async (edited: string) => {
        await self.type('The plan, as JSON', edited);
        await self.press('Approve as edited');
      };
      await edit(text.replace('{', ''));
      await self.sees('The text is not JSON.');
      await edit(text.replaceAll('orders', 'no_such_table'));
      await self.sees('The edited plan was not taken', 'no_such_table');
      assert.equal(await page.evaluate(`document.activeElement.id`), 'edited-plan');
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        assert.equal(await barriers(page), '', value);
      }
      const { intent } = JSON.parse(text) as { readonly intent: string };
      await edit(text.replace(intent, 'As a person put it'));
      await self.sees('Revenue in Q4 2024 was', 'Answered');
      const { runs } = await stack.surefoot.runs.list({ question: 'Q4 2024' });
      const answer = await (await stack.surefoot.get(runs[0]?.runId ?? '')).result();
      assert.equal(answer.intent, 'As a person put it');
    },
  ],
  [
    'a plan that is rejected does not run',
    async (self) => {
      await self.open('#/');
      await self.page.locator('summary').click();
      await self.press('I approve the plan first', 'checkbox');
      await self.ask('Revenue by region for Q2 2025');
      await self.sees('This plan waits for your approval');
      await self.type('Why not (if you reject it)', 'gross is meant');
      await self.press('Reject');
      await self.sees('Cancelled', 'gross is meant');
    },
  ],
  [
    'what anybody wrote is shown as they typed it, on every screen',
    async (self, { stack }) => {
      await plantRun(stack.store);
      for (const [place, words] of [
        [
          '#/runs/planted',
          [
            'Question <img',
            'Answer <img',
            'Warning <img',
            'Suggestion <img',
            'cell <img',
            'Chart <img',
            `from warehouse ${planted}`,
          ],
        ],
        ['#/', ['Question <img']],
        ['#/runs', ['Question <img', planted]],
        ['#/tickets', ['Question <img', planted]],
        ['#/health', [`tool ${planted}`]],
      ] as const) {
        await self.open(place);
        await self.sees(...words);
        if (place === '#/runs/planted') {
          await self.press('5: where it comes from');
          await self.sees(
            `, from warehouse ${planted}`,
            `SELECT '${planted}'`,
            `figure ${planted}`,
          );
        }
        await sleep(100);
        assert.equal(
          await self.page.evaluate(`document.querySelectorAll('img, script:not([src])').length`),
          0,
        );
        assert.notEqual(await self.page.title(), 'obeyed');
      }
    },
  ],
  [
    'rows are a file in which no spreadsheet finds a formula',
    async (self) => {
      const folder = temporaryFolder();
      const session = await self.page.createCDPSession();
      await session.send('Browser.setDownloadBehavior', {
        behavior: 'allow',
        downloadPath: folder,
      });
      await self.open('#/runs/planted');
      await self.press('Download as CSV');
      const name = await fileIn(folder, '.csv');
      const lines = (await readFile(join(folder, name), 'utf8')).split('\r\n');
      assert.deepEqual(lines.slice(2), ["'=1+1,-7", '']);
    },
  ],
  [
    'a ticket is answered',
    async (self, { stack }) => {
      await self.open('#/tickets');
      await self.type('Your answer', 'Five, says Ada.');
      await self.press('Answer it');
      await self.sees('answered now');
      const ticket = await stack.surefoot.tickets.get('T-planted');
      assert.deepEqual([ticket.status, ticket.resolution], ['resolved', 'Five, says Ada.']);
    },
  ],
  [
    'a key is asked for once, kept in this tab alone, and sent in no address',
    async ({ page }, { guarded }, t) => {
      const other = await page.browser().newPage();
      await other.bringToFront();
      t.after(async () => {
        await other.close();
        await page.bringToFront();
      });
      const self = await visitor(other, guarded.url);
      await self.open('#/');
      await self.sees('This server asks for a key');
      await enterKey(self, 'sf_wrong');
      await self.sees('The server does not take that key');
      await enterKey(self, guarded.key);
      await self.sees('Asked lately');
      await self.ask('Revenue by region for Q3 2025');
      await self.sees('Revenue in Q3 2025 was', 'Receipt (file)');
      await other.reload();
      await self.sees('Revenue in Q3 2025 was');
      const sent = self.asked.filter(
        ({ headers }) => headers['authorization'] === `Bearer ${guarded.key}`,
      );
      assert.ok(sent.some(({ path }) => path.endsWith('/events')));
      const { cookies } = await other
        .createCDPSession()
        .then((cdp) => cdp.send('Network.getCookies'));
      assert.deepEqual(cookies, []);
      assert.ok(!self.asked.some(({ path }) => path.includes(guarded.key)));
      await self.press('Forget the key');
      await self.sees('This server asks for a key');
      assert.deepEqual(self.complaints, []);
    },
  ],
  [
    'runs are found by words and by how they ended',
    async (self) => {
      await self.open('#/runs');
      await self.page.locator('#f-question').fill('q2 2025');
      await self.press('Filter');
      await self.page.waitForFunction(`document.querySelectorAll('.found li').length === 1`);
      await self.page.select('#f-status', 'failed');
      await self.sees('No run is like that.');
    },
  ],
  ['every screen is accessible, light and dark, and as wide as a telephone', everyScreen],
  ['the pictures of the docs', takePictures],
  [
    'the browser had nothing to complain of',
    ({ complaints }) => Promise.resolve(assert.deepEqual(complaints, [])),
  ],
  [
    'text cannot become HTML, nor a script run, whatever the page does',
    async ({ page }) => {
      const tried = await page.evaluate(`(() => {
        const refused = [];
        const tries = [
          () => { document.body.innerHTML = '<b>x</b>'; },
          () => { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); },
          () => { new DOMParser().parseFromString('<b>x</b>', 'text/html'); },
          () => { document.createElement('script').text = 'document.title = "obeyed"'; },
        ];
        for (const each of tries) try { each(); } catch (error) { refused.push(error.name); }
        return refused.join();
      })()`);
      assert.equal(tried, 'TypeError,TypeError,TypeError,TypeError');
    },
  ],
];

const screens = [
  ['#/', 'Asked lately'],
  ['#/runs', 'Revenue in Q4 2025 was'],
  ['#/tickets', 'Answered by a person'],
  ['#/verified', 'by ada'],
  ['#/health', 'execute_query'],
  ['#/reports', 'There is no report yet'],
  ['#/runs/planted', 'Suggestion'],
] as const;

async function everyScreen(self: Visitor, { stack }: Served): Promise<void> {
  const { page } = self;
  const answered = await runOf(stack, question);
  await stack.surefoot.examples.promote(answered.split('/').at(-1) ?? '', { by: 'ada' });
  for (const [place, words] of [...screens, [answered, 'Is this right?']] as const) {
    for (const width of [900, 360]) {
      await page.setViewport({ width, height: 900 });
      await self.open(place);
      if (place === answered) {
        await openFigure(self);
        await page.locator('.verifying summary').click();
      }
      await self.sees(words);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      assert.ok(Number(wide) <= width, `${place} is ${Number(wide)} wide on ${width}`);
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        assert.equal(await barriers(page), '', `${place}, ${value}, ${width}`);
      }
    }
  }
}

/** What axe holds against the page as it is. */
async function barriers(page: Visitor['page']): Promise<unknown> {
  return await page.evaluate(`${axe.source}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')).join('\\n'))`);
}

async function enterKey(self: Visitor, key: string): Promise<void> {
  await self.page.locator('#api-key').fill(key);
  await self.press('Go on');
}

async function openFigure(self: Visitor): Promise<void> {
  await self.page.locator('button.figure').click();
  await self.sees('Exactly', 'SELECT');
}

async function runOf({ surefoot }: Served['stack'], asked: string): Promise<string> {
  const { runs } = await surefoot.runs.list({ question: asked });
  return `#/runs/${runs.at(-1)?.runId ?? ''}`;
}

async function takePictures(self: Visitor, { stack }: Served, t: TestContext): Promise<void> {
  const { page } = self;
  const folder = process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'surefoot-page-')));
  await mkdir(folder, { recursive: true });
  const answered = await runOf(stack, question);
  for (const [name, value, width, height, place, figure] of [
    ['page-answer', 'light', 900, 1180, answered, false],
    ['page-figure-dark', 'dark', 900, 1180, answered, true],
    ['page-phone', 'light', 390, 844, answered, false],
  ] as const) {
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await self.open(place);
    await self.sees('Is this right?');
    if (figure) await openFigure(self);
    await writeFile(join(folder, `${name}.png`), await page.screenshot());
  }
  t.diagnostic(`pictures are in ${folder}`);
}

async function fileIn(folder: string, end: string): Promise<string> {
  for (;;) {
    const name = (await readdir(folder)).find((each) => each.endsWith(end));
    if (name !== undefined) return name;
    await sleep(50);
  }
}
