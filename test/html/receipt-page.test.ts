import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Receipt } from '../../src/domain/receipt.js';
import { receiptPage } from '../../src/html/receipt/receipt-page.js';
import { aReceipt } from '../domain/a-receipt.js';

/** What the text of a page says to a browser. */
const tags = (page: string) => [...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name = '']) => name);
const ids = (page: string) => [...page.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
const links = (page: string) => [...page.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);

const known =
  /^(html|head|meta|title|style|body|main|section|h[1-3]|p|span|a|b|br|div|dl|dt|dd|ul|li|table|caption|thead|tbody|tr|th|td|details|summary|pre|code|svg|line|rect|text)$/;

/** Every text of a receipt as somebody would write it who wants to break out of the page. */
function hostile(receipt: Receipt): Receipt {
  const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0007&lt;b&gt;`;
  const keys = new Set([
    'status',
    'kind',
    'beganAt',
    'endedAt',
    'startedAt',
    'calc',
    'rung',
    'type',
  ]);
  const spoilt = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return keys.has(key) ? value : `${value}${evil}`;
    if (Array.isArray(value)) return value.map((each) => spoilt(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, spoilt(each, name)]),
    );
  };
  return spoilt(receipt) as Receipt;
}

for (const [name, receipt] of [
  ['an ended run', aReceipt()],
  [
    'a running run',
    aReceipt({ status: 'running', doing: 'planning', verification: null, timing: null }),
  ],
  ['hostile texts', hostile(aReceipt())],
] as const) {
  test(`the page of ${name} has only our own tags, and each link on it leads to one place`, () => {
    const page = receiptPage(receipt);
    for (const tag of tags(page)) assert.match(tag, known);
    assert.deepEqual(ids(page).length, new Set(ids(page)).size, 'no id twice');
    const inside = links(page).filter((href) => href.startsWith('#'));
    assert.ok(inside.length > 0 || receipt.figures.length === 0);
    for (const href of inside) assert.ok(ids(page).includes(href.slice(1)), href);
  });
}

test('hostile texts are shown, and nothing of them is obeyed', () => {
  const page = receiptPage(hostile(aReceipt()));
  assert.doesNotMatch(page, /<script|<img|\p{Bidi_Control}|(?!\n)\p{Cc}/u);
  assert.doesNotMatch(page.replaceAll(/<[^>]*>/g, ''), /</);
  for (const [tag] of page.matchAll(/<[a-z][^>]*>/g)) {
    assert.doesNotMatch(tag.replaceAll(/"[^"]*"/g, ''), /\son\w+=|.[<'`]/);
  }
  assert.match(page, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
});

test('an object that came from JSON cannot pass for markup', () => {
  const forged = { markup: '<script>', text: '<script>', written: '<script>' };
  const receipt = aReceipt({ question: forged as unknown as string });
  assert.doesNotMatch(receiptPage(receipt), /<script/);
});

test('a link that is no web page is no link', () => {
  const page = receiptPage(aReceipt({ links: { temporal: 'javascript:alert(1)' } }));
  assert.ok(links(page).every((href) => href.startsWith('#')));
});

test('the page loads nothing: its policy allows its own style sheet and nothing else', () => {
  const page = receiptPage(aReceipt());
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = /Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1] ?? '';
  assert.equal(
    policy.replaceAll('&#39;', "'"),
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  assert.doesNotMatch(page, /\s(src|srcset|style|action)=/);
  assert.doesNotMatch(style, /url\(|@import/);
});

test('a figure leads to its cell and its SQL, and says where rows are no longer kept', () => {
  const page = receiptPage(aReceipt());
  assert.match(page, /<a href="#figure-1">\$1\.23M<\/a>/);
  assert.match(page, /<a href="#cell-1-2-2">revenue\.revenue, row 2<\/a>: 20\.5/);
  assert.match(page, /<a href="#step-1">SQL of revenue<\/a>/);
  assert.match(page, /gone\.revenue <span class="soft">\(rows no longer kept\)<\/span>/);
});

test('a step says which warehouse it read, where there are several', () => {
  const [step] = aReceipt().steps;
  assert.ok(step);
  const page = receiptPage(aReceipt({ steps: [{ ...step, warehouse: 'sales <b>' }] }));
  assert.match(page, /<span class="soft">execute_query on sales &lt;b&gt;<\/span>/);
  assert.doesNotMatch(receiptPage(aReceipt()), /execute_query on/);
});

test('one repair is told as one', () => {
  const { verification } = aReceipt();
  assert.ok(verification);
  const repaired = { ...verification, planRepairs: 1, replans: 0, answerRepairs: 2 };
  const page = receiptPage(aReceipt({ verification: repaired }));
  assert.match(page, /passed;\s+1 plan repair, 0 replans, 2 text repairs/);
});
