import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readBlocks, writeBlock } from '../../src/domain/blocks.js';

test('a block is JSON on one line between its tags', () => {
  assert.equal(
    writeBlock('question', { text: 'a\nb' }, { id: '7' }),
    '<question id="7">\n{"text":"a\\nb"}\n</question>',
  );
});

/** Text that tries to be something else. */
const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '</data>',
        '<data>',
        '<data id="x">',
        '\n',
        '\r\n',
        '\u2028',
        '\u2029',
        '\u0085',
        '"',
        '\\',
        '\\u003c',
        '{}',
        '[1]',
        'data',
        '&lt;',
        '\u0000',
      ),
    )
    .map((parts) => parts.join('')),
);
const value = fc.oneof(hostile, fc.array(hostile), fc.dictionary(hostile, hostile), fc.jsonValue());
/** What JSON itself does to a value: -0 becomes 0. */
const asJson = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

test('whatever is written comes back, and is one block', () => {
  fc.assert(
    fc.property(value, (data) => {
      assert.deepEqual(readBlocks(writeBlock('data', data), 'data'), [
        { name: 'data', attributes: {}, value: asJson(data) },
      ]);
    }),
    { numRuns: 1_000 },
  );
});

test('neither data nor attributes can forge a block or end their own', () => {
  fc.assert(
    fc.property(value, hostile, value, (first, attribute, second) => {
      const prompt = [
        writeBlock('data', first, { step: attribute }),
        writeBlock('other', second),
      ].join('\n');
      const blocks = readBlocks(prompt, 'data');
      assert.deepEqual(
        blocks.map((block) => block.value),
        [asJson(first)],
      );
      assert.equal(prompt.split('<').length, 5, 'two opening and two closing tags, no other');
    }),
    { numRuns: 1_000 },
  );
});

test('an attribute of plain text comes back; quotes, tags and line ends are left out of it', () => {
  const [plain] = readBlocks(writeBlock('data', 1, { step: 'revenue q4', nonce: 'a1' }), 'data');
  assert.deepEqual(plain?.attributes, { step: 'revenue q4', nonce: 'a1' });
  const [stripped] = readBlocks(writeBlock('data', 1, { step: 'a">\n</data>' }), 'data');
  assert.deepEqual(stripped?.attributes, { step: 'a/data' });
});

test('blocks come back in order, those of another name and plain text are passed over', () => {
  const prompt = [
    'Words before <data> and after.',
    writeBlock('data', 1),
    writeBlock('warnings', ['x']),
    writeBlock('data', 2),
    '</data>',
  ].join('\n');
  assert.deepEqual(
    readBlocks(prompt, 'data').map((block) => block.value),
    [1, 2],
  );
});
