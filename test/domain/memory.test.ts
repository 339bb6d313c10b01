import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemory } from '../../src/domain/memory.js';

test('what was asked for least recently is forgotten first, by number', () => {
  const memory = createMemory<number>({ mostEntries: 2, mostSize: 100 });
  memory.set('a', 1);
  memory.set('b', 2);
  assert.equal(memory.get('a'), 1);
  memory.set('c', 3);
  assert.deepEqual(
    ['a', 'b', 'c'].map((text) => memory.get(text)),
    [1, undefined, 3],
  );
});

test('long texts push out short ones, and one that is longer than all may be is not kept', () => {
  const memory = createMemory<number>({ mostEntries: 10, mostSize: 10 });
  memory.set('aaa', 1);
  memory.set('bbb', 2);
  memory.set('cccccc', 3);
  assert.deepEqual(
    ['aaa', 'bbb', 'cccccc'].map((text) => memory.get(text)),
    [undefined, 2, 3],
  );
  memory.set('d'.repeat(11), 4);
  assert.equal(memory.get('d'.repeat(11)), undefined);
  assert.equal(memory.get('bbb'), 2);
});

test('a text that is set again counts once', () => {
  const memory = createMemory<number>({ mostEntries: 10, mostSize: 10 });
  for (const found of [1, 2, 3]) memory.set('aaaaaa', found);
  memory.set('bbbb', 4);
  assert.deepEqual([memory.get('aaaaaa'), memory.get('bbbb')], [3, 4]);
});
