import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scheduleId } from '../../src/adapters/temporal/schedules.js';
import { begunRun } from '../adapters/store/fixtures.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { until } from './watching.js';

let stack: Stack;
before(async () => {
  stack = await startStack({
    env: {
      SUREFOOT_SCHEDULES: 'on',
      SUREFOOT_REPORTS: 'off',
      SUREFOOT_RESULT_RETENTION_HOURS: '2',
    },
  });
});
after(async () => {
  await schedule().delete();
  await stack.close();
});

const schedule = () => {
  const taskQueue = stack.config.SUREFOOT_TASK_QUEUE;
  return stack.temporal.schedule.getHandle(scheduleId({ name: 'tend-store', taskQueue }));
};
const described = () =>
  schedule()
    .describe()
    .catch(() => undefined);

test('a worker sees to the schedule that deletes what is older than the settings say, as often as it starts', async () => {
  const worker = await stack.worker();
  await until('the schedule is there', async () => (await described()) !== undefined);
  const { spec, policies, state, action } = await schedule().describe();
  assert.deepEqual(
    [spec.intervals?.map(({ every }) => every), policies.overlap, action.workflowType],
    [[3_600_000], 'SKIP', 'tendStore'],
  );
  assert.match(state.note ?? '', /^Deletes from the store/);

  const result = {
    columns: [],
    rows: [],
    rowCount: 0,
    truncated: false,
    sql: null,
    cacheKey: null,
  };
  const run = await begunRun(stack.store, { runId: 'upkeep-old' });
  await stack.store.results.put(run, 'old', result);
  await runSql(
    stack.storeUrl,
    `update surefoot.results set kept_at = now() - interval '3 hours';
     update surefoot.runs set began_at = now() - interval '8 days';
     drop table surefoot.tool_calls_default, surefoot.tool_calls_${thisMonth()};
     create table surefoot.tool_calls_default partition of surefoot.tool_calls default`,
  );
  await stack.store.results.put(run, 'new', result);

  await schedule().trigger();
  const actions = async () => (await schedule().describe()).info.recentActions;
  await until('it begins', async () => (await actions()).length > 0);
  const [begun] = await actions();
  const { workflow } = begun?.action ?? assert.fail('nothing was started');
  const handle = stack.temporal.workflow.getHandle(
    workflow.workflowId,
    workflow.firstExecutionRunId,
  );
  const nothing = { replies: 0, runs: 0, toolCalls: 0, tickets: 0, months: 0, reports: 0 };
  assert.deepEqual(await handle.result(), { ...nothing, results: 1 });
  await runSql(stack.storeUrl, `select from surefoot.tool_calls_${thisMonth()}`);

  await schedule().pause('for the test');
  await worker.shutdown();
  const other = await stack.worker();
  await other.shutdown();
  assert.equal((await schedule().describe()).state.paused, true);
});

function thisMonth(): string {
  return new Date().toISOString().slice(0, 7).replace('-', '_');
}
