import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guard } from '../../../src/sql/guard.js';
import type { Catalog } from '../../../src/ports.js';
import { table } from '../catalog.js';
import { corpus } from './corpus.js';
import { wraps } from './splices.js';

/** All that the role may read in the world of the attacks. */
const catalog: Catalog = { version: 'v', tables: [table('orders', ['id', 'region', 'amount'])] };

describe('the tree refuses every attack', () => {
  for (const { id, sql, why } of corpus) {
    it(`${id}: ${why}`, async () => {
      const guarded = await guard(sql, { catalog, paramCount: 0, anyOutput: true });
      assert.ok(!guarded.accepted, sql);
      assert.ok(
        guarded.findings.every(({ layer, fix }) => layer === 'tree' && fix !== ''),
        JSON.stringify(guarded.findings),
      );
    });
  }

  it('wrapped in every way', async () => {
    for (const { sql } of corpus) {
      for (const wrap of wraps) {
        const guarded = await guard(wrap(sql), { catalog, paramCount: 0, anyOutput: true });
        assert.ok(!guarded.accepted, wrap(sql));
      }
    }
  });

  it('and none of the wraps for itself', async () => {
    for (const wrap of wraps) {
      const sql = wrap('select id from orders');
      const guarded = await guard(sql, { catalog, paramCount: 0, anyOutput: true });
      assert.ok(guarded.accepted, `${sql}: ${JSON.stringify(guarded)}`);
    }
  });
});
