import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { preparePostgres } from '../../../src/embedded/postgres/binaries.js';
import { serverUser } from '../../../src/embedded/postgres/server-user.js';
import { temporaryFolder } from '../../throwaway.js';

/** As npm leaves it with --ignore-scripts: the libraries, and a list of the links to them. */
function unlinkedPackage(folder: string): { readonly native: string; readonly version: string } {
  const native = join(folder, 'package', 'native');
  mkdirSync(join(native, 'bin'), { recursive: true });
  mkdirSync(join(native, 'lib'));
  writeFileSync(join(native, 'lib', 'libicu.so.60.2'), 'library');
  const link = { source: 'native/lib/libicu.so.60.2', target: 'native/lib/libicu.so.60' };
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify([link]));
  return { native, version: '18.4.0' };
}

test("libraries that npm's install script did not link are linked in place", async () => {
  const folder = temporaryFolder();
  const npmPackage = unlinkedPackage(folder);
  const options = { folder: join(folder, 'home'), user: {} };
  assert.equal(await preparePostgres(npmPackage, options), npmPackage.native);
  assert.equal(await preparePostgres(npmPackage, options), npmPackage.native);
  assert.equal(readFileSync(join(npmPackage.native, 'lib', 'libicu.so.60'), 'utf8'), 'library');
});

test(
  "a package in a closed folder of root's is copied to where the server's user can read it",
  { skip: process.getuid?.() !== 0 && 'only root runs Postgres as another user' },
  async () => {
    const folder = temporaryFolder();
    const npmPackage = unlinkedPackage(folder);
    chmodSync(join(folder, 'package'), 0o700);
    const home = join(folder, 'home');

    const native = await preparePostgres(npmPackage, { folder: home, user: serverUser() });
    assert.equal(native, join(home, 'native-18.4.0'));
    assert.equal(readFileSync(join(native, 'lib', 'libicu.so.60'), 'utf8'), 'library');
    assert.equal(await preparePostgres(npmPackage, { folder: home, user: serverUser() }), native);
  },
);
