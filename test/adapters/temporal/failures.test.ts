import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CancelledFailure,
  defaultFailureConverter,
  defaultPayloadConverter,
} from '@temporalio/common';
import {
  asToolFailure,
  isCancelled,
  toApplicationFailure,
  toPlainFailure,
} from '../../../src/adapters/temporal/failures.js';
import { noUsage } from '../../../src/domain/answer.js';
import { ToolFailure, type ErrorClass } from '../../../src/domain/failure.js';
import { defaultPolicy } from '../../../src/domain/policy.js';

const { retry } = defaultPolicy;
const failing = (errorClass: ErrorClass, retryAfterMs?: number) =>
  new ToolFailure(
    { error: 'it_failed', class: errorClass, tool: 'execute_query', message: 'It failed.' },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
const translated = (failure: ToolFailure, attempt = 1, remainingMs = 60_000) =>
  toApplicationFailure(failure, {
    attempt,
    retry,
    remainingMs,
    random: 0.5,
    nowMs: 1_000,
    cost: null,
  });

test('the error’s name is the type, and the whole error travels as data with the attempt', () => {
  const { failure, toolError } = translated(failing('permanent'), 2);
  assert.equal(failure.type, 'it_failed');
  assert.equal(failure.message, 'It failed.');
  assert.deepEqual(failure.details, [toolError, 2, null, null]);
});

test('what the activity has cost travels along', () => {
  const cost = { usage: { ...noUsage, claudeCalls: 2 }, replyId: null };
  const failed = { attempt: 2, retry, remainingMs: 60_000, random: 0.5, nowMs: 1_000, cost };
  assert.deepEqual(toApplicationFailure(failing('permanent'), failed).failure.details?.[3], cost);
});

test('what is final is not repeated, whatever its class, and says when to come back', () => {
  const refused = new ToolFailure(
    { error: 'breaker_open', class: 'transient', message: 'It is left alone.' },
    { final: true, nextTryMs: 1_234 },
  );
  const { failure, final } = translated(refused);
  assert.equal(final, true);
  assert.equal(failure.nonRetryable, true);
  assert.deepEqual(failure.details?.[2], 1_234);
});

for (const [errorClass, attempt, final] of [
  ['transient', 1, false],
  ['transient', 3, false],
  ['transient', 4, true],
  ['unknown', 1, false],
  ['unknown', 2, true],
  ['timeout', 1, true],
  ['permanent', 1, true],
  ['user_error', 1, true],
] as const) {
  test(`attempt ${attempt} that is ${errorClass} is ${final ? 'the last' : 'repeated'}`, () => {
    const { failure, final: isFinal } = translated(failing(errorClass), attempt);
    assert.equal(isFinal, final);
    assert.equal(failure.nonRetryable, final);
    assert.equal(failure.nextRetryDelay === undefined, final);
  });
}

test('the wait is ours, or the other side’s where that is longer', () => {
  assert.equal(translated(failing('transient'), 2).failure.nextRetryDelay, 2_000);
  assert.equal(translated(failing('transient', 9_000), 2).failure.nextRetryDelay, 9_000);
});

test('a wait that does not fit into what is left makes the attempt the last', () => {
  assert.equal(translated(failing('transient', 9_000), 1, 5_000).final, true);
});

test('what gives up says when the other side wants to be asked again', () => {
  const { failure, final } = translated(failing('transient', 600_000));
  assert.equal(final, true);
  assert.equal(failure.details?.[2], 601_000);
});

test('a failure that knows its tool stays; one that does not is told', () => {
  const known = failing('permanent');
  assert.equal(asToolFailure(known, 'fetch_schema'), known);

  const cause = new Error('beneath');
  const nameless = new ToolFailure(
    { error: 'x', class: 'transient', message: 'Busy.' },
    { cause, retryAfterMs: 7 },
  );
  const told = asToolFailure(nameless, 'fetch_schema');
  assert.equal(told.toolError.tool, 'fetch_schema');
  assert.equal(told.retryAfterMs, 7);
  assert.equal(told.cause, cause);
});

class Forbidden extends Error {}

for (const [name, thrown, kind] of [
  ['an error', new TypeError('password is hunter2'), 'TypeError'],
  ['an error of a class of its own', new Forbidden('hunter2'), 'Forbidden'],
  ['an error with a code', Object.assign(new Error('hunter2'), { code: 'E_OWN' }), 'Error (E_OWN)'],
  ['an error whose name is a text', Object.assign(new Error(), { name: 'key hunter2' }), 'Error'],
  ['an error whose code is a text', Object.assign(new Error(), { code: 'hunter2' }), 'Error'],
  ['a string', 'hunter2', 'a thrown string'],
  ['a number', 7, 'a thrown number'],
  ['a symbol', Symbol('hunter2'), 'a thrown symbol'],
  ['an object with a message', { message: 'hunter2' }, 'a thrown object'],
  ['an object without a prototype', Object.create(null), 'a thrown object'],
  ['undefined', undefined, 'an empty error'],
  ['null', null, 'an empty error'],
] as const) {
  test(`${name} that a tool throws is told in one sentence`, () => {
    const { toolError } = asToolFailure(thrown, 'sum');
    assert.equal(toolError.message, `sum failed with ${kind}; its worker’s log says more.`);
    assert.equal(toolError.class, 'unknown');
    assert.equal(toolError.tool, 'sum');
  });
}

test('what caused a failure stays out of the history', () => {
  const secret = new Error('password is hunter2', { cause: new Error('hunter2') });
  for (const failed of [
    asToolFailure(secret, 'sum'),
    new ToolFailure({ error: 'x', class: 'permanent', message: 'No.' }, { cause: secret }),
  ]) {
    for (const failure of [translated(failed).failure, toPlainFailure(failed)]) {
      const told = JSON.stringify(
        defaultFailureConverter.errorToFailure(failure, defaultPayloadConverter),
      );
      assert.doesNotMatch(told, /hunter2/);
    }
  }
});

test('what is thrown after a cancellation is one, whatever it is', () => {
  const running = new AbortController().signal;
  const stopped = AbortSignal.abort();
  for (const thrown of ['oops', new Error('canceling statement'), failing('permanent')]) {
    assert.equal(isCancelled(thrown, stopped), true);
    assert.equal(isCancelled(thrown, running), false);
  }
  assert.equal(isCancelled(new CancelledFailure('cancelled'), running), true);
});

test('a tool’s own database, service or network tells the class of its failure by its code', () => {
  const gone = Object.assign(new Error('hunter2'), { status: 410, code: 'CERT hunter2' });
  const busy = Object.assign(new Error('hunter2'), { status: 503 });
  const { toolError } = asToolFailure(busy, 'weather');
  assert.deepEqual([toolError.class, toolError.code], ['transient', '503']);
  assert.equal(toolError.message, 'weather failed with Error (503); its worker’s log says more.');
  assert.doesNotMatch(JSON.stringify(asToolFailure(gone, 'weather').toolError), /hunter2/);
});
