import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findChromium } from './find-chromium.js';
import { inBrowser } from './in-browser.js';

const chromium = findChromium();
const skip = chromium === undefined && 'no Chromium is installed';

test('a page is drawn as wide and as high as it was asked for', { skip }, async () => {
  const picture = await inBrowser(
    { chromium: chromium ?? '', width: 320, height: 200 },
    async (page) => {
      await page.setContent('<h1>Revenue</h1>');
      return Buffer.from(await page.screenshot());
    },
  );
  assert.equal(picture.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [320, 200]);
});

test('Chromium is looked for where CHROMIUM_PATH says, then on PATH', () => {
  assert.equal(findChromium({ CHROMIUM_PATH: process.execPath, PATH: '' }), process.execPath);
  assert.equal(findChromium({ PATH: '/nowhere' }), undefined);
});
