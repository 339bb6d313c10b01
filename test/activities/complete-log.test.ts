import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { completeLog } from '../../src/activities/complete-log.js';
import { runInput } from '../../src/client/start-options.js';
import type { BegunActivity, RunRecord } from '../../src/ports.js';
import { begunRun, endOf, startOf, storeForTests } from '../adapters/store/fixtures.js';
import { aStep } from '../domain/builders.js';

const { store, query, ...database } = await storeForTests();
after(() => database.close());

const rowsOf = async ({ runId }: RunRecord) =>
  (
    await query(
      `select activity_id || '.' || attempt || ' ' || status || ' ' || tool as row
       from surefoot.tool_calls where run_id = $1 order by activity_id, attempt`,
      [runId],
    )
  ).map(({ row }) => row);

test('where the log shows what the workflow saw Temporal is not asked', async () => {
  const run = await begunRun(store);
  await store.attempts.end(endOf(run), { start: startOf(run) });
  const begunActivities = () => assert.fail('it is asked');
  await completeLog(run, { 1: 'success' }, { store, begunActivities });
  assert.deepEqual(await rowsOf(run), ['1.1 success execute_query']);
});

test('attempts that Temporal knows of and the log does not are lost, and no others', async () => {
  const run = await begunRun(store);
  const argument = { input: runInput('Revenue?', { id: run.runId }), step: aStep('revenue') };
  const begun = (activityId: string, attempts: number, tool = 'execute_query'): BegunActivity => ({
    ...{ activityId, tool, argument, attempts, worker: 'w1', scheduledAtMs: Date.now() },
  });
  await store.attempts.end(endOf(run, { status: 'error' }), { start: startOf(run) });

  const begunActivities = () =>
    Promise.resolve([begun('1', 3), begun('2', 1), begun('3', 0), begun('seen', 1)]);
  const ends = { 1: 'unknown', 2: 'success', 3: 'unknown' } as const;
  for (let again = 0; again < 2; again += 1) {
    await completeLog(run, ends, { store, begunActivities });
  }
  assert.deepEqual(await rowsOf(run), [
    '1.1 error execute_query',
    '1.2 lost execute_query',
    '1.3 lost execute_query',
    '2.1 lost execute_query',
  ]);
});
