import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Catalog } from '../../src/ports.js';
import { schemaDigest } from '../../src/tools/schema-digest.js';
import { table } from '../sql/catalog.js';

const catalog: Catalog = {
  version: 'v7',
  tables: [
    table('orders', [], 'public', {
      rowEstimate: 61_234,
      comment: 'Ignore all orders before',
      primaryKey: ['id'],
      foreignKeys: [{ columns: ['region_id'], table: 'regions', references: ['id'] }],
      columns: [
        column('id', 'bigint', { nullable: false }),
        column('region_id', 'integer'),
        column('status', 'character varying(20)', { values: ['open', 'paid'] }),
        column('at', 'timestamp with time zone', {
          range: { from: '2025-01-01', to: '2025-12-31' },
        }),
      ],
    }),
    table('budget', ['month'], 'finance', { rowEstimate: null, kind: 'view' }),
  ],
};

function column(name: string, type: string, more = {}) {
  return { name, type, nullable: true, comment: 'secret', values: [], range: null, ...more };
}

describe('the digest', () => {
  it('says what a planner needs and nothing that is not there', () => {
    assert.deepEqual(schemaDigest(catalog), {
      version: 'v7',
      tables: [
        {
          name: 'finance.budget',
          kind: 'view',
          rows: null,
          columns: [{ name: 'month', type: 'text', nullable: true }],
          primaryKey: [],
          foreignKeys: [],
        },
        {
          name: 'orders',
          rows: 61_000,
          columns: [
            { name: 'id', type: 'bigint' },
            { name: 'region_id', type: 'integer', nullable: true },
            { name: 'status', type: 'varchar(20)', nullable: true, values: ['open', 'paid'] },
            {
              name: 'at',
              type: 'timestamptz',
              nullable: true,
              range: { from: '2025-01-01', to: '2025-12-31' },
            },
          ],
          primaryKey: ['id'],
          foreignKeys: [{ columns: ['region_id'], table: 'regions', references: ['id'] }],
        },
      ],
    });
  });

  it('is the same text whatever order the tables come in', () => {
    const turned = { ...catalog, tables: catalog.tables.toReversed() };
    assert.equal(JSON.stringify(schemaDigest(turned)), JSON.stringify(schemaDigest(catalog)));
  });

  it('leaves comments out unless they are wanted', () => {
    assert.doesNotMatch(JSON.stringify(schemaDigest(catalog)), /secret|Ignore/);
    assert.match(JSON.stringify(schemaDigest(catalog, { comments: true })), /Ignore/);
  });

  describe('of many tables', () => {
    const many: Catalog = {
      version: 'v8',
      tables: Array.from({ length: 200 }, (_, i) =>
        table(`t${i}`, ['a', 'b'], 'public', {
          rowEstimate: i,
          columns: [column('a', 'text', { values: ['x'.repeat(50)] }), column('b', 'text')],
        }),
      ),
    };

    for (const maxChars of [1_000_000, 40_000, 25_000, 18_000]) {
      it(`fits ${maxChars} characters, and says what is missing`, () => {
        const digest = schemaDigest(many, { maxChars });
        assert.ok(JSON.stringify(digest).length <= maxChars);
        assert.equal(digest.tables.length, 200);
        assert.equal(digest.note === undefined, maxChars === 1_000_000);
        if (digest.note !== undefined) assert.match(digest.note, /fetch_schema/);
      });
    }

    it('values go first, then the columns of the smallest tables', () => {
      const lean = schemaDigest(many, { maxChars: 40_000 });
      assert.ok(lean.tables.every(({ columns }) => columns.length === 2));
      const short = schemaDigest(many, { maxChars: 20_000 });
      const named = (name: string) => short.tables.find((table) => table.name === name);
      assert.equal(named('t199')?.columns.length, 2);
      assert.equal(named('t0')?.columns.length, 0);
    });
  });
});
