import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { guard } from '../../../src/sql/guard.js';
import { attempt, settingsOf } from './attempt.js';
import { runMutated } from './gold-world.js';
import { select } from './grammar.js';
import { unlessShared } from '../../support.js';
import { makeWorld, type World } from './world.js';

describe('a statement of the grammar', () => {
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

  it('that the guard accepts changes nothing when the agent runs it', async () => {
    const before = [await world.state(), await settingsOf(warehouse)];
    let accepted = 0;
    for (const sql of fc.sample(select, { numRuns: 600, seed: 5 })) {
      const guarded = await guard(sql, { catalog: world.catalog, paramCount: 0 });
      if (!guarded.accepted) continue;
      accepted += 1;
      await attempt(warehouse, guarded.sql);
    }
    assert.ok(accepted > 50, `${accepted} were accepted, so little was shown`);
    assert.deepEqual([await world.state(), await settingsOf(warehouse)], before);
  });
});

it(
  'a mutated gold query that the guard accepts changes nothing when the agent runs it',
  {
    skip: unlessShared('sql-eval/questions.csv'),
  },
  async () => {
    // All eleven databases, and every mutation: `npm run bench:truth -- attacks`.
    const { refused, ran, isSame, blind } = await runMutated('geography', {
      ...{ turns: 1, splices: 80, most: 80 },
    });
    assert.ok(ran > 20 && refused > 20, `${ran} ran and ${refused} were refused`);
    assert.ok(isSame);
    assert.deepEqual(blind, []);
  },
);
