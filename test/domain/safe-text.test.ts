import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asTyped, safeText } from '../../src/domain/safe-text.js';

describe('an answer keeps a small Markdown subset and escapes the rest', () => {
  for (const text of [
    'Revenue was $1.23M, up 8.1% on Q3.',
    '**Total**: *rising*\n\n- EMEA: 5\n- LATAM: 3\n\n1. `orders`\n2. a < b and c <5',
    'H&M sold [some] of (it): 3M, 7-Eleven, A/B.',
    'Der Umsatz stieg; #1 war 3M.',
  ]) {
    it(`leaves: ${JSON.stringify(text)}`, () => assert.equal(safeText(text), text));
  }

  for (const [text, safe] of [
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)>'],
    ['a </script> b <!-- c', 'a &lt;/script> b &lt;!-- c'],
    ['![chart](https://evil.example/?q=1)', '![chart\\](https:/\\/evil.example/?q=1)'],
    ['[here][1]\n[1]: https://evil.example', '[here\\][1]\n[1\\]: https:/\\/evil.example'],
    [
      'see www.evil.example or mailto:a@evil.example',
      'see \\www.evil.example or \\mailto:a@evil.example',
    ],
    ['# Title\n> quote\n| a | b |', '\\# Title\n\\> quote\n\\| a | b |'],
    ['red \u001b[31mtext\u001b[0m', 'red [31mtext[0m'],
    ['\u202eabc\u2066d\u2069', 'abcd'],
  ] as const) {
    it(`escapes: ${JSON.stringify(text)}`, () => assert.equal(safeText(text), safe));
  }

  it('a terminal shows what was typed', () => {
    for (const text of [
      '<b>',
      '![a](https://b.example)',
      '# T',
      'www.a.example',
      '[x]: y',
      '> q',
    ]) {
      assert.equal(asTyped(safeText(text)), text);
    }
  });
});
