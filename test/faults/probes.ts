import assert from 'node:assert/strict';
import { plan, query } from '../e2e/scripts.js';
import { rowsOf } from '../e2e/watching.js';
import type { Scenario } from './scenario.js';
import type { Scene } from './scene.js';

const windows = 50;
/** Runs under way at once, of four queries each. */
const lanes = 4;
/** When a query arrived at the warehouse. */
const arrivals: number[] = [];

/**
 * The warehouse loses each query, and the steps of runs on two workers try again and again: whenever the breaker is
 * half open, exactly one of them reaches the warehouse. Counted at its door, not in the store. Only the last window may
 * still wait for its probe: a lower rung that finds nothing to ask gives it back, and then there may be nobody left.
 */
export const probes: Scenario = {
  name: `breakers/one probe in each of ${windows} half-open windows`,
  proxied: true,
  prepare: () => Promise.resolve({ cutsAfter: losesQueries, close: async () => {} }),
  async play(scene) {
    const env = { SUREFOOT_BREAKER_COOLDOWN_SECONDS: '1' };
    await Promise.all([scene.worker(env), scene.worker(env)]);
    const asking = Array.from({ length: lanes }, async (_, lane) => {
      for (let round = 1; (await halfOpenWindows(scene)).judged < windows; round += 1) {
        const says = () => ({ planner: [fourQueries] });
        await (await scene.ask(`${lane}-${round}`, { says })).result();
      }
    });
    await Promise.all(asking);
    const { openedAt, judged } = await halfOpenWindows(scene);
    const counts = openedAt.map((from, index) => {
      const to = openedAt[index + 1] ?? Infinity;
      return arrivals.filter((at) => at >= from && at < to).length;
    });
    assert.deepEqual(
      counts.slice(0, judged),
      Array.from({ length: judged }, () => 1),
    );
    assert.ok(counts.slice(judged).every((count) => count <= 1));
    return { statuses: ['unavailable', 'degraded', 'escalated', 'failed'] };
  },
};

/** None ends the others: a probe that is cancelled on its way is none. */
const fourQueries = plan(
  ['a', 'b', 'c', 'd'].map((id) =>
    query(id, `SELECT count(*) AS orders, 'probe ${id}' AS mark FROM orders`, {
      onFailure: 'skip',
    }),
  ),
);

function losesQueries(chunk: Buffer): boolean {
  const isQuery = chunk.includes(`'probe `) && !chunk.includes('explain (');
  if (isQuery) arrivals.push(Date.now());
  return isQuery;
}

/** When each began, and how many had their probe's verdict: all, or all but the last. */
async function halfOpenWindows({
  storeUrl,
}: Scene): Promise<{ readonly openedAt: readonly number[]; readonly judged: number }> {
  const changes = await rowsOf(
    storeUrl,
    `select to_state, (extract(epoch from at) * 1000)::float8 as at from surefoot.breaker_changes
     where name = 'execute_query@warehouse' and 'half_open' in (from_state, to_state) order by version`,
  );
  const opened = changes.filter(({ to_state: state }) => state === 'half_open');
  return { openedAt: opened.map(({ at }) => Number(at)), judged: changes.length - opened.length };
}
