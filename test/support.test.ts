import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postgresForTests, runSql, temporalForTests, unlessShared } from './support.js';

test('a test database is its own, and is gone when dropped', async () => {
  const postgres = await postgresForTests();
  const one = await postgres.createDatabase();
  const two = await postgres.createDatabase();
  await runSql(one.url, 'create table seen (id int)');
  await assert.rejects(runSql(two.url, 'select from seen'), /"seen" does not exist/);
  await one.drop();
  await two.drop();
  await assert.rejects(runSql(one.url, 'select'), /does not exist/);
});

test('a template is loaded once and copied many times', async () => {
  const postgres = await postgresForTests();
  let loads = 0;
  const load = async (url: string): Promise<void> => {
    loads += 1;
    await runSql(url, 'create table kept (id int); insert into kept values (7)');
  };
  await Promise.all([1, 2].map(() => postgres.ensureTemplate('support_template', load)));
  const copy = await postgres.createDatabase(undefined, { template: 'support_template' });
  await runSql(copy.url, 'select 1 / (id - 6) from kept');
  await copy.drop();
  assert.equal(loads, 1);
});

test('a Temporal server is there', async () => {
  assert.match((await temporalForTests()).address, /^127\.0\.0\.1:\d+$/);
});

test('a test that needs absent files says which', () => {
  assert.equal(unlessShared('nothing.sql'), '../shared/data/nothing.sql is not here');
});
