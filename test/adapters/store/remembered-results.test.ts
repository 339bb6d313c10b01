import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rememberedResults } from '../../../src/adapters/store/index.js';
import type { Results } from '../../../src/ports.js';
import { begunRun, storeForTests, type TestStore } from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

/** The real store, and how often it was read. */
function counted(results: Results, maxBytes?: number) {
  const reads: (readonly string[])[] = [];
  const counting: Results = {
    ...results,
    all: async (run, ids) => {
      reads.push(ids);
      return await results.all(run, ids);
    },
  };
  return { results: rememberedResults(counting, maxBytes), reads };
}

const result = (text: string) => ({
  columns: [{ name: 'region', type: 'text' }],
  rows: [[text]],
  rowCount: 1,
  truncated: false,
  sql: 'select region',
  cacheKey: null,
});

test('what was stored here is read from here, and is what the store has', async () => {
  const run = await begunRun(testStore.store);
  const { results, reads } = counted(testStore.store.results);
  await results.put(run, 'a', result('EMEA'));

  assert.deepEqual(await results.get(run, 'a'), await testStore.store.results.get(run, 'a'));
  assert.deepEqual(reads, []);
});

test('only what is not known is asked for, once', async () => {
  const run = await begunRun(testStore.store);
  await testStore.store.results.put(run, 'elsewhere', result('APAC'));
  const { results, reads } = counted(testStore.store.results);
  await results.put(run, 'a', result('EMEA'));

  for (let times = 0; times < 2; times += 1) {
    const found = await results.all(run, ['a', 'elsewhere']);
    assert.deepEqual(found.map(({ resultId }) => resultId).toSorted(), ['a', 'elsewhere']);
  }
  assert.deepEqual(reads, [['elsewhere']]);
});

test('another run or tenant does not get it', async () => {
  const run = await begunRun(testStore.store);
  const { results } = counted(testStore.store.results);
  await results.put(run, 'a', result('EMEA'));

  assert.equal(await results.get({ ...run, tenant: 'rival' }, 'a'), undefined);
  assert.equal(await results.get({ ...run, runId: 'other' }, 'a'), undefined);
});

test('the oldest are forgotten first, and what is too large is not kept', async () => {
  const run = await begunRun(testStore.store);
  const { results, reads } = counted(testStore.store.results, 4_000);
  for (const id of ['a', 'b', 'c', 'd']) await results.put(run, id, result(id));
  await results.put(run, 'large', result('x'.repeat(4_000)));

  for (const id of ['d', 'a', 'large']) assert.equal((await results.get(run, id))?.rowCount, 1, id);
  assert.deepEqual(reads, [['a'], ['large']]);
});
