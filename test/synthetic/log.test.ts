import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, it } from 'node:test';
import { storeForTests } from '../adapters/store/fixtures.js';
import type { IncidentKind } from './incidents.js';
import { loadLog } from './load.js';
import { syntheticLog } from './log.js';
import type { SyntheticLog } from './rows.js';

const { query, url, close } = await storeForTests();
after(close);

const log = syntheticLog({ days: 10 });
await loadLog(url, log);

it('makes the same log from the same seed, and another from another', () => {
  const options = { days: 2 };
  const hash = (log: SyntheticLog) =>
    createHash('sha256').update(JSON.stringify(log)).digest('hex');
  assert.equal(hash(syntheticLog(options)), hash(syntheticLog(options)));
  assert.notEqual(hash(syntheticLog(options)), hash(syntheticLog({ ...options, seed: 'other' })));
});

it('loads ten days into the real store, where the views read it', async () => {
  const [calls] = await query(`
    select count(*)::integer as attempts, count(distinct user_id)::integer as users,
           count(*) filter (where ended_at > started_at + interval '31 seconds')::integer as endless
    from surefoot.v_tool_calls`);
  assert.deepEqual(calls, { attempts: log.attempts.length, users: 12, endless: 0 });
  assert.ok(log.attempts.length > 5_000 && log.attempts.length < 9_000);
  const [runs] = await query(`
    select count(*)::integer as runs, count(*) filter (where cost_usd > 0)::integer as paid
    from surefoot.v_runs where ended_at > began_at`);
  assert.deepEqual(runs, { runs: log.runs.length, paid: log.runs.length });
});

it('fits its events to its replies, as the views of plans and findings need it', async () => {
  const [plans] = await query(`
    select count(*)::integer as tries, count(*) filter (where outcome = 'truncated')::integer as unknown,
           count(*) filter (where outcome = 'refused' and not is_repair)::integer as refused,
           (select count(*)::integer from surefoot.v_runs where plan_repairs > 0) as repaired
    from surefoot.v_plan_tries`);
  const { tries, unknown, refused, repaired } = plans ?? {};
  assert.ok(Number(tries) > 1_000 && unknown === 0, JSON.stringify(plans));
  assert.ok(Number(refused) >= Number(repaired) && Number(repaired) > 50, JSON.stringify(plans));
});

it('is mostly well, as ordinary days are', async () => {
  const rows = await query(`
    select status, round(100.0 * count(*) / sum(count(*)) over (), 1)::float8 as share
    from surefoot.v_runs group by 1`);
  const share = new Map(rows.map((row) => [row['status'], Number(row['share'])]));
  assert.ok((share.get('answered') ?? 0) > 85, JSON.stringify(rows));
  assert.ok((share.get('unavailable') ?? 0) < 1, JSON.stringify(rows));
});

const planted = { at: '2026-09-02T09:00:00Z', minutes: 120 } as const;
const during = ({ startedMs }: { readonly startedMs: number }) =>
  startedMs >= Date.parse(planted.at) && startedMs < Date.parse(planted.at) + 7_200_000;

/** What each incident shows in the log of its hours, far above what an ordinary day does. */
const shows: Readonly<Record<IncidentKind, (log: SyntheticLog) => number>> = {
  errors: ({ attempts }) =>
    attempts.filter((row) => during(row) && row.errorCode === '42703').length,
  slow: ({ attempts }) =>
    attempts.filter((row) => during(row) && row.tool === 'verify' && (row.latencyMs ?? 0) > 50)
      .length,
  timeouts: ({ attempts }) =>
    attempts.filter((row) => during(row) && row.status === 'timeout').length,
  exhaustion: ({ attempts }) => attempts.filter((row) => during(row) && row.attempt === 4).length,
  breaker: ({ attempts }) =>
    attempts.filter((row) => during(row) && row.status === 'refused').length,
  fallbacks: ({ attempts }) =>
    attempts.filter(
      (row) => during(row) && ['stale_cache', 'simplified', 'sample'].includes(row.rung ?? ''),
    ).length,
  cost: ({ runs }) => runs.filter(({ answer }) => answer.usage.costUsd > 0.06).length,
  repairs: ({ runs }) =>
    runs.filter((run) => during({ startedMs: run.beganMs }) && run.answer.verification.planRepairs)
      .length,
};

const calm = syntheticLog({ days: 2 });

for (const incident of [
  { ...planted, kind: 'errors', tool: 'execute_query', share: 500, errorClass: 'permanent' },
  { ...planted, kind: 'slow', tool: 'verify', factor: 10 },
  { ...planted, kind: 'timeouts', tool: 'execute_query', share: 300 },
  { ...planted, kind: 'exhaustion', tool: 'execute_query', share: 400 },
  { ...planted, kind: 'breaker', tool: 'execute_query' },
  { ...planted, kind: 'fallbacks', share: 500 },
  { ...planted, kind: 'cost', factor: 5 },
  { ...planted, kind: 'repairs', share: 700 },
] as const) {
  it(`plants ${incident.kind} where it is told to`, () => {
    const troubled = syntheticLog({ days: 2, incidents: [incident] });
    const seen = shows[incident.kind];
    assert.ok(seen(troubled) >= seen(calm) + 5, `${seen(calm)} before, ${seen(troubled)} after`);
  });
}
