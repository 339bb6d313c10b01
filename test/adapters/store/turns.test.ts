import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Answer } from '../../../src/domain/answer.js';
import type { RunRecord } from '../../../src/ports.js';
import { anAnswerStep } from '../../domain/builders.js';
import { answerTo, begunRun, newRun, storeForTests, type TestStore } from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

async function ended(run: Partial<RunRecord>, answer: Partial<Answer> = {}): Promise<RunRecord> {
  const begun = await begunRun(testStore.store, run);
  await testStore.store.runs.finish(begun, answerTo(begun, answer));
  return begun;
}

async function turnsOf(run: Partial<RunRecord>) {
  return await testStore.store.runs.turns(newRun(run));
}

test('a run is told the turns of its session, newest first, and of nobody else’s session of that name', async () => {
  const session = 'shared';
  await ended({ session, question: 'First?' });
  await ended({ session, question: 'Second?' });
  await ended({ session, question: 'Of another tenant?', tenant: 'rival' });
  await ended({ session, question: 'Of another user?', user: 'eve' });
  await ended({ session, question: 'Of nobody?', user: '' });
  await ended({ session: 'other', question: 'Of another session?' });
  await begunRun(testStore.store, { session, question: 'Still running?' });

  const questions = async (run: Partial<RunRecord>) =>
    (await turnsOf(run)).map(({ question }) => question);
  assert.deepEqual(await questions({ session }), ['Second?', 'First?']);
  assert.deepEqual(await questions({ session, user: '' }), ['Of nobody?']);
  assert.deepEqual(await questions({ session, tenant: 'rival' }), ['Of another tenant?']);
  assert.deepEqual(await questions({ session, tenant: 'nobody' }), []);
});

test('runs without a session have no turns', async () => {
  await ended({ session: '', question: 'Alone?' });
  assert.deepEqual(await turnsOf({ session: '' }), []);
});

test('a turn says how it ended, its SQL, columns and row counts, and no word that was answered', async () => {
  const session = 'told';
  const sql = 'SELECT count(*) AS n FROM orders';
  const steps = [anAnswerStep({ id: 'orders', resultId: 'r', sql, rowCount: 1 })];
  const run = await ended({ session }, { steps, text: 'Contoso has 7.', suggestions: ['x'] });
  const result = { columns: [{ name: 'n', type: 'int8' }], rows: [['7']], rowCount: 1 };
  const kept = { ...result, truncated: false, sql, cacheKey: null };
  await testStore.store.results.put(run, 'r', kept);
  const back = {
    status: 'needs_clarification',
    text: 'Which year?',
    suggestions: ['2025'],
  } as const;
  await ended({ session }, back);

  const [newest, first] = await turnsOf({ session });
  assert.deepEqual(newest?.askedBack, { question: 'Which year?', options: ['2025'] });
  assert.deepEqual(first?.steps, [
    { id: 'orders', tool: 'execute_query', status: 'succeeded', sql, columns: ['n'], rowCount: 1 },
  ]);
  assert.equal(first.askedBack, null);
  assert.doesNotMatch(JSON.stringify(first), /Contoso/);
});

test('what failed or was cancelled is no turn', async () => {
  const session = 'failing';
  await ended({ session, question: 'Degraded?' }, { status: 'degraded' });
  for (const status of ['failed', 'cancelled', 'unavailable', 'escalated'] as const) {
    await ended({ session }, { status });
  }
  assert.deepEqual(
    (await turnsOf({ session })).map(({ question }) => question),
    ['Degraded?'],
  );
});
