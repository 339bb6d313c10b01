import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One numbered file of `migrations/`. Never edited once it is released. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

/** The package's own folder: as far up from `src` as from `dist`. */
const ownFolder = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** Reads the files in order: `0001_runs.sql`, `0002_…`, without a gap. */
export async function loadMigrations(folder: string = ownFolder): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return await Promise.all(
    names.map(async (name, index) => {
      const version = index + 1;
      if (!name.startsWith(`${version.toString().padStart(4, '0')}_`)) {
        throw new Error(`Migration ${name} in ${folder} should have number ${version}.`);
      }
      // A checkout on Windows may have turned the line ends.
      const sql = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
      return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
