import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardOnce } from '../../src/sql/guard-once.js';
import { guard } from '../../src/sql/guard.js';
import { unlessShared } from '../support.js';
import { shop } from './catalog.js';
import { goldQueries } from './gold.js';

const options = { catalog: shop, paramCount: 0 };

test('what the guard wrote it would write again, facts and all: so it need not be asked twice', async () => {
  for (const sql of [
    "select region as region, sum(amount) as total from orders where ordered_at >= '2025-10-01' group by 1 order by 2 desc limit 5",
    'with o as (select id as id from orders) select count(*) as n from o where id in (1, 2)',
  ]) {
    const first = await guard(sql, options);
    assert.ok(first.accepted, JSON.stringify(first));
    assert.deepEqual(await guard(first.sql, options), first);
  }
});

test(
  'that holds for every gold query, too',
  { skip: unlessShared('sql-eval/questions.csv') },
  async () => {
    for (const { sql } of await goldQueries()) {
      const first = await guard(sql, { paramCount: 0 });
      if (!first.accepted) continue;
      assert.deepEqual(await guard(first.sql, { paramCount: 0 }), first, sql);
    }
  },
);

test('what it let through and what it made of it are known again, under the same catalog and parameters alone', async () => {
  const first = await guardOnce('select id as id from orders', options);
  assert.ok(first.accepted);

  assert.equal(await guardOnce(first.sql, options), first);
  assert.equal(await guardOnce('select id as id from orders', options), first);

  const smaller = { ...shop, tables: shop.tables.filter(({ name }) => name !== 'orders') };
  assert.equal((await guardOnce(first.sql, { ...options, catalog: smaller })).accepted, false);
  assert.equal((await guardOnce(first.sql, { ...options, paramCount: 1 })).accepted, false);
});

test('what it refused is refused again, and what only looks alike is taken apart', async () => {
  const { accepted } = await guardOnce('select id as id from orders', options);
  assert.ok(accepted);
  for (const sql of ['delete from orders', 'select id as id from orders; drop table orders']) {
    assert.equal((await guardOnce(sql, options)).accepted, false);
    assert.equal((await guardOnce(sql, options)).accepted, false);
  }
});
