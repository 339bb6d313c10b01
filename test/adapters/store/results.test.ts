import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Cell, ResultSet } from '../../../src/domain/result.js';
import { newRun, storeForTests, times, type TestStore } from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

const minute = 60_000;

function resultOf(rows: readonly (readonly Cell[])[], cacheKey: string | null = null) {
  const columns = [{ name: 'region', type: 'text' }];
  return { columns, rows, rowCount: rows.length, truncated: false, sql: 'SELECT 1', cacheKey };
}

/** As if the data had been read earlier. */
async function age(runId: string, ms: number): Promise<void> {
  for (const table of ['results', 'cache']) {
    const sql = `update surefoot.${table} set read_at = read_at - $2 * interval '1 ms' where run_id = $1`;
    await testStore.query(sql, [runId, ms]);
  }
}

test('a result comes back exactly: digits, unicode, booleans, nulls and even U+0000', async () => {
  const { results } = testStore.store;
  const run = newRun();
  const digits = ['0.10', `1${'0'.repeat(400)}`, '-0.000000000000000000001', 'NaN', 'Infinity'];
  const texts = ['日本語 😀 é', 'tab\t"quote" \\ \n', '\0 and \ud800', '', ' ', String.raw`\u0000`];
  const set: ResultSet = {
    columns: [
      { name: 'a "b" 列', type: 'numeric' },
      { name: '?column?', type: 'text' },
    ],
    rows: [...digits, ...texts, true, false, null].map((cell) => [cell, null]),
    rowCount: 14,
    truncated: true,
  };

  const { readAt } = await results.put(run, 'r1', { ...set, sql: 'SELECT 1', cacheKey: null });

  const expected = { ...set, resultId: 'r1', readAt, sql: 'SELECT 1' };
  assert.deepEqual(await results.get(run, 'r1'), expected);
  assert.equal(new Date(readAt).toISOString(), readAt);
});

test('several results are read at once: those that are there, and of this run alone', async () => {
  const { results } = testStore.store;
  const run = newRun();
  const other = newRun();
  await results.put(run, 'a', resultOf([['1']]));
  await results.put(run, 'b', resultOf([['2']]));
  await results.put(other, 'c', resultOf([['3']]));

  const found = await results.all(run, ['b', 'a', 'c', 'gone']);

  const rowsById = Object.fromEntries(found.map(({ resultId, rows }) => [resultId, rows]));
  assert.deepEqual(rowsById, { a: [['1']], b: [['2']] });
  assert.deepEqual(await results.all(run, []), []);
});

test('10,000 rows of 8 MiB come back exactly, and are reused without leaving the server', async () => {
  const { results } = testStore.store;
  const run = newRun();
  const rows = Array.from({ length: 10_000 }, (_, row) => [
    `${row}`,
    `${row}.10`,
    `行 ${row} `.repeat(120),
  ]);
  assert.ok(Buffer.byteLength(JSON.stringify(rows)) > 8 * 1024 * 1024);

  await results.put(run, 'big', resultOf(rows, 'big-key'));
  const other = newRun();
  const reused = await results.reuse(other, 'copy', 'big-key', minute);

  assert.deepEqual((await results.get(run, 'big'))?.rows, rows);
  assert.equal(reused?.result.rowCount, 10_000);
  assert.ok(reused && !('rows' in reused.result));
  assert.deepEqual((await results.get(other, 'copy'))?.rows, rows);
});

test('the first content under an id stays, twenty at once too', async () => {
  const { results } = testStore.store;
  const run = newRun();

  const put = await times(20, (index) =>
    results.put(run, 'r', resultOf([[`${index}`]], 'k-first')),
  );
  const first = await results.get(run, 'r');
  assert.deepEqual(await results.put(run, 'r', resultOf([['late']], 'k-first')), put[0]);

  assert.deepEqual(
    put,
    put.map(() => ({ readAt: first?.readAt })),
  );
  assert.deepEqual(await results.get(run, 'r'), first);
});

test('a cached result is reused within its age and not beyond, and keeps the time of its reading', async () => {
  const { results } = testStore.store;
  const [source, young, old] = [newRun(), newRun(), newRun()];
  await results.put(source, 'r', resultOf([['EMEA']], 'k-age'));
  await age(source.runId, 10 * minute);

  assert.equal(await results.reuse(old, 'c', 'k-age', 5 * minute), undefined);
  assert.equal(await results.get(old, 'c'), undefined);
  const reused = await results.reuse(young, 'c', 'k-age', 15 * minute);

  assert.ok(reused);
  assert.ok(reused.ageMs >= 10 * minute && reused.ageMs < 11 * minute, `${reused.ageMs}`);
  const copy = await results.get(young, 'c');
  assert.deepEqual(copy, { ...reused.result, rows: [['EMEA']] });
  assert.equal(copy?.readAt, (await results.get(source, 'r'))?.readAt);
});

test('the newest result under a key is the one that is reused', async () => {
  const { results } = testStore.store;
  const [first, second, reader] = [newRun(), newRun(), newRun()];
  await results.put(first, 'r', resultOf([['old']], 'k-new'));
  await results.put(second, 'r', resultOf([['new']], 'k-new'));
  await results.put(newRun(), 'r', resultOf([['keyless']]));

  await results.reuse(reader, 'c', 'k-new', minute);

  assert.deepEqual((await results.get(reader, 'c'))?.rows, [['new']]);
});

test('reusing twice gives the same, even once the cache has moved on or is gone', async () => {
  const { results } = testStore.store;
  const [source, reader] = [newRun(), newRun()];
  await results.put(source, 'r', resultOf([['1']], 'k-twice'));
  const first = await results.reuse(reader, 'c', 'k-twice', minute);

  await results.put(newRun(), 'r', resultOf([['2']], 'k-twice'));
  const second = await results.reuse(reader, 'c', 'k-twice', minute);
  await testStore.query(`delete from surefoot.cache where cache_key = 'k-twice'`);
  const third = await results.reuse(reader, 'c', 'k-twice', minute);

  assert.deepEqual([second?.result, third?.result], [first?.result, first?.result]);
  assert.deepEqual((await results.get(reader, 'c'))?.rows, [['1']]);
});

test('another tenant neither reads a result nor reuses it, by the very same ids and key', async () => {
  const { results } = testStore.store;
  const run = newRun({ tenant: 'acme', runId: 'same' });
  const other = newRun({ tenant: 'rival', runId: 'same' });
  await results.put(run, 'r', resultOf([['secret']], 'k-tenant'));

  assert.equal(await results.get(other, 'r'), undefined);
  assert.equal(await results.reuse(other, 'r', 'k-tenant', minute), undefined);

  await results.put(other, 'r', resultOf([['mine']], 'k-tenant'));
  await results.reuse(run, 'c', 'k-tenant', minute);
  assert.deepEqual((await results.get(run, 'c'))?.rows, [['secret']]);
});

test('a sample keeps its intervals, and is never what a cache key finds', async () => {
  const { results } = testStore.store;
  const [run, reader] = [newRun(), newRun()];
  const intervals = [{ row: 0, column: 'region', low: '1.50', high: '2.50' }];
  const put = async (resultId: string, of: Pick<ResultSet, 'intervals'>) =>
    await results.put(run, resultId, { ...resultOf([['2']], 'k-sample'), ...of });

  await put('estimates', { intervals });
  await put('look', { intervals: [] });

  assert.deepEqual((await results.get(run, 'estimates'))?.intervals, intervals);
  assert.deepEqual((await results.get(run, 'look'))?.intervals, []);
  assert.equal(await results.reuse(reader, 'r', 'k-sample', minute), undefined);

  await put('whole', {});
  assert.ok(!('intervals' in ((await results.get(run, 'whole')) ?? {})));
  assert.ok(await results.reuse(reader, 'r', 'k-sample', minute));
});
