import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { runSql } from '../../../src/adapters/postgres-admin/run-sql.js';
import { prepareDatabases } from '../../../src/embedded/postgres/databases.js';
import { startPostgres } from '../../../src/embedded/postgres/start-postgres.js';
import { temporaryFolder } from '../../throwaway.js';

const server = await startPostgres({ home: temporaryFolder(), durable: false });
after(() => server.stop());
const urls = await prepareDatabases(server, runSql);
await runSql(urls.warehouseOwner, 'create table orders (id int); insert into orders values (7)');

test('the agent reads what the owner made afterwards', async () => {
  assert.deepEqual(await runSql(urls.warehouse, 'select id from orders'), [{ id: 7 }]);
});

for (const [what, sql, error] of [
  ['insert', 'insert into orders values (8)', /read-only transaction/],
  [
    'delete once it has lifted its own default',
    'set default_transaction_read_only = off; commit; delete from orders',
    /permission denied/,
  ],
  [
    'make a table',
    'set transaction read write; create table mine ()',
    /permission denied for schema/,
  ],
  [
    'make a temporary table',
    'set transaction read write; create temp table mine ()',
    /permission denied/,
  ],
  ['make a large object', 'set transaction read write; select lo_create(0)', /permission denied/],
  ['become the owner', 'set role warehouse_owner', /permission denied/],
  ['read a file', "select pg_read_file('/etc/passwd')", /permission denied/],
] as const) {
  test(`the agent cannot ${what}`, async () => {
    await assert.rejects(runSql(urls.warehouse, sql), error);
    assert.deepEqual(await runSql(urls.warehouseOwner, 'select id from orders'), [{ id: 7 }]);
  });
}

test('the agent reaches no other database', async () => {
  for (const database of ['store', 'postgres', 'template1']) {
    const url = Object.assign(new URL(urls.warehouse), { pathname: database }).href;
    await assert.rejects(runSql(url, 'select'), /permission denied for database/);
  }
});

test("the store's role owns its database, and makes schemas there", async () => {
  await runSql(urls.store, 'create schema surefoot; create table surefoot.runs (id text)');
});

test('preparing again changes nothing', async () => {
  assert.deepEqual(await prepareDatabases(server, runSql), urls);
});
