import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  mayPass,
  problemWords,
  RequestFailed,
} from '../../../src/http/page/browser/server/problem.js';

const cases: readonly (readonly [name: string, number, body: string, words: RegExp])[] = [
  [
    'what the server says is said',
    404,
    '{"title":"Not found","detail":"There is no run r-1."}',
    /^There is no run r-1\.$/,
  ],
  ['a title serves where there is no detail', 409, '{"title":"Nothing waits"}', /^Nothing waits$/],
  [
    'each field that does not fit is named',
    422,
    '{"detail":"See errors.","errors":[{"pointer":"#/question","detail":"is empty"},{"parameter":"wait","detail":"must be 0 or more"}]}',
    /^See errors\. question: is empty wait: must be 0 or more$/,
  ],
  ['a proxy’s page is not shown', 502, '<html><h1>Bad Gateway</h1></html>', /does not answer/],
  ['JSON that is no problem is not shown', 500, '[1]', /could not do this/],
  ['a status without words says what to do', 429, '', /Wait until one has its answer/],
  ['a status that nobody knows is told', 418, '', /\(418\)/],
];

for (const [name, status, body, words] of cases) {
  test(name, () => assert.match(problemWords(status, body), words));
}

test('only what may be over soon is tried again', () => {
  const passing = [0, 429, 500, 502, 503, 401, 404, 422].filter((status) =>
    mayPass(new RequestFailed(status, '')),
  );
  assert.deepEqual(passing, [0, 429, 502, 503]);
});
