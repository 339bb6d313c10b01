import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { VerifiedQuestion } from '../../../src/ports.js';
import { newRun, storeForTests, verifiedOf, type TestStore } from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
  for (const question of [
    'Revenue by region for Q4 2025?',
    'Revenue by product category in 2025',
    'How many customers bought twice?',
    '地域別の売上は？',
  ]) {
    await verify(question);
  }
  await verify('Revenue by region for Q4 2025?', { tenant: 'rival' });
});
after(() => testStore.close());

async function verify(question: string, fields: Partial<VerifiedQuestion> = {}) {
  const { tenant = 'default' } = fields;
  const run = newRun({ question, tenant });
  return await testStore.store.verifiedQuestions.keep(verifiedOf(run, fields));
}

async function near(question: string, tenant = 'default', most = 8) {
  const found = await testStore.store.verifiedQuestions.near(tenant, question, most);
  return found.map((verified) => verified.question);
}

test('the same question comes first, then those that share words, and no other', async () => {
  assert.deepEqual(await near('revenue by region for q4 2025'), [
    'Revenue by region for Q4 2025?',
    'Revenue by product category in 2025',
  ]);
  assert.deepEqual(await near('What is the weather?'), []);
  assert.deepEqual(await near('Revenue by region', 'nobody'), []);
  assert.equal((await near('Revenue by region for Q4 2025', 'rival')).length, 1);
  assert.equal((await near('Revenue by region for Q4 2025', 'default', 1)).length, 1);
});

test('what is spelled in another way is found by its trigrams, where the extension is there', async (t) => {
  const [has] = await testStore.query(`select from pg_extension where extname = 'pg_trgm'`);
  if (has === undefined) return t.skip('this Postgres has no pg_trgm');
  assert.deepEqual(await near('how many costumers boughts twices'), [
    'How many customers bought twice?',
  ]);
});

test('a question of quotes, operators and no words at all is no query of its own', async () => {
  for (const question of [`' & ! | <-> :* (`, '???', `";drop table x`, '']) {
    assert.deepEqual(await near(question), []);
  }
  assert.deepEqual(await near('地域別の売上は'), ['地域別の売上は？']);
});

test('a run that is verified again replaces its question, and is removed once', async () => {
  const { verifiedQuestions } = testStore.store;
  const first = await verify('Refunds?');
  const run = newRun({ runId: first.runId, question: 'Refunds in all?' });
  const again = await verifiedQuestions.keep(verifiedOf(run, { verifiedBy: 'bob' }));
  assert.equal(again.verifiedBy, 'bob');
  const all = await verifiedQuestions.list({ tenant: 'default' });
  assert.deepEqual(
    all.filter(({ runId }) => runId === first.runId).map(({ question }) => question),
    ['Refunds in all?'],
  );
  assert.equal(all[0]?.runId, first.runId, 'the newest comes first');
  assert.equal(await verifiedQuestions.remove({ ...run, tenant: 'rival' }), false);
  assert.equal(await verifiedQuestions.remove(run), true);
  assert.equal(await verifiedQuestions.remove(run), false);
});
