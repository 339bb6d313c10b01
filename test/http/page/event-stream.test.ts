import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  eventStreamParser,
  type StreamEvent,
} from '../../../src/http/page/browser/server/event-stream.js';

const first = { id: '1', event: 'run.started', data: '{"seq":1}' };
const whole = 'retry: 1000\n\nid: 1\nevent: run.started\ndata: {"seq":1}\n\n';

const cases: readonly (readonly [name: string, chunks: readonly string[], StreamEvent[]])[] = [
  ['a whole event is given', [whole], [first]],
  ['an event cut at every character is the same', [...whole], [first]],
  ['CRLF ends lines, also cut in the middle', [...whole.replaceAll('\n', '\r\n')], [first]],
  ['a lone CR ends lines', [whole.replaceAll('\n', '\r'), ':\n'], [first]],
  ['comments are no events', [': alive\n\n: alive\n\n', whole], [first]],
  ['an event without an end is not given', ['id: 1\ndata: {}\n'], []],
  [
    'several lines of data are one text',
    ['data: a\ndata: b\n\n'],
    [{ id: '', event: '', data: 'a\nb' }],
  ],
  [
    'the id stays until another one comes',
    ['id: 7\ndata: a\n\ndata: b\n\n'],
    [
      { id: '7', event: '', data: 'a' },
      { id: '7', event: '', data: 'b' },
    ],
  ],
  ['only one space goes before a value', ['data:  a:b\n\n'], [{ id: '', event: '', data: ' a:b' }]],
];

for (const [name, chunks, expected] of cases) {
  test(name, () => {
    const parser = eventStreamParser();
    assert.deepEqual(
      chunks.flatMap((chunk) => parser.push(chunk)),
      expected,
    );
  });
}
