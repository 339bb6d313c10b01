import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { firingText } from '../../../../src/domain/alerts/words.js';
import { whereToLook } from '../../../../src/domain/alerts/look.js';
import { endOf } from '../../../synthetic/incidents.js';
import { loadLog } from '../../../synthetic/load.js';
import { syntheticLog } from '../../../synthetic/log.js';
import { storeForTests } from '../fixtures.js';
import { lookedBack, planted, plantedLog, toldBy } from './looked-back.js';

const minuteMs = 60_000;
const [calm, troubled] = await Promise.all([storeForTests(), storeForTests()]);
after(() => Promise.all([calm.close(), troubled.close()]));

it('does not fire once in a month of ordinary noise', async () => {
  const log = syntheticLog();
  await loadLog(calm.url, { ...log, events: [] });
  const found = await lookedBack(calm.store.alerts, { ...log, everyMs: 60 * minuteMs });
  assert.deepEqual(found.map(firingText), []);
});

const log = syntheticLog({ ...plantedLog, incidents: planted });
await loadLog(troubled.url, { ...log, events: [] });

for (const incident of planted) {
  const beganMs = Date.parse(incident.at);
  it(`fires by the first check after ${incident.kind}, and is well again within two hours`, async () => {
    const span = { fromMs: beganMs - 30 * minuteMs, toMs: endOf(incident) + 120 * minuteMs };
    const found = await lookedBack(troubled.store.alerts, { ...span, everyMs: 5 * minuteMs });
    const seen = found.filter(({ rule }) => rule === toldBy[incident.kind]);
    const [first, last] = [seen[0], seen.at(-1)];
    assert.ok(first && last, JSON.stringify(found));
    assert.ok(Date.parse(first.at) >= beganMs, firingText(first));
    assert.ok(Date.parse(first.at) <= endOf(incident) + 5 * minuteMs, first.at);
    assert.ok(Date.parse(last.at) < span.toMs, last.at);
    assert.ok(first.value > first.limit, firingText(first));
    await troubled.query(whereToLook(first).sql);
  });
}

/** Calls that ended at `atMs` and in steps of ten seconds before it. */
async function insertCalls(
  { runId, count, how }: { readonly runId: string; readonly count: number; readonly how: string },
  atMs: number,
): Promise<void> {
  await calm.query(
    `insert into surefoot.tool_calls
       (workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, tool, status, error_class,
        started_at, ended_at, latency_ms)
     select $1, 't', 'a' || n, 1, date_trunc('month', to_timestamp($2), 'UTC'), 'default', $1, 'lookup_' || $3, $3, $4,
            to_timestamp($2) - n * interval '10 seconds', to_timestamp($2) - n * interval '10 seconds', 90000
     from generate_series(1, $5) as n`,
    [runId, atMs / 1_000, how, how === 'error' ? 'user_error' : how, count],
  );
}

it('says nothing of one call, of one run, or of what the question itself got wrong', async () => {
  const atMs = log.fromMs + 3_600_000 * 24 * 60;
  await insertCalls({ runId: 'one-run', count: 40, how: 'timeout' }, atMs);
  for (let run = 0; run < 20; run += 1) {
    await insertCalls({ runId: `asked-wrongly-${run}`, count: 2, how: 'error' }, atMs);
  }
  const found = await lookedBack(calm.store.alerts, {
    fromMs: atMs,
    toMs: atMs,
    everyMs: minuteMs,
  });
  assert.deepEqual(found.map(firingText), []);
});

it('fires where more than one call an hour times out, of two runs', async () => {
  const atMs = log.fromMs + 3_600_000 * 24 * 61;
  await insertCalls({ runId: 'first', count: 1, how: 'timeout' }, atMs - 50 * minuteMs);
  await insertCalls({ runId: 'second', count: 1, how: 'timeout' }, atMs);
  const span = { fromMs: atMs - minuteMs, toMs: atMs + 15 * minuteMs, everyMs: minuteMs };
  const found = await lookedBack(calm.store.alerts, span);
  assert.deepEqual(new Set(found.map(({ rule }) => rule)), new Set(['timeouts']));
  assert.deepEqual([found[0]?.bad, found[0]?.runs, found[0]?.limit], [2, 2, 1]);
  assert.equal(found.length, 10, 'until the first is an hour ago');
});

it('names the one of two warehouses that fails, however much more the other is asked', async () => {
  const atMs = log.fromMs + 3_600_000 * 24 * 90;
  await calm.query(
    `insert into surefoot.tool_calls
       (workflow_id, temporal_run_id, activity_id, attempt, month, tenant, run_id, tool, warehouse, status, error_class,
        error_name, started_at, ended_at, latency_ms)
     select warehouse || n, 't', 'a', 1, date_trunc('month', at, 'UTC'), 'default', warehouse || n, 'execute_query', warehouse,
            status, error, error, at, at, 90
     from (values ('sales', 380, 'success', null), ('desk', 20, 'error', 'transient')) as of (warehouse, many, status, error),
          generate_series(1, many) as n,
          lateral (select to_timestamp($1) - n * interval '2 seconds' as at) as times`,
    [atMs / 1_000],
  );
  const span = { fromMs: atMs, toMs: atMs, everyMs: minuteMs };
  const [first, ...others] = await lookedBack(calm.store.alerts, span);
  assert.ok(first);
  assert.deepEqual([first.rule, others], ['error_rate', []]);
  assert.match(firingText(first), /^execute_query@desk failed in 20 of 20 attempts \(100 %\)/);
  assert.deepEqual(
    (await calm.query(whereToLook(first).sql)).map(({ count }) => Number(count)),
    [20],
  );
});
