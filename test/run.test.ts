import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('a filter that matches no test file is a failure, not an empty success', () => {
  const runner = fileURLToPath(new URL('./run.ts', import.meta.url));
  const args = ['--import', 'tsx', runner, 'no-such-test'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /There is no test file to run for: no-such-test/);
});
