import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { answerTo, begunRun, endOf, failsAs, startOf, storeForTests } from './fixtures.js';

const { store, ...database } = await storeForTests();
after(() => database.close());
const { feedback, runs, attempts } = store;

async function answered(fields: Parameters<typeof begunRun>[1] = {}) {
  const run = await begunRun(store, fields);
  await runs.finish(run, answerTo(run));
  return run;
}

it('keeps one rating per user and run: a later one takes its place', async () => {
  const run = await answered();
  await feedback.rate({ ...run, user: 'ada', rating: 'up', note: 'Fine.' });
  await feedback.rate({ ...run, user: 'bob', rating: 'up', note: '' });
  await feedback.rate({ ...run, user: 'ada', rating: 'down', note: 'Wrong year.' });
  const kept = (await feedback.ofRun(run)).map(({ user, rating, note }) => [user, rating, note]);
  assert.deepEqual(kept, [
    ['bob', 'up', ''],
    ['ada', 'down', 'Wrong year.'],
  ]);
});

it('refuses a rating where there is no answer, nor such a run of the tenant', async () => {
  const run = await begunRun(store);
  for (const rated of [run, { ...(await answered()), tenant: 'another' }]) {
    await assert.rejects(
      feedback.rate({ ...rated, user: 'ada', rating: 'up', note: '' }),
      failsAs('nothing_to_rate', 'user_error', /has no answer that could be rated/),
    );
  }
});

it('lists ratings with what they fell on, of one tenant and kind', async () => {
  const tenant = 'listed';
  const run = await answered({ tenant });
  const params = [{ kind: 'text', value: 'x', step: '', column: '' }];
  await attempts.start(startOf(run, { parameters: { sql: 'select $1', params } }));
  await attempts.start(
    startOf(run, { activityId: 'plan.1', tool: 'plan', step: null, planVersion: 2 }),
  );
  await attempts.end(endOf(run, { activityId: 'plan.1', promptVersion: 'planner-7' }));
  await feedback.rate({ ...run, user: 'ada', rating: 'down', note: 'No.' });
  const [listed, ...more] = await feedback.list({ tenant, rating: 'down' });
  assert.deepEqual(more, []);
  assert.deepEqual([listed?.runId, listed?.note, listed?.asOf], [run.runId, 'No.', '2026-09-30']);
  assert.deepEqual(listed?.bindings, { revenue: params });
  assert.equal(listed?.answer.text, 'Revenue was $1.23M.');
  assert.deepEqual(await feedback.list({ tenant, rating: 'up' }), []);
  const [row] = await database.query(
    'select plan_version, plan_prompt, interpret_prompt from surefoot.v_feedback where tenant = $1',
    [tenant],
  );
  assert.deepEqual(row, { plan_version: 2, plan_prompt: 'planner-7', interpret_prompt: null });
});

it('goes with its run when that is purged', async () => {
  const run = await answered({ tenant: 'purged' });
  await feedback.rate({ ...run, user: 'ada', rating: 'up', note: 'Fine.' });
  const inAYear = new Date(Date.now() + 365 * 24 * 3_600_000);
  await store.purge(inAYear);
  assert.deepEqual(await database.query('select from surefoot.feedback'), []);
});
