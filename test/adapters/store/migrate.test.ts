import assert from 'node:assert/strict';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { connectStore, migrateStore, storeVersion } from '../../../src/adapters/store/index.js';
import { postgresForTests, runSql, type TestDatabase, type TestPostgres } from '../../support.js';
import { temporaryFolder } from '../../throwaway.js';
import { viewsSection, viewWords, writtenViews } from '../../docs/views-page.js';
import { failsAs, times } from './fixtures.js';

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const files = (await readdir(folder)).toSorted();
const quiet = { log: () => {} };

let postgres: TestPostgres;
const databases: TestDatabase[] = [];
before(async () => {
  postgres = await postgresForTests();
});
after(async () => {
  for (const database of databases) await database.drop();
});

async function emptyDatabase(): Promise<string> {
  const database = await postgres.createDatabase();
  databases.push(database);
  return database.url;
}

async function copyOfMigrations(): Promise<string> {
  const copy = temporaryFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
}

test('a fresh database gets every file in order, and the second time none', async () => {
  const url = await emptyDatabase();
  const lines: string[] = [];

  assert.deepEqual(await migrateStore(url, { log: (line) => lines.push(line) }), files);
  assert.deepEqual(await migrateStore(url, { log: (line) => lines.push(line) }), []);

  assert.deepEqual(
    lines,
    files.map((file) => `Applied ${file}`),
  );
});

test('four processes that migrate at once apply each file once', async () => {
  const url = await emptyDatabase();
  const applied = await times(4, () => migrateStore(url, quiet));
  assert.deepEqual(applied.flat().toSorted(), files);
});

test('a file that was edited after it was applied is refused by name', async () => {
  const url = await emptyDatabase();
  await migrateStore(url, quiet);
  const copy = await copyOfMigrations();
  const edited = files[1] ?? '';
  const sql = await readFile(join(copy, edited), 'utf8');

  await writeFile(join(copy, edited), sql.replaceAll('\n', '\r\n'));
  assert.deepEqual(await migrateStore(url, { ...quiet, folder: copy }), []);

  await writeFile(join(copy, edited), `${sql}\nselect 1;`);
  await assert.rejects(migrateStore(url, { ...quiet, folder: copy }), {
    message: new RegExp(`^Migration ${edited} was edited after it was applied`),
  });
});

test('a file that fails leaves nothing of itself and keeps those before it', async () => {
  const url = await emptyDatabase();
  const copy = await copyOfMigrations();
  const number = `${files.length + 1}`.padStart(4, '0');
  await writeFile(
    join(copy, `${number}_bad.sql`),
    'create table surefoot.half (); select nonsense;',
  );

  await assert.rejects(
    migrateStore(url, { ...quiet, folder: copy }),
    /_bad\.sql failed: column "n/,
  );

  assert.equal((await storeVersion(url)).state, 'current');
  await assert.rejects(runSql(url, 'select from surefoot.half'), { code: '42P01' });
});

test('files must be numbered without a gap', async () => {
  const copy = await copyOfMigrations();
  await writeFile(join(copy, '0099_far.sql'), 'select 1');
  const url = await emptyDatabase();
  await assert.rejects(migrateStore(url, { ...quiet, folder: copy }), /0099_far\.sql .* number \d/);
});

test('the version says missing, older, current and newer, and using such a store says what to do', async () => {
  const url = await emptyDatabase();
  const expected = files.length;
  const use = async (): Promise<unknown> => {
    const store = connectStore({ url });
    return await store.replies.get({ tenant: 't', runId: 'r' }, 'x').finally(() => store.close());
  };
  const refused = (message: RegExp): Promise<void> =>
    assert.rejects(use(), failsAs('store_not_migrated', 'permanent', message));

  const { postgres: server, ...missing } = await storeVersion(url);
  assert.deepEqual(missing, { state: 'missing', applied: 0, expected });
  assert.match(server, /^\d+\.\d+$/);
  await refused(/no Surefoot schema: run `surefoot migrate`/);

  await migrateStore(url, quiet);
  assert.equal((await storeVersion(url)).state, 'current');
  assert.equal(await use(), undefined);

  await runSql(url, `delete from surefoot.migrations where version = ${expected}`);
  assert.equal((await storeVersion(url)).state, 'older');
  await refused(/at migration \d+ of \d+: run `surefoot migrate`/);

  const values = `(${expected}, 'a', ''), (${expected + 1}, 'b', '')`;
  await runSql(url, `insert into surefoot.migrations (version, name, checksum) values ${values}`);
  assert.equal((await storeVersion(url)).state, 'newer');
  await refused(/update Surefoot/);
  await assert.rejects(migrateStore(url, quiet), /update Surefoot/);
});

test('a store that was asked too early works once it is migrated', async () => {
  const url = await emptyDatabase();
  const store = connectStore({ url });
  const find = () => store.runs.find({ tenant: 't', runId: 'r' });

  await assert.rejects(find(), /run `surefoot migrate`/);
  await migrateStore(url, quiet);
  assert.equal(await find(), undefined);
  await store.close();
});

test('a log that was kept whole is kept by month from then on, row by row', async () => {
  const url = await emptyDatabase();
  const before = temporaryFolder();
  const whole = files.filter((file) => file < '0012');
  for (const file of whole) await cp(join(folder, file), join(before, file));
  await migrateStore(url, { ...quiet, folder: before });
  await runSql(
    url,
    `insert into surefoot.tool_calls
       (workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, status, started_at, ended_at, cost_usd)
     values ('w', 't', 'a', 1, '2026-01-01', 'default', 'r', 'lost', '2026-01-31 23:59:59Z', null, null),
            ('w', 't', 'a', 2, '2026-01-01', 'default', 'r', 'success', '2026-02-01 00:00:01Z', now(), 0.5),
            ('w', 't', 'b', 1, '2026-01-01', 'default', 'r', 'success', '2026-02-01 00:00:02Z', now(), null)`,
  );

  await migrateStore(url, quiet);
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select activity_id || attempt || ' ' || status || ' ' || coalesce(cost_usd, 0) || ' ' || tableoid::regclass as row
     from surefoot.tool_calls order by 1`,
  );
  await client.end();
  assert.deepEqual(
    rows.map(({ row }: { row?: string }) => row),
    [
      'a1 lost 0 surefoot.tool_calls_2026_01',
      'a2 success 0.5 surefoot.tool_calls_2026_01',
      'b1 success 0 surefoot.tool_calls_2026_02',
    ],
  );
});

test('every view and each of its columns has a sentence, and the docs say the same', async () => {
  const url = await emptyDatabase();
  await migrateStore(url, quiet);
  const words = await viewWords(url);
  assert.ok(words.length > 100);
  assert.deepEqual(
    words.filter(({ says }) => says === null),
    [],
  );
  assert.equal(await writtenViews(), viewsSection(words), 'npm run docs:views');
});

test('the role for dashboards may read the views and no table, and migrating again grants what is new', async () => {
  const url = await emptyDatabase();
  await migrateStore(url, quiet);
  const asReader = (sql: string) => runSql(url, `set role surefoot_dashboards; ${sql}`);
  for (const view of new Set((await viewWords(url)).map((row) => row.view))) {
    await asReader(`select * from surefoot.${view}`);
  }
  const denied = { code: '42501' };
  for (const table of ['runs', 'tool_calls', 'tool_calls_default', 'replies', 'migrations']) {
    await assert.rejects(asReader(`select from surefoot.${table}`), denied, table);
  }
  await assert.rejects(asReader('delete from surefoot.v_tool_calls'), denied);

  await runSql(url, 'create view surefoot.v_later as select 1 as one');
  await assert.rejects(asReader('select * from surefoot.v_later'), denied);
  await migrateStore(url, quiet);
  await asReader('select * from surefoot.v_later');
});

test('a login that may not grant a view migrates all the same, and says so', async () => {
  const database = await postgres.createDatabase();
  databases.push(database);
  const login = `plain_${database.name}`;
  const rights = `login password 'x'; grant create on database "${database.name}" to "${login}"`;
  await runSql(database.url, `create role "${login}" ${rights}`);
  const url = Object.assign(new URL(database.url), { username: login, password: 'x' }).href;
  const lines: string[] = [];
  try {
    await migrateStore(url, quiet);
    await runSql(database.url, 'create view surefoot.v_other as select 1 as one');
    assert.deepEqual(await migrateStore(url, { log: (line) => lines.push(line) }), []);
  } finally {
    await runSql(database.url, `drop owned by "${login}" cascade; drop role "${login}"`);
  }
  assert.match(lines.join(), /^The role surefoot_dashboards was not made, or may not read/);
});

test('a role that may not create the schema, or change another’s, is told what it lacks and who has it', async () => {
  const url = await emptyDatabase();
  const role = `lowly_${process.pid}`;
  await runSql(url, `create role "${role}" login password 'x'`);
  const lowly = Object.assign(new URL(url), { username: role, password: 'x' });
  const { pathname, username: owner } = new URL(url);
  const database = pathname.slice(1);
  const message = (words: RegExp) => failsAs('store_misconfigured', 'permanent', words);
  const grant = `run .grant create on database "${database}" to "${role}".`;
  const mayNotCreate = message(new RegExp(`^The role ${role} .* may not create .*: ${grant} as`));
  const mayNotChange = message(
    new RegExp(`^The role ${role} .* not change .*: migrate as ${owner},`),
  );
  try {
    await assert.rejects(migrateStore(lowly.href, quiet), mayNotCreate);
    await migrateStore(url, quiet);
    await assert.rejects(migrateStore(lowly.href, quiet), mayNotChange);
    await runSql(url, `grant usage on schema surefoot to "${role}"`);
    await assert.rejects(migrateStore(lowly.href, quiet), mayNotChange);
  } finally {
    await runSql(url, `drop owned by "${role}"; drop role "${role}"`);
  }
});
