import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch } from '../../../src/embedded/temporal/launch.js';
import { temporaryFolder } from '../../throwaway.js';

test('a folder for temporary files that cannot be written is told by its own setting', async (t) => {
  const folder = temporaryFolder();
  const unwritable = join(folder, 'file');
  writeFileSync(unwritable, '');
  const { TMPDIR: before } = process.env;
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  process.env['TMPDIR'] = unwritable;
  await assert.rejects(
    launch(folder, 'temporal'),
    /^Error: Nothing can be written to the folder .*surefoot-ports-\d+ \(ENOTDIR\): set TMPDIR to one where you may write\.$/,
  );
});
