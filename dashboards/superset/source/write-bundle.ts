/** Writes dashboards/superset/bundle from what is beside this file and the store's views: `npm run superset:bundle`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateStore } from '../../../src/adapters/store/migrate.js';
import { postgresForTests } from '../../../test/support.js';
import { bundleFiles } from './bundle.js';
import { readColumns } from './read-columns.js';

const folder = fileURLToPath(new URL('../bundle', import.meta.url));

const postgres = await postgresForTests();
const store = await postgres.createDatabase();
await migrateStore(store.url, { log: () => {} });
const columns = await readColumns(store.url);
await rm(folder, { recursive: true, force: true });
for (const [path, text] of bundleFiles((view) => columns.get(view) ?? [])) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
