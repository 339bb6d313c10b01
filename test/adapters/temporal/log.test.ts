import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLine } from '../../../src/adapters/temporal/log.js';
import { loggable } from '../../../src/adapters/temporal/loggable.js';

function lineOf(error: unknown) {
  const entry = { level: 'WARN', timestampNanos: 0n, message: 'attempt failed' } as const;
  return JSON.parse(jsonLine({ ...entry, meta: { error } })) as Record<string, unknown>;
}

test('an error is told with everything that caused it', () => {
  const refused = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
  const { level, error } = lineOf(new TypeError('fetch failed', { cause: refused }));
  assert.equal(level, 'WARN');
  const { name, message, cause } = error as { name: string; message: string; cause: Error };
  assert.deepEqual([name, message, cause.message], ['TypeError', 'fetch failed', cause.message]);
  assert.match(JSON.stringify(cause), /connection refused/);
});

test('an error that is its own cause ends, and what is no error is told, too', () => {
  const endless = new Error('round');
  endless.cause = endless;
  assert.equal((lineOf(endless)['error'] as Error).message, 'round');
  const circular: Record<string, unknown> = { message: 'oops' };
  circular['self'] = circular;
  assert.match(String(lineOf(loggable(circular))['error']), /oops/);
  assert.match(JSON.stringify(lineOf(new Error('why', { cause: circular }))), /oops/);
});
