import { Client } from 'pg';
import { runSql } from '../support.js';
import { setReadOnly } from './cluster.js';
import { holdTable } from './hold.js';
import type { Allowed, Scenario } from './scenario.js';
import type { Scene } from './scene.js';
import { failsOnce, notesBegin } from './waiting.js';

/** The warehouse is taken away, slowed down and shut in the middle of runs. */
export const warehouseFaults: readonly Scenario[] = [
  midRun('restarts in a query', async (scene, goOn) => {
    const { warehouse } = scene.world;
    const hold = await holdTable(scene.warehouseUrl, 'customers');
    goOn();
    await hold.reached();
    await warehouse.stop('immediate');
    await warehouse.start();
  }),
  midRun('stops and comes back', async (scene, goOn) => {
    const { warehouse } = scene.world;
    await warehouse.stop('fast');
    goOn();
    await failsOnce(scene, 'last');
    await warehouse.start();
    return lesser;
  }),
  midRun('stops for good', async (scene, goOn) => {
    const { warehouse } = scene.world;
    await warehouse.stop('immediate');
    try {
      goOn();
      await scene.runs.at(-1)?.handle.result();
    } finally {
      await warehouse.start();
    }
    return { statuses: ['degraded', 'unavailable', 'escalated'] };
  }),
  midRun('has no connection left', async (scene, goOn) => {
    const release = await takeAllConnections(scene);
    try {
      goOn();
      await failsOnce(scene, 'last');
    } finally {
      await release();
    }
    return lesser;
  }),
  midRun('is read-only', async (scene, goOn) => {
    const { warehouse } = scene.world;
    await setReadOnly(warehouse, true);
    try {
      goOn();
      await scene.runs.at(-1)?.handle.result();
    } finally {
      await setReadOnly(warehouse, false);
    }
  }),
  midRun('holds a lock', async (scene, goOn) => {
    const hold = await holdTable(scene.warehouseUrl, 'customers');
    goOn();
    await failsOnce(scene, 'last');
    await hold.release();
    return lesser;
  }),
  {
    ...midRun('is slow', (scene, goOn) => {
      scene.warehouseLine.slow(200);
      goOn();
      return Promise.resolve();
    }),
    alone: false,
    proxied: true,
  },
  {
    ...midRun('loses its sessions', async (scene, goOn) => {
      const hold = await holdTable(scene.warehouseUrl, 'orders');
      goOn();
      scene.warehouseLine.cut();
      await hold.release();
    }),
    alone: false,
    proxied: true,
  },
];

/** What came back in time is answered in full; what did not, with what there is. */
const lesser: Allowed = { statuses: ['answered', 'degraded', 'unavailable', 'escalated'] };

/** One query is done and one is still to come when the harm is done; `goOn` lets it come. */
function midRun(
  name: string,
  harm: (scene: Scene, goOn: () => void) => Promise<Allowed | void>,
): Scenario {
  return {
    name: `warehouse/${name}`,
    alone: true,
    async play(scene) {
      await scene.worker();
      const goOn = scene.holdNotes();
      await scene.ask('asked');
      await notesBegin(scene);
      return (await harm(scene, goOn)) ?? {};
    },
  };
}

/** Ends the agent's sessions and takes every slot that is not the superuser's. */
async function takeAllConnections({
  warehouseUrl,
  role,
  env,
}: Scene): Promise<() => Promise<void>> {
  const taken: Client[] = [];
  await runSql(
    warehouseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
  );
  for (;;) {
    const client = new Client({ connectionString: env['SUREFOOT_WAREHOUSE_URL'] });
    client.on('error', () => {});
    try {
      await client.connect();
      taken.push(client);
    } catch {
      return async () => {
        await Promise.all(taken.map((each) => each.end()));
      };
    }
  }
}
