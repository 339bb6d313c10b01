import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clip,
  displayWidth,
  oneLine,
  padStart,
  printable,
  wrap,
} from '../../../src/cli/render/text.js';

test('what a terminal would obey is shown as a mark instead', () => {
  assert.equal(printable('a\u001b[31mred\u0007 \u202eback'), 'a\uFFFD[31mred\uFFFD \uFFFDback');
  assert.equal(oneLine('two\r\nlines\tand a tab'), 'two lines and a tab');
});

for (const [text, width] of [
  ['plain', 5],
  ['地域別', 6],
  ['e\u0301te\u0301', 3],
  ['🚀', 2],
  ['', 0],
] as const) {
  test(`${JSON.stringify(text)} takes ${width} columns`, () =>
    assert.equal(displayWidth(text), width));
}

test('a cut is counted in columns, and shows', () => {
  assert.equal(clip('North America', 8), 'North A…');
  assert.equal(clip('地域別売上', 6), '地域…');
  assert.equal(clip('fits', 4), 'fits');
});

test('padding counts columns, not characters', () => assert.equal(padStart('売上', 6), '  売上'));

test('lines break at spaces, and inside a word only where it must be', () => {
  assert.deepEqual(wrap('one two three four', 10), ['one two', 'three four']);
  assert.deepEqual(wrap('abcdefghijklmno', 10), ['abcdefghij', 'klmno']);
  assert.deepEqual(wrap('kept\n\nbreaks', 10), ['kept', '', 'breaks']);
});
