import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkedText } from '../../src/domain/linked-text.js';

/** The text with each figure's first mention as `[name]`. */
function linked(text: string, ...displays: string[]): string {
  const figures = displays.map((display, index) => ({ name: `f${index}`, display }));
  const parts = linkedText(text, figures);
  assert.equal(parts.map((part) => part.text).join(''), text, 'nothing of the text is lost');
  return parts.map((part) => (part.figure === null ? part.text : `[${part.figure}]`)).join('');
}

test('each figure is linked where the text shows it first, in the order of the figures', () => {
  assert.equal(
    linked('It was $5.62M, up 39.8%, then $5.62M.', '$5.62M', 'up', '39.8%'),
    'It was [f0], [f1] [f2], then $5.62M.',
  );
});

test('a figure is a whole word: not a part of a longer number or name', () => {
  assert.equal(
    linked('In Q4, 14 of 4.5 and 1,4 were 4.', '4'),
    'In Q4, 14 of 4.5 and 1,4 were [f0].',
  );
  assert.equal(linked('uphill, up', 'up'), 'uphill, [f0]');
});

test('two figures that look alike are two places', () => {
  assert.equal(linked('5 and 5, and 5', '5', '5'), '[f0] and [f1], and 5');
});

test('what the text does not show is linked nowhere', () => {
  assert.equal(linked('Nothing here.', '5', ''), 'Nothing here.');
  assert.equal(linked('7 then 5', '5', '7'), '7 then [f0]');
});
