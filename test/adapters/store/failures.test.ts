import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeFailure } from '../../../src/adapters/store/failures.js';
import { ToolFailure } from '../../../src/domain/failure.js';

const coded = (code: string): Error => Object.assign(new Error('secret data'), { code });

for (const [name, error, expected] of [
  ['a refused connection', coded('ECONNREFUSED'), 'store_unavailable transient'],
  [
    'both addresses of localhost',
    new AggregateError([coded('ECONNREFUSED')]),
    'store_unavailable transient',
  ],
  [
    'a saturated pool',
    new Error('timeout exceeded when trying to connect'),
    'store_unavailable transient',
  ],
  [
    'a lost connection',
    new Error('Connection terminated unexpectedly'),
    'store_unavailable transient',
  ],
  [
    'a store that this process closed',
    new Error('Cannot use a pool after calling end on the pool'),
    'store_unavailable transient',
  ],
  ['a server that shuts down', coded('57P01'), 'store_unavailable transient'],
  ['a statement timeout', coded('57014'), 'store_unavailable transient'],
  ['a deadlock', coded('40P01'), 'store_unavailable transient'],
  ['a standby after a failover', coded('25006'), 'store_unavailable transient'],
  ['a statement lost behind a pooler', coded('26000'), 'store_unavailable transient'],
  ['a missing table', coded('42P01'), 'store_not_migrated permanent'],
  ['a missing database', coded('3D000'), 'store_misconfigured permanent'],
  ['a certificate', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'store_misconfigured permanent'],
  ['a broken constraint', coded('23514'), 'store_error unknown'],
  ['a mistake of ours', new TypeError('x is not a function'), 'store_error unknown'],
  ['what is no error at all', 'boom', 'store_error unknown'],
] satisfies [string, unknown, string][]) {
  test(`${name} is ${expected}, in words of ours`, () => {
    const failure = storeFailure(error);

    assert.equal(`${failure.toolError.error} ${failure.toolError.class}`, expected);
    assert.doesNotMatch(failure.message, /secret|boom|undefined|null/);
    assert.equal(failure.cause, error);
  });
}

test('what is a ToolFailure already stays as it is', () => {
  const failure = new ToolFailure({ error: 'a', class: 'permanent', message: 'b' });
  assert.equal(storeFailure(failure), failure);
});
