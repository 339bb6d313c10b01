import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { it, mock } from 'node:test';
import { InvalidArgumentError } from 'commander';
import { dollars, wholeNumber } from '../../src/cli/number-arguments.js';
import { loginName } from '../../src/cli/login-name.js';
import { timeArgument } from '../../src/cli/time-argument.js';

it('a time is a day, a time or how long ago, and anything else is refused', () => {
  assert.equal(timeArgument('2026-11-01'), '2026-11-01T00:00:00.000Z');
  assert.match(timeArgument('24h'), /^\d{4}-\d\d-\d\dT/);
  for (const wrong of ['soon', '2026-13-01', '2026-02-30', 'March 5', '99999999999d']) {
    assert.throws(() => timeArgument(wrong), InvalidArgumentError, wrong);
  }
});

it('a number is written in digits, and within what makes sense', () => {
  const [any, few] = [wholeNumber(), wholeNumber(500)];
  assert.deepEqual([any('9007199254740991'), few('500'), dollars('.5')], [2 ** 53 - 1, 500, 0.5]);
  for (const wrong of ['0', '-1', '1.5', '1e3', '0x10', ' 5', '', '501']) {
    assert.throws(() => few(wrong), /Use a whole number from 1 to 500\./, wrong);
  }
  assert.throws(() => any('9007199254740993'), /Use a whole number from 1\./);
  for (const wrong of ['0', '-1', '1,5', '1.']) assert.throws(() => dollars(wrong), /0\.50/);
});

it('a user without a name, as containers have them, is told by number', () => {
  const { username } = os.userInfo();
  assert.equal(loginName(), username);
  mock.method(os, 'userInfo', () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  });
  syncBuiltinESMExports();
  try {
    assert.match(loginName(), /^user \S+$/);
  } finally {
    mock.restoreAll();
    syncBuiltinESMExports();
  }
});
