import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { RunFilter } from '../../../src/ports.js';
import { answerTo, begunRun, endOf, failsAs, startOf, storeForTests } from './fixtures.js';

const { store, ...database } = await storeForTests();
after(() => database.close());
const { pastRuns, runs, attempts } = store;

/** Ids of the runs that a filter finds. */
async function found(filter: RunFilter): Promise<string[]> {
  return (await pastRuns.list(filter)).runs.map(({ runId }) => runId);
}

async function beganAt(runId: string, at: string): Promise<void> {
  await database.query('update surefoot.runs set began_at = $2 where run_id = $1', [runId, at]);
}

it('finds runs by status, user, session, tenant, time and words of the question', async () => {
  const tenant = 'filters';
  const asked = await begunRun(store, { tenant, user: 'ada', question: 'Revenue by REGION?' });
  const other = await begunRun(store, {
    tenant,
    user: 'bob',
    session: 's2',
    question: '100 %_\\?',
  });
  await runs.finish(asked, answerTo(asked));
  await beganAt(asked.runId, '2026-11-01T12:00:00Z');
  await beganAt(other.runId, '2026-11-02T12:00:00Z');
  const cases: [RunFilter, string[]][] = [
    [{}, [other.runId, asked.runId]],
    [{ status: 'answered' }, [asked.runId]],
    [{ status: 'running' }, [other.runId]],
    [{ user: 'bob' }, [other.runId]],
    [{ session: 's2' }, [other.runId]],
    [{ question: 'by region' }, [asked.runId]],
    [{ question: '%_\\' }, [other.runId]],
    [{ since: '2026-11-01T12:00:00Z', until: '2026-11-02T12:00:00Z' }, [asked.runId]],
    [{ since: '2026-11-02' }, [other.runId]],
  ];
  for (const [filter, ids] of cases) {
    assert.deepEqual(await found({ ...filter, tenant }), ids, JSON.stringify(filter));
  }
  assert.deepEqual(await found({ tenant: 'filter' }), []);
});

it('gives each run once, page by page, also where runs began at the same moment or come meanwhile', async () => {
  const tenant = 'pages';
  const ids = Array.from({ length: 7 }, (_, index) => `page-${index}`);
  for (const runId of ids) await begunRun(store, { tenant, runId });
  for (const runId of ids) await beganAt(runId, '2026-11-01T12:00:00.123456Z');
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pastRuns.list({ tenant, limit: 3, ...(cursor !== undefined && { cursor }) });
    seen.push(...page.runs.map(({ runId }) => runId));
    cursor = page.next ?? undefined;
    await begunRun(store, { tenant });
  } while (cursor !== undefined);
  assert.deepEqual(seen, ids.toReversed());
});

it('refuses a cursor that is none', async () => {
  const places = ['soon', '1', '2026-02-30T00:00:00.000000Z', '2026-11-01'];
  const alike = places.map((place) =>
    Buffer.from(JSON.stringify([place, 'a', 'b'])).toString('base64url'),
  );
  for (const cursor of ['x', '', ...alike]) {
    await assert.rejects(pastRuns.list({ cursor }), failsAs('wrong_cursor', 'user_error'));
  }
});

it('tells of one run and of its attempts in the order in which they began', async () => {
  const run = await begunRun(store);
  await attempts.start(startOf(run));
  await attempts.end(endOf(run, { status: 'timeout', errorName: 'tool_timeout', rung: null }));
  await attempts.start(startOf(run, { attempt: 2 }));
  await attempts.end(endOf(run, { attempt: 2, rowCount: 7 }));
  const told = await pastRuns.attempts(run);
  assert.deepEqual(
    told.map(({ step, attempt, status, errorName, rowCount }) => [
      step,
      attempt,
      status,
      errorName,
      rowCount,
    ]),
    [
      ['revenue', 1, 'timeout', 'tool_timeout', 4],
      ['revenue', 2, 'success', null, 7],
    ],
  );
  assert.deepEqual(told[0]?.parameters, { sql: 'select 1' });
  const { status, endedAt, question } = (await pastRuns.find(run)) ?? assert.fail();
  assert.deepEqual([status, endedAt, question], ['running', null, run.question]);
  assert.equal(await pastRuns.find({ ...run, tenant: 'another' }), undefined);
});
