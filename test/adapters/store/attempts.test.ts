import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noUsage } from '../../../src/domain/answer.js';
import type { RunRecord } from '../../../src/ports.js';
import {
  answerTo,
  begunRun,
  endOf,
  failsAs,
  newRun,
  startOf,
  storeForTests,
  times,
  type TestStore,
} from './fixtures.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());

const usage = {
  claudeCalls: 1,
  inputTokens: 1200,
  cacheReadTokens: 900,
  outputTokens: 80,
  costUsd: 0.0042,
};

const rowsOf = ({ tenant, runId }: RunRecord) =>
  testStore.query(
    'select * from surefoot.v_tool_calls where tenant = $1 and run_id = $2 order by activity_id, attempt',
    [tenant, runId],
  );

const times3 = <T>(value: T): T[] => [value, value, value];

const statuses = async (run: RunRecord): Promise<unknown[]> =>
  (await rowsOf(run)).map(({ status }) => status);

test('a start leaves a running row and the end completes it', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);

  await attempts.start(startOf(run));
  assert.deepEqual(await statuses(run), ['running']);
  await attempts.end(endOf(run, { usage, model: 'offline', promptVersion: '3', latencyMs: 12.5 }));

  const [row] = await rowsOf(run);
  const { started_at: startedAt, ended_at: endedAt, month, ...rest } = row ?? {};
  assert.ok(startedAt instanceof Date && endedAt instanceof Date && month instanceof Date);
  assert.deepEqual(rest, {
    tenant: 'default',
    run_id: run.runId,
    tool: 'execute_query',
    step: 'revenue',
    attempt: 1,
    status: 'success',
    rung: 'live',
    latency_ms: 12.5,
    error_class: null,
    error_name: null,
    error_code: null,
    breaker_state: null,
    row_count: '4',
    bytes: '120',
    model: 'offline',
    prompt_version: '3',
    claude_calls: 1,
    input_tokens: '1200',
    cache_read_tokens: '900',
    output_tokens: '80',
    cost_usd: '0.0042',
    user_id: 'ada',
    session_id: 's1',
    plan_version: 1,
    worker: 'w1',
    parameters: { sql: 'select 1' },
    digest: 'abc',
    workflow_id: run.workflowId,
    temporal_run_id: 'temporal-1',
    activity_id: '1',
    reply_id: null,
    is_last: true,
    warehouse: 'sales',
  });
});

test('a refused attempt is a row of its own, with the state of the breaker that refused it', async () => {
  const run = await begunRun(testStore.store);
  await testStore.store.attempts.end(
    endOf(run, { status: 'refused', breakerState: 'open', errorName: 'breaker_open' }),
    { start: startOf(run) },
  );
  const [row] = await rowsOf(run);
  assert.equal(row?.['status'], 'refused');
  assert.equal(row?.['breaker_state'], 'open');
});

test('starts and ends may repeat, at once too: one row, and the first of each stays', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);

  await times(10, () => attempts.start(startOf(run)));
  await attempts.end(endOf(run, { status: 'timeout', errorName: 'tool_timeout' }));
  await times(10, () => attempts.end(endOf(run, { status: 'success' })));
  await attempts.start(startOf(run, { tool: 'other' }));

  const rows = await rowsOf(run);
  assert.deepEqual(
    rows.map(({ tool, status, error_name: name }) => ({ tool, status, name })),
    [{ tool: 'execute_query', status: 'timeout', name: 'tool_timeout' }],
  );
  assert.equal(typeof rows[0]?.['latency_ms'], 'number');
});

test('an end that carries its start leaves a whole row, and a late start changes nothing', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);

  await attempts.end(endOf(run, { latencyMs: 250 }), { start: startOf(run) });
  const before = await rowsOf(run);
  await attempts.start(startOf(run));

  assert.deepEqual(await rowsOf(run), before);
  const [row] = before;
  assert.deepEqual(
    [row?.['tool'], row?.['status'], row?.['user_id']],
    ['execute_query', 'success', 'ada'],
  );
  const took = Number(row?.['ended_at']) - Number(row?.['started_at']);
  assert.ok(took >= 249 && took <= 251, `${took}`);
});

test('an end alone is filed under its run by the workflow id, and a late start completes it', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store, { tenant: 'acme', runId: 'with/slash' });

  await attempts.end(endOf(run));
  assert.deepEqual(
    (await rowsOf(run)).map(({ tool, status }) => ({ tool, status })),
    [{ tool: null, status: 'success' }],
  );

  await attempts.start(startOf(run));
  assert.deepEqual(
    (await rowsOf(run)).map(({ tool, status }) => ({ tool, status })),
    [{ tool: 'execute_query', status: 'success' }],
  );
});

test('a start marks what came before it in the same activity as lost, and nothing else', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);
  const other = await begunRun(testStore.store);
  await attempts.start(startOf(run));
  await attempts.start(startOf(run, { attempt: 2 }));
  await attempts.end(endOf(run, { attempt: 2, status: 'error' }));
  await attempts.start(startOf(run, { activityId: '2' }));
  await attempts.start(startOf(other));

  await attempts.start(startOf(run, { attempt: 3 }));

  assert.deepEqual(await statuses(run), ['lost', 'error', 'running', 'running']);
  assert.deepEqual(await statuses(other), ['running']);
});

test('a start that comes late leaves its successor alone', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);

  await attempts.start(startOf(run, { attempt: 2 }));
  await attempts.start(startOf(run));

  assert.deepEqual(await statuses(run), ['lost', 'running']);
});

test('an attempt whose worker died before it was logged gets its row from the next one', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);

  await attempts.end(endOf(run, { attempt: 3 }), { start: startOf(run, { attempt: 3 }) });

  assert.deepEqual(await statuses(run), ['lost', 'lost', 'success']);
  assert.deepEqual(
    (await rowsOf(run)).map(({ tool, worker }) => [tool, worker]),
    [
      ['execute_query', null],
      ['execute_query', null],
      ['execute_query', startOf(run).worker],
    ],
  );
});

test('an attempt that was taken for lost and ends after all says how', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);
  await attempts.start(startOf(run));
  await attempts.start(startOf(run, { attempt: 2 }));

  await attempts.end(endOf(run, { usage }));

  assert.deepEqual(await statuses(run), ['success', 'running']);
});

test('attempts that nobody came after are written as lost, once, and an end stays', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);
  await attempts.end(endOf(run, { status: 'error' }), { start: startOf(run) });
  await attempts.start(startOf(run, { attempt: 2 }));

  await times(3, () => attempts.lose(startOf(run, { attempt: 3 })));

  assert.deepEqual(await statuses(run), ['error', 'lost', 'lost']);
  assert.deepEqual(
    (await rowsOf(run)).map(({ tool, step, worker }) => ({ tool, step, worker })),
    times3({ tool: 'execute_query', step: 'revenue', worker: 'w1' }),
  );
});

test('a row that was taken for lost before its end came late has the times of the end', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);
  await attempts.lose(startOf(run));

  await attempts.end(endOf(run, { latencyMs: 2_000, lateMs: 60_000 }), { start: startOf(run) });

  const [row] = await rowsOf(run);
  assert.equal(row?.['status'], 'success');
  assert.equal(Number(row['ended_at']) - Number(row['started_at']), 2_000);
});

test('an activity is unfinished until the log shows the end that the workflow saw', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);
  const begun = { well: 'success', failed: 2, silent: 'unknown', gone: 'success' } as const;
  const activities = (['well', 'failed', 'silent'] as const).map((activityId) => ({ activityId }));
  const unfinished = async () => (await attempts.unfinished(run, begun)).toSorted();

  await Promise.all(
    activities.map((fields) => attempts.end(endOf(run, { ...fields, status: 'error' }))),
  );
  await attempts.start(startOf(run, { activityId: 'failed', attempt: 2 }));
  assert.deepEqual(await unfinished(), ['failed', 'gone', 'silent', 'well']);

  await attempts.end(endOf(run, { activityId: 'failed', attempt: 2, status: 'timeout' }));
  await attempts.end(endOf(run, { activityId: 'well', attempt: 2 }));
  assert.deepEqual(await unfinished(), ['gone', 'silent']);
  assert.deepEqual(await attempts.unfinished(run, { silent: 'unknown' }), ['silent']);
});

test('what begins once the run has its answer is lost until it says how it ended', async () => {
  const { attempts, runs } = testStore.store;
  const run = await begunRun(testStore.store);
  await runs.finish(run, answerTo(run));
  await attempts.start(startOf(run));
  assert.deepEqual(await statuses(run), ['lost']);
  await attempts.end(endOf(run));
  assert.deepEqual(await statuses(run), ['success']);
});

test('the end of a run marks what never ended as lost, of that tenant only', async () => {
  const { attempts, runs } = testStore.store;
  const run = await begunRun(testStore.store, { tenant: 'acme', runId: 'close' });
  const other = await begunRun(testStore.store, { tenant: 'rival', runId: 'close' });
  for (const each of [run, other]) {
    await attempts.start(startOf(each));
    await attempts.start(startOf(each, { activityId: '2' }));
    await attempts.end(endOf(each));
  }

  await runs.finish(run, answerTo(run));
  await runs.finish(run, answerTo(run));

  assert.deepEqual(await statuses(run), ['success', 'lost']);
  assert.deepEqual(await statuses(other), ['success', 'running']);
});

test('events ride along with starts and ends, once each and without a gap', async () => {
  const { attempts, runs } = testStore.store;
  const run = await begunRun(testStore.store);

  await times(20, async (index) => {
    const fields = { activityId: `a${index % 10}` };
    const start = startOf(run, fields);
    const key = `${fields.activityId}-1`;
    await attempts.start(start, { kind: 'step.started', key: `start-${key}`, data: { index } });
    const events = [
      { kind: 'attempt.finished', key: `end-${key}`, data: { index } },
      { kind: 'step.finished', key: `finish-${key}`, data: { index } },
    ] as const;
    await attempts.end(endOf(run, fields), { start, events });
  });

  const events = await runs.events(run, 0, 100);
  assert.deepEqual(
    events.map(({ seq }) => seq),
    Array.from({ length: 31 }, (_, index) => index + 1),
  );
  assert.equal((await rowsOf(run)).length, 10);
});

test('for a run that has not begun the row is written, and the event asks to be tried again', async () => {
  const { attempts, runs } = testStore.store;
  const run = newRun();
  const event = { kind: 'step.started', key: 's', data: {} } as const;

  await assert.rejects(attempts.start(startOf(run), event), failsAs('run_not_begun', 'transient'));
  assert.deepEqual(await statuses(run), ['running']);

  await runs.begin(run);
  await attempts.start(startOf(run), event);
  assert.equal((await runs.events(run, 0, 10)).length, 2);
});

test('an attempt is one row of the month in which its activity was scheduled, whenever that is written', async () => {
  const { store } = testStore;
  const { attempts } = store;
  const run = await begunRun(testStore.store);
  const scheduledAtMs = Date.parse('2031-01-31T23:59:59.999Z');
  const [start, end] = [startOf(run, { scheduledAtMs }), endOf(run, { scheduledAtMs, attempt: 2 })];
  const rows = () =>
    testStore.query(
      `select attempt, status, month::text, tableoid::regclass::text as partition
       from surefoot.tool_calls where run_id = $1 order by attempt`,
      [run.runId],
    );
  const inPartition = (partition: string) => [
    { attempt: 1, status: 'lost', month: '2031-01-01', partition: `surefoot.${partition}` },
    { attempt: 2, status: 'success', month: '2031-01-01', partition: `surefoot.${partition}` },
  ];

  await attempts.start(start);
  await attempts.end(end, { start: { ...start, attempt: 2 } });
  assert.deepEqual(await rows(), inPartition('tool_calls_default'), 'nobody made one for it');
  await store.purge(new Date());
  await times(5, () => attempts.start({ ...start, attempt: 2 }));
  await attempts.end(end);
  assert.deepEqual(await rows(), inPartition('tool_calls_2031_01'));
});

test('calls of ended attempts are told; an attempt without an end is lost, also one that was never logged', async () => {
  const { attempts } = testStore.store;
  const run = await begunRun(testStore.store);
  const usage = { ...noUsage, claudeCalls: 1 };
  const first = endOf(run, { status: 'error', attempt: 1, usage });
  await attempts.end(first);
  await attempts.start({ ...startOf(run), attempt: 2 });
  const idOf = (attempt: number) => `${first.temporalRunId}.${first.activityId}.${attempt}`;
  assert.deepEqual(await attempts.callsOf(run, [3, 2, 1].map(idOf)), { told: 1, lost: 2 });
  assert.deepEqual(await attempts.callsOf(run, [idOf(1)]), { told: 1, lost: 0 });
  assert.deepEqual(await attempts.callsOf(run, []), { told: 0, lost: 0 });
});
