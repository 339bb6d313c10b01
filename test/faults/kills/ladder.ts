import { cellFigure, columnFigure, plan, query, says, type Said } from '../../e2e/scripts.js';
import { runSql } from '../../support.js';
import { holdTable } from '../hold.js';
import { markOf, planOf } from '../question.js';
import type { Scenario } from '../scenario.js';
import type { AskMore, Scene } from '../scene.js';
import { logged } from '../waiting.js';
import { killAtEach, type Point } from './kill-at-each.js';
import { asked, begun, heldRows, heldTable, keeping, late, worked } from './points.js';

/** Each rung of the ladder, in an activity of its own. Who locks a table for seconds does so alone. */
export const rungKills: readonly Scenario[] = [
  {
    name: 'kill/stale_cache',
    async play(scene) {
      // Nothing is fresh enough to stand in by itself.
      const env = { SUREFOOT_CACHE_FRESH_SECONDS: '0' };
      const worker = await scene.worker(env);
      await (await scene.ask('calm')).result();
      await runSql(scene.storeUrl, switchedOff);
      const allowed = await killAtEach(inStaleCache(), scene, { worker, env });
      return { ...allowed, statuses: ['answered', 'degraded'] };
    },
  },
  {
    name: 'kill/simplified',
    alone: true,
    async play(scene) {
      const worker = await scene.worker();
      const asks = { says: simplifies };
      const { runId } = await behindLock(scene, 'customers', () => scene.ask('calm', asks));
      await scene.runs.at(-1)?.handle.result();
      const id = 'quick-1-simplified';
      const points = [begun(id), keeping(id), worked(id)].map(onceLive('customers', asks));
      const allowed = await killAtEach(points, scene, { worker });
      return { ...allowed, statuses: ['degraded'], like: runId };
    },
  },
  {
    name: 'kill/sample',
    alone: true,
    async play(scene) {
      const asks = { says: samples };
      const id = 'quick-1-sample';
      const thinking = asked('simplifier', (runId) => ({
        ...samples(runId),
        simplifier: late({ offline: true }),
      }));
      const points = [
        { ...thinking, name: 'simplifier' },
        ...[begun(id), keeping(id), worked(id)].map((point) => ({ ...point, asks })),
      ];
      const allowed = await killAtEach(
        points.map((point) => onceLive('order_items', point.asks)(point)),
        scene,
      );
      return { ...allowed, statuses: ['degraded'] };
    },
  },
];

const switchedOff = `insert into surefoot.breakers (name, state)
  values ('execute_query@warehouse', '{"state": "forced_open", "reason": "A test."}')
  on conflict (name) do update set state = excluded.state, version = breakers.version + 1`;

/** The queries of an earlier run again, which may not be run: what it read stands in. */
function inStaleCache(): readonly Point[] {
  const calm = (runId: string) => runId.replace(/-[^-]*$/, '-calm');
  const asks: AskMore = {
    says: (runId) => ({ planner: [planOf(runId, { queriesOf: calm(runId) })] }),
  };
  return [
    { name: 'start', asks, reach: heldTable('surefoot.cache') },
    { name: 'middle', asks, reach: heldRows('surefoot.results', 'true') },
    { ...worked('quick-1-stale_cache'), asks },
  ];
}

/** A live attempt waits for the table in vain; then nobody holds it any more. */
async function behindLock<T>(scene: Scene, table: string, ask: () => Promise<T>): Promise<T> {
  const hold = await holdTable(scene.warehouseUrl, table);
  const handle = await ask();
  await logged(scene, 'quick-1', 'timeout');
  await hold.release();
  return handle;
}

/** The point is in what comes after a live attempt in vain. */
function onceLive(table: string, asks: AskMore = {}) {
  return (point: Point): Point => ({
    ...point,
    asks,
    reach: (scene, ask) => point.reach(scene, () => behindLock(scene, table, ask)),
  });
}

type Says = NonNullable<AskMore['says']>;

/** For each order the customers before it: what is slow, and what the rest can do without. */
const simplifies: Says = (runId) => ({
  planner: [
    impatient(
      `SELECT o.channel_id AS channel,
         sum((SELECT count(*) FROM customers AS c WHERE c.customer_id < o.order_id)) AS before,
         count(*) AS orders
       FROM orders AS o WHERE ${marked(runId)} GROUP BY 1 ORDER BY 1`,
      { measure: ordersCounted, expect: { columns: ['channel', 'orders'] } },
    ),
  ],
  interpreter: [says('{{total}} orders', columnFigure('total', 'sum', 'quick', 'orders'))],
});

/** There is nothing in it to do without. */
const samples: Says = (runId) => ({
  planner: [impatient(`SELECT count(*) AS items FROM order_items WHERE ${marked(runId)}`)],
  interpreter: [says('{{items}} items', cellFigure('items', 'quick', 'items'))],
});

const ordersCounted = {
  ...{ name: 'orders', column: 'orders', aggregation: 'count' },
  ...{ additive: true, unit: '' },
};

function impatient(sql: string, more?: Parameters<typeof query>[2]): Said {
  return plan([{ ...query('quick', sql, more), tool: 'impatient_query' }]);
}

function marked(runId: string): string {
  return `'${markOf('quick', runId)}' <> ''`;
}
