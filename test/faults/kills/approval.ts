import assert from 'node:assert/strict';
import type { RunHandle } from '../../../src/client.js';
import { until } from '../../e2e/watching.js';
import { holdTable } from '../hold.js';
import { planOf } from '../question.js';
import type { Scenario } from '../scenario.js';
import type { Scene } from '../scene.js';
import { killAtEach, type Point } from './kill-at-each.js';
import { heldTable, worked } from './points.js';

/** The activity that compiles a plan that a person has edited, while the person waits for its word. */
export const approvalKills: Scenario = {
  name: 'kill/edited plan',
  // It locks a table of the warehouse, which is everybody's.
  alone: true,
  async play(scene) {
    const worker = await scene.worker();
    const calm = await scene.ask('calm', asks);
    await isWaiting(calm);
    await approve(calm);
    await calm.result();
    const allowed = await killAtEach(points.map(approving), scene, { worker });
    return { ...allowed, like: calm.runId };
  },
};

const asks = { background: true, approve: true };

const points: readonly Point[] = [
  // It registers its run before anything else.
  { name: 'start', reach: heldTable('surefoot.runs') },
  { name: 'middle', reach: asksTheWarehouse },
  worked('plan.2-edited.1'),
];

/** EXPLAIN waits for a table. */
async function asksTheWarehouse(
  { warehouseUrl }: Scene,
  ask: () => Promise<unknown>,
): Promise<() => Promise<void>> {
  const hold = await holdTable(warehouseUrl, 'customers');
  await ask();
  await hold.reached();
  return () => hold.release();
}

/** The point is in what a person's word sets off. */
function approving(point: Point): Point {
  return {
    ...point,
    asks,
    async reach(scene, ask) {
      const handle = await ask();
      await isWaiting(handle);
      return await point.reach(scene, () => {
        void approve(handle).catch(() => undefined);
        return Promise.resolve(handle);
      });
    },
  };
}

async function isWaiting(handle: RunHandle): Promise<void> {
  await until(
    'the plan waits to be approved',
    async () => (await handle.progress()).phase === 'waiting_for_approval',
    60_000,
  );
}

async function approve(handle: RunHandle): Promise<void> {
  const plan = JSON.stringify(planOf(handle.runId).json);
  const { accepted } = await handle.approve({ by: 'ada', plan });
  assert.ok(accepted);
}
