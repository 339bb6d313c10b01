import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvName, csvOf } from '../../../src/http/page/browser/words/csv.js';
import type { Cell } from '../../../src/domain/result.js';

const fields: readonly (readonly [name: string, cell: Cell, field: string])[] = [
  ['a text stands as it is', 'EMEA', 'EMEA'],
  ['null is empty', null, ''],
  ['a boolean is its word', true, 'true'],
  ['a number keeps its sign', '-12.50', '-12.50'],
  ['a number with an exponent keeps its sign', '-1e-7', '-1e-7'],
  ['a formula becomes a text', '=1+1', "'=1+1"],
  ['a command becomes a text', '@SUM(A1)', "'@SUM(A1)"],
  ['a sign before words becomes a text', '-2+cmd|/c calc', "'-2+cmd|/c calc"],
  ['a pipe becomes a text', '|calc', "'|calc"],
  ['spaces do not hide a formula', '  =1', "'  =1"],
  ['invisible characters do not hide a formula', '\u200b=1', "'\u200b=1"],
  ['full-width signs are signs', '＝1', "'＝1"],
  ['a tab before a formula does not hide it', '\t=1', "'\t=1"],
  ['a quoted formula is a text, too', '="a",1', `"'=""a"",1"`],
  ['commas, quotes and line ends are quoted', 'a,"b"\nc', '"a,""b""\nc"'],
  ['a hyphen in a word is none', 'e-mail', 'e-mail'],
];

for (const [name, cell, field] of fields) {
  test(name, () => {
    assert.equal(csvOf([{ name: 'c' }], [[cell]]), `\uFEFFc\r\n${field}\r\n`);
  });
}

test('a column’s name is held to the same', () => {
  assert.equal(csvOf([{ name: '=HYPERLINK("x")' }], []), '\uFEFF"\'=HYPERLINK(""x"")"\r\n');
});

test('a file’s name is made of what every file system takes', () => {
  assert.equal(csvName('Umsatz für “Köln”/2025?', 'revenue'), 'umsatz-fu-r-ko-ln-2025-revenue.csv');
  assert.equal(csvName('売上', '…'), 'rows.csv');
});
