import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { bundleFiles, type Column } from '../../dashboards/superset/source/bundle.js';
import { charts } from '../../dashboards/superset/source/charts.js';
import { datasets } from '../../dashboards/superset/source/datasets.js';
import { readColumns } from '../../dashboards/superset/source/read-columns.js';
import { migrateStore } from '../../src/adapters/store/index.js';
import { postgresForTests } from '../support.js';

const folder = fileURLToPath(new URL('../../dashboards/superset/bundle', import.meta.url));
const refresh = 'npm run superset:bundle writes the bundle anew';

it("has the columns of the store's views", async (t) => {
  const database = await (await postgresForTests()).createDatabase();
  t.after(() => database.drop());
  await migrateStore(database.url, { log: () => {} });
  const ofTheStore = await readColumns(database.url);
  for (const { view } of datasets) {
    const there = new Map(ofTheStore.get(view)?.map((column) => [column.name, column]));
    for (const column of columnsOf(view)) {
      assert.deepEqual(column, there.get(column.name), `${view}.${column.name}: ${refresh}`);
    }
  }
});

it('is what its source makes', () => {
  const made = bundleFiles(columnsOf);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  assert.deepEqual(names.toSorted(), [...made.keys()].toSorted(), refresh);
  for (const [name, text] of made) {
    assert.equal(readFileSync(join(folder, name), 'utf8'), text, `${name}: ${refresh}`);
  }
});

it('is described chart by chart', () => {
  const page = readFileSync(new URL('../../docs/dashboards.md', import.meta.url), 'utf8');
  const rows = charts.map(({ name, about }) => `| ${name} | ${about} |\n`).join('');
  assert.ok(page.includes(rows), `docs/dashboards.md should have:\n${rows}`);
});

it('holds no address and no password', () => {
  const database = readFileSync(join(folder, 'databases', 'surefoot.yaml'), 'utf8');
  assert.match(database, /^sqlalchemy_uri: \$\{SUREFOOT_SUPERSET_URI\}$/m);
  assert.doesNotMatch(database, /:\/\/|password/);
});

/** As the committed bundle has them: a view that gained a column since is no fault. */
function columnsOf(view: string): readonly Column[] {
  const text = readFileSync(join(folder, 'datasets', 'surefoot', `${view}.yaml`), 'utf8');
  const { columns } = parse(text) as { readonly columns: readonly CommittedColumn[] };
  return columns
    .filter(({ expression }) => expression === undefined)
    .map(({ column_name, type, description }) => ({
      name: column_name,
      type: type.toLowerCase(),
      about: description,
    }));
}

interface CommittedColumn {
  readonly column_name: string;
  readonly type: string;
  readonly description: string;
  readonly expression?: string;
}
