import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../throwaway.js';

const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));

/** A copy of the build script in a package that has only what the test gives it. */
function packageWith(...files: readonly string[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'scripts'));
  cpSync(script, join(folder, 'scripts', 'build.mjs'));
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  return folder;
}

function build(folder: string, event: string): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], npm_lifecycle_event: event };
    const options = { cwd: folder, env };
    const child = execFile(process.execPath, ['scripts/build.mjs'], options, (_, _out, stderr) =>
      resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });
}

for (const [name, files, event, code, words] of [
  ['an installed package has nothing to build', ['dist/cli.js'], 'prepare', 0, /^$/],
  [
    'without a compiler a dist that is there will do',
    ['src/a.ts', 'dist/cli.js'],
    'build',
    0,
    /^$/,
  ],
  ['without both it says what to run', ['src/a.ts'], 'build', 1, /run `npm ci` with devDep/],
  ['an install without devDependencies does not fail', ['src/a.ts'], 'prepare', 0, /no dist/],
] as const) {
  test(name, async () => {
    const ended = await build(packageWith(...files), event);
    assert.match(ended.stderr, words);
    assert.equal(ended.code, code);
  });
}
