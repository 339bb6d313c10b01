import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { Surefoot } from '../../src/client.js';
import { forgetUser } from '../../src/client/forget.js';
import type { Execution, RunRecord } from '../../src/ports.js';
import {
  answerTo,
  begunRun,
  endOf,
  replyOf,
  startOf,
  storeForTests,
  verifiedOf,
  type TestStore,
} from '../adapters/store/fixtures.js';
import { anAnswerStep } from '../domain/builders.js';

let testStore: TestStore;
before(async () => {
  testStore = await storeForTests();
});
after(() => testStore.close());
beforeEach(async () => {
  await testStore.query(
    'truncate surefoot.runs, surefoot.tool_calls, surefoot.results, surefoot.replies, surefoot.cache, surefoot.run_events, surefoot.tickets, surefoot.feedback, surefoot.verified_questions',
  );
});

const mark = 'Moby Dick';
const ada = { tenant: 'default', user: 'ada' };
const deleted = () => Promise.resolve('deleted' as const);

/** A run whose every text has the mark. */
async function markedRun(fields: Partial<RunRecord> = {}, ends = true): Promise<RunRecord> {
  const { store } = testStore;
  const run = await begunRun(store, { question: `About ${mark}?`, session: mark, ...fields });
  await store.runs.pin(run, { digest: 'd', context: JSON.stringify({ turns: [], mark }) });
  await store.replies.keep(run, 'planner', 'h', replyOf(mark));
  await store.verifiedQuestions.keep(verifiedOf(run, { question: mark, sql: mark, plan: mark }));
  const rows = { columns: [], rows: [[mark]], rowCount: 1, truncated: false };
  await store.results.put(run, `r-${run.runId}`, { ...rows, sql: mark, cacheKey: run.runId });
  const start = startOf(run, { parameters: { sql: mark } });
  await store.attempts.end(endOf(run), { start });
  const findings = [{ code: 'unknown_table', where: mark, what: mark, fix: mark }];
  for (const [kind, data] of [
    ['plan.made', { version: 1, intent: mark, steps: [{ id: 'a' }], promptVersion: 'p1' }],
    ['plan.refused', { version: 1, findings, repaired: { steps: { added: [mark] } } }],
    [
      'verified',
      { checks: [{ name: mark, passed: true, detail: mark }], findings, warnings: [mark] },
    ],
    ['attempt.finished', { step: 'a', tool: 'execute_query', attempt: 1, status: 'success' }],
  ] as const) {
    await store.runs.append(run, { kind, key: kind, data });
  }
  const ticketId = `T-${run.runId}`;
  const body = {
    question: mark,
    user: 'ada',
    sql: mark,
    error: { error: 'tool_timeout', message: mark },
  };
  await store.tickets.open({ ...run, ticketId, cause: 'step a', priority: 'normal', body });
  if (!ends) return run;
  const step = anAnswerStep({ sql: mark, note: mark, resultId: mark });
  await store.runs.finish(
    run,
    answerTo(run, {
      ...{ question: mark, text: mark, intent: mark, steps: [step], suggestions: [mark] },
      warnings: [{ code: 'stale_cache', message: mark }],
    }),
  );
  await store.feedback.rate({ ...run, user: 'eve', rating: 'down', note: mark });
  return run;
}

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  const tables = await testStore.query(
    `select tablename from pg_tables where schemaname = 'surefoot' and tablename not like 'tool_calls\\_%'`,
  );
  const found: unknown[] = [];
  for (const { tablename } of tables) {
    const rows = await testStore.query(
      `select row_to_json(t)::text as row from surefoot.${String(tablename)} t`,
    );
    found.push(...rows.map(({ row }) => row));
  }
  return found.join('\n');
}

const forget = (
  deleteHistory: ((execution: Execution) => Promise<'deleted' | 'gone'>) | null = deleted,
) => forgetUser(ada, { store: testStore.store.forgetting, deleteHistory });

test('what a user asked and was answered is nowhere any more, and the counts are as they were', async () => {
  const run = await markedRun();
  const counts = () =>
    testStore.query(
      `select (select count(*) from surefoot.v_runs where status = 'answered') as runs,
              (select sum(cost_usd) from surefoot.v_runs) as cost,
              (select array_agg(warnings) from surefoot.v_runs) as warnings,
              (select count(*) from surefoot.v_tool_calls where status = 'success') as attempts,
              (select array_agg(code order by at, code) from surefoot.v_findings) as findings,
              (select array_agg(error_name) from surefoot.v_tickets) as tickets,
              (select array_agg(rating) from surefoot.v_feedback) as ratings,
              (select array_agg(prompt_version) from surefoot.v_runs) as prompts`,
    );
  const before = await counts();
  assert.match(await everything(), /Moby Dick/);

  const { erased, ...rest } = await forget();
  assert.deepEqual(erased, {
    ...{ runs: 1, events: 7, attempts: 1, replies: 1, results: 1, tickets: 1, ratings: 1 },
  });
  assert.deepEqual(rest, { historiesDeleted: 1, historiesLeft: [], running: [] });
  const left = await everything();
  assert.doesNotMatch(left, /Moby Dick/);
  assert.doesNotMatch(left, /"ada"/);
  assert.deepEqual(await counts(), before);
  assert.equal((await testStore.store.tickets.find(`T-${run.runId}`))?.status, 'resolved');
  const again = await testStore.store.runs.find(run);
  assert.match(again?.answer?.text ?? '', /^This answer was erased/);
  const temporal = new Client({ connection: Connection.lazy() });
  const surefoot = new Surefoot({ temporal, store: testStore.store });
  const { text } = await (await surefoot.get(run.runId)).result();
  assert.match(text, /^This answer was erased/, 'whoever asks for it is told so');
});

test('nobody else is forgotten: not another user, and not the same name in another tenant', async () => {
  await markedRun({ user: 'eve', runId: 'of-eve' });
  await markedRun({ tenant: 'acme', runId: 'of-acme' });
  const before = await everything();
  const { erased } = await forget();
  assert.equal(erased.runs, 0);
  assert.equal(await everything(), before);
});

test('a run that goes on is left and named; one that ended without an answer is erased', async () => {
  const goesOn = await markedRun({ runId: 'goes-on' }, false);
  const dead = await markedRun({ runId: 'dead' }, false);
  await testStore.query(
    `update surefoot.runs set began_at = now() - interval '8 days' where run_id = $1`,
    [dead.runId],
  );
  const { erased, running } = await forget();
  assert.deepEqual([erased.runs, running], [1, ['goes-on']]);
  const { record } = (await testStore.store.runs.find(goesOn)) ?? assert.fail();
  assert.equal(record.user, 'ada');
});

test('ratings of other answers become nobody’s, and attempts that outlived their run lose their names', async () => {
  const { store, query } = testStore;
  const other = await markedRun({ user: 'eve' });
  await store.feedback.rate({ ...other, user: 'ada', rating: 'up', note: mark });
  const orphan = await markedRun();
  const late = await markedRun();
  const scheduledAtMs = Date.parse('2034-05-01');
  await store.attempts.start({ ...startOf(late, { activityId: 'late' }), scheduledAtMs });
  for (const { runId } of [orphan, late]) {
    await query('delete from surefoot.runs where run_id = $1', [runId]);
  }
  const { erased } = await forget();
  assert.deepEqual([erased.runs, erased.attempts, erased.ratings], [0, 3, 1]);
  assert.deepEqual(await query(`select distinct user_id from surefoot.tool_calls order by 1`), [
    { user_id: '' },
    { user_id: 'eve' },
  ]);
  assert.deepEqual(
    await query(`select rating, note from surefoot.feedback where user_id not in ('ada', 'eve')`),
    [{ rating: 'up', note: '' }],
  );
});

test('a verified question outlives its run, not its user; and who verified others’ is nobody', async () => {
  const { store, query } = testStore;
  const { runId } = await markedRun();
  await query('delete from surefoot.runs where run_id = $1', [runId]);
  const other = await markedRun({ user: 'eve', runId: 'by-ada' });
  await store.verifiedQuestions.keep(verifiedOf(other, { verifiedBy: 'ada' }));
  await forget();
  const left = await store.verifiedQuestions.list({});
  assert.deepEqual(
    left.map((verified) => [verified.runId, verified.verifiedBy]),
    [['by-ada', '']],
  );
});

test('who resolved the tickets of others is nobody', async () => {
  const { query } = testStore;
  await markedRun({ user: 'eve', runId: 'resolved-by-ada' });
  await query(
    `update surefoot.tickets set resolved_by = 'ada', status = 'resolved', resolved_at = now() where run_id = $1`,
    ['resolved-by-ada'],
  );
  await forget();
  assert.deepEqual(
    await query('select resolved_by from surefoot.tickets where run_id = $1', ['resolved-by-ada']),
    [{ resolved_by: '' }],
  );
});

test('the execution of whoever asked again, once Temporal had forgotten the first, is deleted', async () => {
  const run = await markedRun();
  const { historiesDeleted } = await forget(({ workflowId, temporalRunId }) =>
    Promise.resolve(workflowId === run.workflowId && temporalRunId === '' ? 'deleted' : 'gone'),
  );
  assert.equal(historiesDeleted, 1);
});

test('where Temporal cannot be asked, or refuses, the store is erased and the histories are named', async () => {
  const [first, second] = [await markedRun(), await markedRun()];
  const asked: string[] = [];
  const { historiesLeft, historiesDeleted } = await forget(({ workflowId }) => {
    asked.push(workflowId);
    return workflowId.startsWith(first.workflowId)
      ? Promise.reject(new Error('refused'))
      : Promise.resolve('gone');
  });
  assert.deepEqual([historiesLeft, historiesDeleted], [[first.workflowId], 0]);
  assert.ok(asked.includes(`${second.workflowId}/record/${second.temporalRunId}`));
  assert.doesNotMatch(await everything(), /Moby Dick/);

  const third = await markedRun();
  assert.deepEqual((await forget(null)).historiesLeft, [third.workflowId]);
});
