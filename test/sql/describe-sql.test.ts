import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeSql } from '../../src/sql/shape/describe-sql.js';

it('tells in sentences what a statement does, its inner queries first', async () => {
  const sql = `with t as (
      select region, sum(amount) as m from orders o left join regions r using (region_id)
      where status <> 'cancelled' and day >= '2025-01-01' group by 1 having count(*) > 2)
    select distinct region, m from t, channels c where c.id = 1 order by m desc, region limit 5`;
  assert.deepEqual(await describeSql(sql), [
    't has region; m = sum(amount).',
    't reads orders (as o) with, where there are any, rows of regions (as r) on the same region_id.',
    "t keeps rows where status <> 'cancelled' and day >= '2025-01-01'.",
    't has one row for each region.',
    't keeps groups where count(*) > 2.',
    'The result has region; m, each row once.',
    'The result reads t, and channels (as c).',
    'The result keeps rows where c.id = 1.',
    'The result is sorted by m, highest first, then by region, lowest first.',
    'The result has at most 5 rows.',
  ]);
});

it('tells both parts of a set operation, and nothing of what is no SELECT', async () => {
  const sql = 'select id from a except select id from b where x';
  assert.deepEqual(await describeSql(sql), [
    'The result, first part has id.',
    'The result, first part reads a.',
    'The result, first part keeps every row.',
    'The result, second part has id.',
    'The result, second part reads b.',
    'The result, second part keeps rows where x.',
    'The result has the rows of the first that are not in the second, of both parts.',
  ]);
  assert.deepEqual(await describeSql('delete from a'), []);
});
