import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Logging } from '../../src/activities/attempt-facts.js';
import { completeLog } from '../../src/activities/complete-log.js';
import type { CompiledStep } from '../../src/domain/plan.js';
import { runInput } from '../../src/client/run-input.js';
import type { BegunActivity, RunRecord } from '../../src/ports.js';
import { begunRun, endOf, startOf, storeForTests } from '../adapters/store/fixtures.js';
import { createExecuteQuery } from '../../src/tools/execute-query.js';
import { registerTools } from '../../src/tools/registry.js';
import { readyWithoutConstants } from '../../src/sql/without-constants.js';
import { aStep } from '../domain/builders.js';

const { store, query, ...database } = await storeForTests();
after(() => database.close());

const sample = { percent: 1, minPages: 1 };
const logging: Logging = {
  keptParameters: 'redacted',
  tools: registerTools([createExecuteQuery({ maxRows: 10, maxBytes: 10, sample })]),
  warehouses: [{ name: 'sales' }, { name: 'support' }],
};

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
  await completeLog(run, { 1: 'success' }, { ...logging, store, begunActivities });
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
    await completeLog(run, ends, { ...logging, store, begunActivities });
  }
  assert.deepEqual(await rowsOf(run), [
    '1.1 error execute_query',
    '1.2 lost execute_query',
    '1.3 lost execute_query',
    '2.1 lost execute_query',
  ]);
});

test('what a lost attempt leaves says which warehouse it was about, and no more of its parameters than is kept', async () => {
  await readyWithoutConstants();
  const run = await begunRun(store);
  const begun = (
    activityId: string,
    tool: string,
    fields: Partial<CompiledStep>,
  ): BegunActivity => {
    const input = runInput('Revenue?', { id: run.runId });
    const query = { sql: "select 'secret'", params: [], period: { from: '', to: '' } };
    const argument = { input, step: aStep('revenue', { input: query, ...fields }) };
    const begunBy = { attempts: 1, worker: 'w1', scheduledAtMs: Date.now() };
    return { activityId, tool, argument, ...begunBy };
  };
  const begunActivities = () =>
    Promise.resolve([
      begun('1', 'execute_query', {}),
      begun('2', 'execute_query', { warehouse: 'support' }),
      begun('3', 'crm.gone', { warehouse: 'support', input: { customer: 'secret' } }),
      begun('4', 'format_results', { input: { of: 'secret' } }),
    ]);
  const ends = { 1: 'unknown', 2: 'unknown', 3: 'unknown', 4: 'unknown' } as const;
  await completeLog(run, ends, { ...logging, store, begunActivities });
  const rows = await query(
    `select warehouse, parameters from surefoot.tool_calls where run_id = $1 order by activity_id`,
    [run.runId],
  );
  assert.deepEqual(
    rows.map(({ warehouse }) => warehouse),
    ['sales', 'support', 'support', null],
  );
  assert.doesNotMatch(JSON.stringify(rows), /secret/);
});
