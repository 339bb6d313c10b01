import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { attempt, settingsOf } from '../../sql/attacks/attempt.js';
import { corpus } from '../../sql/attacks/corpus.js';
import { changesMissed } from '../../sql/attacks/control.js';
import { dangerous, evaluated, spellings, wraps } from '../../sql/attacks/splices.js';
import { makeWorld, type World } from '../../sql/attacks/world.js';

// The guard is not asked here: what the role, the transaction and the protocol let through is what is seen.
describe('with the tree switched off', () => {
  let world: World;
  let warehouse: ReturnType<typeof connectWarehouse>;
  before(async () => {
    world = await makeWorld();
    warehouse = connectWarehouse({ url: world.url, name: 'w', poolSize: 1, catalogTtlMs: 1_000 });
  });
  after(async () => {
    await warehouse.close();
    await world.close();
  });

  // `npm run bench:truth -- attacks` looks after each single one.
  for (const name of new Set(corpus.map((attack) => attack.class))) {
    it(`${name}: rows, catalog, settings, locks, files and other sessions stay as they are`, async () => {
      const before = [await world.state(), await settingsOf(warehouse)];
      for (const attack of corpus.filter((each) => each.class === name)) {
        const ran = await attempt(warehouse, attack.sql);
        // What nobody says the tree is needed for is refused without it, or said to leave nothing.
        if (attack.needsTree === undefined) {
          assert.equal(ran, attack.undone !== undefined, `${attack.id}: ${attack.sql}`);
        }
      }
      assert.deepEqual([await world.state(), await settingsOf(warehouse)], before);
    });
  }

  // Thousands of these are run by `npm run bench:truth -- attacks`; here some, each in a place of its own.
  it('dangerous calls in all places, and attacks in all wraps: all of it stays as it is', async () => {
    const before = [await world.state(), await settingsOf(warehouse)];
    for (const [i, { call, runs }] of dangerous.entries()) {
      const at = evaluated[(7 * i) % evaluated.length] ?? ((each: string) => each);
      const ran = await attempt(warehouse, at(spellings(call)[i % 2] ?? call));
      assert.ok(!ran || runs !== undefined, `nobody says why ${call} may run`);
    }
    for (const [i, { sql }] of corpus.entries()) {
      const wrap = wraps[(5 * i) % wraps.length];
      if (wrap !== undefined && i % 3 === 0) await attempt(warehouse, wrap(sql));
    }
    assert.deepEqual([await world.state(), await settingsOf(warehouse)], before);
  });

  it('a real change of each kind is seen by the comparison', async () => {
    assert.deepEqual(await changesMissed(world), []);
  });
});
