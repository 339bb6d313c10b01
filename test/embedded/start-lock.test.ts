import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../src/embedded/process-tools.js';
import { withStartLock } from '../../src/embedded/start-lock.js';
import { temporaryFolder } from '../throwaway.js';

test('two starts take turns, and the one that waits says so once', async () => {
  const home = temporaryFolder();
  const events: string[] = [];
  const hold = new AbortController();
  const first = withStartLock({ home }, async () => {
    await once(hold.signal, 'abort');
    events.push('first');
  });
  assert.ok(await until(() => existsSync(join(home, 'start.lock')), 5_000));

  const onProgress = (line: string): void => {
    events.push(line);
    hold.abort();
  };
  await withStartLock({ home, onProgress }, async () => events.push('second'));
  await first;
  assert.deepEqual(events, ['Waiting for another start of Surefoot', 'first', 'second']);
});

test('the lock goes when the work fails', async () => {
  const home = temporaryFolder();
  await assert.rejects(
    withStartLock({ home }, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await withStartLock({ home }, async () => 'again'), 'again');
});

test('a home that is a file is refused in a sentence', async () => {
  const home = join(temporaryFolder(), 'file');
  writeFileSync(home, '');
  await assert.rejects(
    withStartLock({ home }, () => Promise.resolve()),
    {
      message: `Nothing can be written to the folder ${home} (EEXIST): set SUREFOOT_HOME to one where you may write.`,
    },
  );
  await assert.rejects(
    withStartLock({ home, setting: 'TMPDIR' }, () => Promise.resolve()),
    /: set TMPDIR to one where you may write\.$/,
  );
});

for (const [whose, content] of [
  ['a dead process', { pid: 2 ** 22 + 1, command: 'node surefoot' }],
  ['a process whose pid another program has now', { pid: process.pid, command: 'node surefoot' }],
] as const) {
  test(`the lock of ${whose} is broken`, async () => {
    const home = temporaryFolder();
    const lock = join(home, 'start.lock');
    writeFileSync(lock, JSON.stringify(content));
    await withStartLock({ home }, async () => assert.ok(existsSync(lock)));
    assert.ok(!existsSync(lock));
  });
}

test('another account that shares the home can read whose the lock is', async () => {
  const home = temporaryFolder();
  const umask = process.umask(0o022);
  try {
    const mode = await withStartLock({ home }, async () => statSync(join(home, 'start.lock')).mode);
    assert.equal(mode & 0o777, 0o644);
  } finally {
    process.umask(umask);
  }
});

test('a link that somebody has laid where the lock is written leads nowhere', async () => {
  const home = temporaryFolder();
  const precious = join(home, 'precious');
  writeFileSync(precious, 'mine');
  // Ports are locked under the folder for temporary files, where others may write before us.
  for (let n = 0; n < 100; n += 1) {
    symlinkSync(precious, join(home, `start.lock.${process.pid}.${n}`));
  }
  assert.equal(await withStartLock({ home }, async () => 'worked'), 'worked');
  assert.equal(readFileSync(precious, 'utf8'), 'mine');
});
