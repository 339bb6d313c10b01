import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionColumns } from '../../../src/sql/report/condition-columns.js';
import { statementTraits } from '../../../src/sql/report/statement-traits.js';

for (const [sql, traits] of [
  ['SELECT 1 FROM orders WHERE a = 1', ['reads orders']],
  ['SELECT 1 FROM crm.people', ['reads crm.people', 'has no WHERE']],
  [
    'SELECT count(DISTINCT a.x) FROM t AS a JOIN t AS b USING (id) WHERE a.y < $1',
    ['reads t', 'reads a table twice', 'counts distinct values'],
  ],
  [
    'WITH w AS (SELECT * FROM a WHERE x = 1) SELECT rank() OVER (ORDER BY 1) FROM w JOIN w AS v USING (id)',
    ['reads a', 'has a WITH query', 'has a window function'],
  ],
  [
    'SELECT (SELECT 1) FROM a JOIN b USING (id) JOIN c USING (id) WHERE a.x = 1',
    [
      'reads a',
      'reads b',
      'reads c',
      'joins three or more tables',
      'has a subquery in an expression',
    ],
  ],
] as const) {
  test(`${sql}: ${traits.join(', ')}`, async () => {
    const read = await statementTraits(sql);
    assert.deepEqual(read?.traits.toSorted(), traits.toSorted());
  });
}

test('statements that differ in constants alone are one', async () => {
  const [one, other] = await Promise.all([
    statementTraits("SELECT a FROM t WHERE b = 'secret' LIMIT 5"),
    statementTraits("SELECT a FROM t WHERE b = 'other' LIMIT 9"),
  ]);
  assert.equal(one?.normalized, 'SELECT a FROM t WHERE b = $1 LIMIT $2');
  assert.equal(other?.normalized, one?.normalized);
});

for (const sql of ['', 'DROP TABLE t', 'not SQL', 'SELECT 1; SELECT']) {
  test(`'${sql}' has no traits`, async () => assert.equal(await statementTraits(sql), undefined));
}

for (const [condition, columns] of [
  [`((o.ordered_at >= '2025-01-01'::date) AND (status = 'paid'::text))`, ['ordered_at', 'status']],
  ['(hashed SubPlan 1)', []],
] as const) {
  test(`${condition} reads ${columns.join(' and ') || 'no column that has a name'}`, async () => {
    assert.deepEqual(await conditionColumns(condition), columns);
  });
}
