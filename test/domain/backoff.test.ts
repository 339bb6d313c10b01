import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { afterAttempt } from '../../src/domain/backoff.js';
import type { ErrorClass } from '../../src/domain/failure.js';
import { defaultPolicy } from '../../src/domain/policy.js';

const { retry } = defaultPolicy;
const plenty = 60_000;
const middle = 0.5;

const failed = (attempt: number, errorClass: ErrorClass = 'transient', retryAfterMs?: number) => ({
  class: errorClass,
  attempt,
  retryAfterMs,
});

for (const [attempt, waits] of [
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
] as const) {
  test(`after attempt ${attempt} a transient failure waits ${waits} ms`, () => {
    assert.deepEqual(afterAttempt(failed(attempt), retry, plenty, middle), { retryInMs: waits });
  });
}

test('there are three retries and no fourth', () => {
  assert.equal(afterAttempt(failed(4), retry, plenty, middle), 'give_up');
});

test('the wait differs by a fifth to either side', () => {
  assert.deepEqual(afterAttempt(failed(1), retry, plenty, 0), { retryInMs: 800 });
  assert.deepEqual(afterAttempt(failed(1), retry, plenty, 0.999_999), { retryInMs: 1_200 });
});

test('doubling ends at the longest delay', () => {
  const patient = { ...retry, attempts: 10 };
  assert.deepEqual(afterAttempt(failed(4), patient, plenty, middle), { retryInMs: 8_000 });
  assert.deepEqual(afterAttempt(failed(9), patient, plenty, middle), { retryInMs: 8_000 });
});

test('a failure of no known kind is tried once more', () => {
  assert.notEqual(afterAttempt(failed(1, 'unknown'), retry, plenty, middle), 'give_up');
  assert.equal(afterAttempt(failed(2, 'unknown'), retry, plenty, middle), 'give_up');
});

for (const errorClass of ['timeout', 'permanent', 'user_error'] as const) {
  test(`a ${errorClass} is never repeated`, () => {
    assert.equal(afterAttempt(failed(1, errorClass, 10), retry, plenty, middle), 'give_up');
  });
}

test('a longer retry-after wins, also over the longest delay', () => {
  const asked = failed(1, 'transient', 12_000);
  assert.deepEqual(afterAttempt(asked, retry, plenty, middle), { retryInMs: 12_000 });
});

test('a shorter retry-after changes nothing', () => {
  const asked = failed(2, 'transient', 5);
  assert.deepEqual(afterAttempt(asked, retry, plenty, middle), { retryInMs: 2_000 });
});

test('a wait that is not shorter than what is left means give up', () => {
  assert.equal(afterAttempt(failed(1), retry, 1_000, middle), 'give_up');
  assert.deepEqual(afterAttempt(failed(1), retry, 1_001, middle), { retryInMs: 1_000 });
  assert.equal(afterAttempt(failed(1, 'transient', 30_000), retry, 20_000, middle), 'give_up');
});

test('whatever fails, the wait is positive, fits into what is left, and honours retry-after', () => {
  const classes = ['transient', 'timeout', 'permanent', 'user_error', 'unknown'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...classes),
      fc.integer({ min: 1, max: 2_000 }),
      fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
      fc.integer({ min: -1e6, max: 1e9 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.record({
        attempts: fc.integer({ min: 1, max: 3_000 }),
        firstDelayMs: fc.integer({ min: 1, max: 60_000 }),
        longestDelayMs: fc.integer({ min: 1, max: 600_000 }),
      }),
      (errorClass, attempt, retryAfterMs, remainingMs, random, policy) => {
        const next = afterAttempt(
          { class: errorClass, attempt, retryAfterMs },
          policy,
          remainingMs,
          random,
        );
        if (next === 'give_up') return;
        assert.ok(next.retryInMs >= 1);
        assert.ok(next.retryInMs < remainingMs);
        assert.ok(next.retryInMs >= (retryAfterMs ?? 0));
        assert.ok(next.retryInMs <= Math.max(policy.longestDelayMs * 1.2 + 1, retryAfterMs ?? 0));
        assert.ok(attempt < policy.attempts);
      },
    ),
  );
});
