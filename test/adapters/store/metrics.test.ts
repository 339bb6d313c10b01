import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerTo, begunRun, newRun, storeForTests, type TestStore } from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

async function measured(
  key: string,
  value: string,
  status: 'answered' | 'degraded',
  tenant: string,
) {
  const { store } = testStore;
  const run = await begunRun(store, { tenant });
  const empty = { columns: [], rows: [], rowCount: 0, truncated: false, sql: null, cacheKey: null };
  await store.results.put(run, 'r', { ...empty, metric: { key, value } });
  await store.runs.finish(run, answerTo(run, { status }));
  return run;
}

test('what a metric came to is found among the newest answered runs of its tenant', async () => {
  const { results } = testStore.store;
  const tenant = 'metrics';
  for (const value of ['1', '2', '3']) await measured('revenue', value, 'answered', tenant);
  await measured('revenue', '4', 'degraded', tenant);
  await measured('revenue', '5', 'answered', 'another');
  await measured('orders', '6', 'answered', tenant);
  const own = await measured('revenue', '7', 'answered', tenant);

  const found = await results.recentMetrics(own, ['revenue', 'orders', 'unknown'], 2);

  assert.deepEqual(found.get('revenue')?.toSorted(), ['2', '3']);
  assert.deepEqual(found.get('orders'), ['6']);
  assert.equal(found.has('unknown'), false);
  assert.deepEqual(
    await results.recentMetrics(newRun({ tenant: 'nobody' }), ['revenue'], 2),
    new Map(),
  );
});
