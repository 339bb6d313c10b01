import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guard } from '../../src/sql/guard.js';
import { lintSql } from '../../src/sql/lint/lint-sql.js';
import { parseSql } from '../../src/sql/parse.js';
import { statementTraits } from '../../src/sql/report/statement-traits.js';
import { describeSql } from '../../src/sql/shape/describe-sql.js';
import { readShape } from '../../src/sql/shape/read-shape.js';
import { explainRange } from '../../src/tools/help/explain-days.js';
import { unlessShared } from '../support.js';
import { shop } from './catalog.js';
import { goldQueries } from './gold.js';

const sql = 'select o.region as region, count(*) as n from orders o group by o.region';

test('a text that is asked for again is not parsed again, nor is one that the guard wrote', async () => {
  assert.equal(await parseSql(sql), await parseSql(sql));

  const guarded = await guard(sql, { catalog: shop, paramCount: 0 });
  assert.ok(guarded.accepted);
  const written = await parseSql(guarded.sql);
  assert.equal(written, await parseSql(guarded.sql));
  assert.ok(written.tree);
});

test('the guard compares what it wrote with the parser, whatever is remembered', async () => {
  const first = await guard(sql, { paramCount: 0 });
  assert.ok(first.accepted);
  const { tree } = await parseSql(first.sql);
  assert.ok(tree?.stmts?.[0]);
  // As a reader would that changed the tree it was given.
  tree.stmts[0] = { stmt: { DeleteStmt: {} } };
  assert.deepEqual(await guard(sql, { paramCount: 0 }), first);
});

test(
  'no reader changes the tree that others read',
  { skip: unlessShared('sql-eval/questions.csv') },
  async () => {
    for (const { sql: text } of await goldQueries()) {
      const parsed = await parseSql(text);
      frozen(parsed.tree);
      const guarded = await guard(text, { paramCount: 0 });
      if (!guarded.accepted) continue;
      frozen((await parseSql(guarded.sql)).tree);
      for (const each of [text, guarded.sql]) {
        await lintSql(each, shop);
        await readShape(each, [], shop);
        await describeSql(each);
        await statementTraits(each);
        await explainRange({ sql: each, period: { from: '', to: '' } }, shop);
      }
    }
  },
);

function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
}
