import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatabaseError } from 'pg';
import { classify } from '../../src/domain/classify.js';
import type { ErrorClass } from '../../src/domain/failure.js';

const having = (more: object, text = 'It failed.') => Object.assign(new Error(text), more);
const ofPostgres = (code: string) =>
  Object.assign(new DatabaseError('It failed.', 1, 'error'), { code });
const fetched = (code: string) => new TypeError('fetch failed', { cause: having({ code }) });
const endless = having({});
endless.cause = endless;

for (const [what, thrown, kind, code] of [
  ['a deadlock of its own database', ofPostgres('40P01'), 'transient', '40P01'],
  ['a table that is not there', ofPostgres('42P01'), 'permanent', '42P01'],
  ['a statement timeout', ofPostgres('57014'), 'timeout', '57014'],
  ['a text of the driver', new Error('Connection terminated unexpectedly'), 'transient', null],
  ['a connection reset', having({ code: 'ECONNRESET' }), 'transient', 'ECONNRESET'],
  ['the same in the cause, as of fetch', fetched('ECONNRESET'), 'transient', 'ECONNRESET'],
  [
    'fetch that could not connect',
    fetched('UND_ERR_CONNECT_TIMEOUT'),
    'transient',
    'UND_ERR_CONNECT_TIMEOUT',
  ],
  ['a certificate', fetched('CERT_HAS_EXPIRED'), 'permanent', 'CERT_HAS_EXPIRED'],
  ['its own limit of time', new DOMException('It is up.', 'TimeoutError'), 'timeout', null],
  ['a rate limit', having({ status: 429 }), 'transient', '429'],
  ['a status by another name', having({ statusCode: 503 }), 'transient', '503'],
  [
    'a status in the response',
    having({ code: 'ERR_BAD_REQUEST', response: { status: 404 } }),
    'permanent',
    '404',
  ],
  ['a status beside a word', having({ status: 'error', statusCode: 503 }), 'transient', '503'],
  [
    'a status in the response, by the other name',
    having({ code: 'ERR_NON_2XX_3XX_RESPONSE', response: { statusCode: 503 } }),
    'transient',
    '503',
  ],
  ['a limit of axios', having({ code: 'ECONNABORTED' }), 'timeout', 'ECONNABORTED'],
  ['an object with a status', { status: 401 }, 'permanent', '401'],
  ['a status that is none', having({ status: 5 }), 'unknown', null],
  ['a status that the table lacks', having({ status: 418 }), 'unknown', null],
  ['a missing file', having({ code: 'ENOENT' }), 'unknown', null],
  ['a code of no table', having({ code: 'E_OWN' }), 'unknown', null],
  ['an error without a code', new TypeError('x is not a function'), 'unknown', null],
  ['an error that is its own cause', endless, 'unknown', null],
  ['a response that is null', having({ response: null }), 'unknown', null],
  ['a string', 'ECONNRESET', 'unknown', null],
  ['a symbol', Symbol('it'), 'unknown', null],
  ['nothing', undefined, 'unknown', null],
  ['null', null, 'unknown', null],
] satisfies [string, unknown, ErrorClass, string | null][]) {
  test(`${what} is ${kind}`, () => {
    assert.deepEqual(classify(thrown), { class: kind, code });
  });
}
