import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { it, mock } from 'node:test';
import { InvalidArgumentError } from 'commander';
import { loginName } from '../../src/cli/login-name.js';
import { timeArgument } from '../../src/cli/time-argument.js';

it('a time is a day, a time or how long ago, and anything else is refused', () => {
  assert.equal(timeArgument('2026-11-01'), '2026-11-01T00:00:00.000Z');
  assert.match(timeArgument('24h'), /^\d{4}-\d\d-\d\dT/);
  for (const wrong of ['soon', '2026-13-01', '99999999999d']) {
    assert.throws(() => timeArgument(wrong), InvalidArgumentError, wrong);
  }
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
