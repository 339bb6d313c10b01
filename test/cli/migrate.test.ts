import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { excessOf } from '../../src/adapters/warehouse/role.js';
import { postgresForTests, runSql, type TestDatabase } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { runCli } from './spawn-cli.js';

describe('surefoot migrate --warehouse', () => {
  const role = `migrated_${randomBytes(4).toString('hex')}`;
  let database: TestDatabase;
  let env: Readonly<Record<string, string>> = {};
  before(async () => {
    database = await (await postgresForTests()).createDatabase();
    await runSql(database.url, 'create table orders (id int)');
    const url = Object.assign(new URL(database.url), { username: role, password: 's3cret' });
    env = { SUREFOOT_WAREHOUSE_URL: url.href };
  });
  after(async () => {
    await database.drop();
    await runSql((await postgresForTests()).adminUrl, `drop role if exists ${role}`);
  });

  test('prints the grants for the role of the settings, a reason above each, and no password', async () => {
    const { code, stdout, stderr } = await runCli(['migrate', '--warehouse'], env);
    assert.equal(code, 0, stderr);
    for (const words of [
      `alter role "${role}" login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls connection limit 40;`,
      `grant usage on schema "public" to "${role}"; grant select on all tables in schema "public" to "${role}";`,
      `revoke temporary on database "${database.name}" from public, "${role}";`,
      `revoke execute on all routines in schema "public" from public, "${role}";`,
      `alter role "${role}" set temp_file_limit = '1GB';`,
    ]) {
      assert.ok(stdout.includes(words), words);
    }
    assert.doesNotMatch(stdout, /s3cret/);
    await runSql(database.url, stdout.replaceAll(/^\\.*$/gm, ''));
  });

  test('runs them with --run, as often as one likes', async () => {
    for (let i = 0; i < 2; i++) {
      const ended = await runCli(['migrate', '--warehouse', '--run', database.url], env);
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(ended.stdout, `${role} may read public and nothing else.\n`);
    }
    const client = new Client({ connectionString: env['SUREFOOT_WAREHOUSE_URL'] });
    await client.connect();
    try {
      assert.deepEqual(await excessOf(client), []);
      await client.query('select id from orders');
    } finally {
      await client.end();
    }
  });

  test('of several warehouses it prints or runs the grants of each, or of the one that is named', async () => {
    const config = join(temporaryFolder(), 'surefoot.config.mjs');
    await writeFile(
      config,
      `const url = { env: 'SUREFOOT_WAREHOUSE_URL' };
      export default { warehouses: {
        sales: { url, description: 'Orders.', pool: 6 },
        crm: { url: { env: 'CRM_URL' }, description: 'Owners.', schemas: ['desk'] },
        more: { url, description: 'More.', pool: 5 },
      } };`,
    );
    const CRM_URL = 'postgres://crm_reader:s3cret@crm.internal/desk';
    const several = { ...env, SUREFOOT_CONFIG: config, CRM_URL };
    const [all, one, none, run, runAny] = await Promise.all([
      runCli(['migrate', '--warehouse'], several),
      runCli(['migrate', '--warehouse', 'crm'], several),
      runCli(['migrate', '--warehouse', 'nowhere'], several),
      runCli(['migrate', '--warehouse', 'more', '--run', database.url], several),
      runCli(['migrate', '--warehouse', '--run', database.url], several),
    ]);
    const heads = all.stdout.match(/^-- (Warehouse .*|A role .*? the database \w+)/gm);
    const script = '-- A role for Surefoot that may read and nothing else. Run it on the database';
    assert.deepEqual(heads, [
      ...['-- Warehouse sales', `${script} ${database.name}`],
      ...['-- Warehouse crm', `${script} desk`],
      ...['-- Warehouse more', `${script} ${database.name}`],
    ]);
    // One role for two on one server: its limit is for both.
    assert.equal(all.stdout.match(/connection limit 44;/g)?.length, 2);
    assert.match(one.stdout, /^-- Warehouse crm\n[^]*connection limit 40;\n/);
    assert.match(one.stdout, /grant usage on schema "desk" to "crm_reader"/);
    assert.doesNotMatch(one.stdout + all.stdout, /s3cret|Warehouse sales[^]*Warehouse sales/);
    assert.equal(
      none.stderr,
      'surefoot: --warehouse: there is no warehouse nowhere, only sales, crm, more.\n',
    );
    assert.equal(run.stdout, `${role} may read public and nothing else.\n`);
    assert.match(runAny.stderr, /--run is the URL of one: name it, as in --warehouse sales\./);
    assert.deepEqual(
      [all, one, none, run, runAny].map(({ code }) => code),
      [0, 0, 2, 0, 2],
    );
  });

  test('says in a sentence what it cannot do', async () => {
    const asRole = await runCli(
      ['migrate', '--warehouse', '--run', env['SUREFOOT_WAREHOUSE_URL'] ?? ''],
      env,
    );
    assert.match(asRole.stderr, /--run is the role itself/);
    assert.equal(asRole.code, 2);
    const stray = await runCli(['migrate', '--run', database.url], env);
    assert.match(stray.stderr, /--run and --role go with --warehouse/);
    assert.equal(stray.code, 2);
    const nowhere = await runCli(
      ['migrate', '--warehouse', '--run', 'postgres://u@127.0.0.1:1/x'],
      env,
    );
    assert.match(nowhere.stderr, /the server cannot be worked with \(code ECONNREFUSED\)/);
    assert.equal(nowhere.code, 1);
  });
});
