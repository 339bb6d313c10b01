import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Catalog } from '../../src/ports.js';
import { guard, type Guarded } from '../../src/sql/guard.js';
import { table } from './catalog.js';

const people = table('people', ['id', 'region', 'email'], 'public', { hidden: ['ssn', 'note'] });
/** `people` has ssn and note in the warehouse, too; email is masked. */
const catalog: Catalog = {
  version: 'v1',
  tables: [
    {
      ...people,
      columns: people.columns.map((column) => ({ ...column, masked: column.name === 'email' })),
    },
    table('orders', ['id', 'person_id', 'amount', 'ssn', 'email', 'region']),
  ],
};

async function guarded(sql: string): Promise<Guarded> {
  return await guard(sql, { catalog, paramCount: 0 });
}

async function codes(sql: string): Promise<string[]> {
  const result = await guarded(sql);
  return result.accepted ? [] : result.findings.map(({ code }) => code);
}

describe('a column that does not exist for us', () => {
  for (const [where, sql, code] of [
    ['selected', 'SELECT ssn AS x FROM people', 'unknown_column'],
    ['behind its table', 'SELECT people.ssn AS x FROM people', 'unknown_column'],
    ['behind an alias', 'SELECT p.ssn AS x FROM people p', 'unknown_column'],
    ['behind its schema', 'SELECT public.people.ssn AS x FROM public.people', 'unknown_column'],
    ['in quotes', 'SELECT p."ssn" AS x FROM people p', 'unknown_column'],
    ['counted', 'SELECT count(ssn) AS n FROM people', 'unknown_column'],
    ['in WHERE', `SELECT id FROM people WHERE ssn LIKE '1%'`, 'unknown_column'],
    ['in ORDER BY', 'SELECT id FROM people ORDER BY ssn', 'unknown_column'],
    [
      'in ORDER BY, under an output’s name',
      'SELECT id AS ssn FROM people ORDER BY ssn',
      'unknown_column',
    ],
    [
      'in GROUP BY, under an output’s name',
      'SELECT 1 AS ssn, count(*) AS n FROM people GROUP BY ssn',
      'unknown_column',
    ],
    ['in a window', 'SELECT id, rank() OVER (ORDER BY ssn) AS r FROM people', 'unknown_column'],
    [
      'in a named window',
      'SELECT id, rank() OVER w AS r FROM people WINDOW w AS (ORDER BY ssn)',
      'unknown_column',
    ],
    ['in FILTER', `SELECT count(*) FILTER (WHERE ssn > '1') AS n FROM people`, 'unknown_column'],
    [
      'in an aggregate’s order',
      'SELECT array_agg(id ORDER BY ssn) AS a FROM people',
      'unknown_column',
    ],
    ['in DISTINCT ON', 'SELECT DISTINCT ON (ssn) id FROM people', 'unknown_column'],
    ['in ON', 'SELECT o.id FROM orders o JOIN people p ON p.ssn = o.ssn', 'unknown_column'],
    ['in USING', 'SELECT o.amount FROM orders o JOIN people p USING (ssn)', 'unknown_column'],
    [
      'in USING the other way round',
      'SELECT o.amount FROM people p JOIN orders o USING (ssn)',
      'unknown_column',
    ],
    [
      'in a subquery where an outer table has one of that name',
      `SELECT o.id FROM orders o WHERE EXISTS (SELECT 1 FROM people p WHERE ssn = '1')`,
      'unknown_column',
    ],
    [
      'behind an alias that an outer table has too',
      `SELECT p.id FROM orders p WHERE EXISTS (SELECT 1 FROM people p WHERE p.ssn = '1')`,
      'unknown_column',
    ],
    [
      'in LATERAL',
      'SELECT x.s AS s FROM people p, LATERAL (SELECT p.ssn AS s) x',
      'unknown_column',
    ],
    ['as a star', 'SELECT * FROM people', 'whole_row'],
    ['as TABLE', 'TABLE people', 'whole_row'],
    ['as a qualified star', 'SELECT p.* FROM people p', 'whole_row'],
    ['as a star of two tables', 'SELECT * FROM orders o, people p', 'whole_row'],
    [
      'as a star of a join’s alias',
      'SELECT j.* FROM (orders o JOIN people p ON p.id = o.person_id) AS j',
      'whole_row',
    ],
    ['as a star in a WITH query', 'WITH w AS (SELECT * FROM people) SELECT id FROM w', 'whole_row'],
    ['as a star in a subquery', 'SELECT s.id FROM (SELECT * FROM people) s', 'whole_row'],
    [
      'as a star in EXISTS',
      'SELECT 1 AS a FROM orders WHERE EXISTS (SELECT p.* FROM people p)',
      'whole_row',
    ],
    [
      'as an outer star',
      'SELECT (SELECT count(x) FROM (SELECT p.*) x) AS n FROM people p',
      'whole_row',
    ],
    ['as a whole row', 'SELECT p AS x FROM people p', 'whole_row'],
    ['as a whole row by the table’s name', 'SELECT people AS x FROM people', 'whole_row'],
    ['as a row called like the column', 'SELECT note AS x FROM people note', 'unknown_column'],
    ['as text', 'SELECT p::text AS x FROM people p', 'whole_row'],
    ['as JSON', 'SELECT row_to_json(p) AS x FROM people p', 'whole_row'],
    ['as a row of a star', 'SELECT ROW(p.*)::text AS x FROM people p', 'whole_row'],
    ['as a counted row', 'SELECT count(p) AS n FROM people p', 'whole_row'],
    ['as a row tested for null', 'SELECT id FROM people p WHERE p IS NOT NULL', 'whole_row'],
    ['as a row compared', 'SELECT p.id FROM people p, people q WHERE p = q', 'whole_row'],
    ['as a row grouped by', 'SELECT count(*) AS n FROM people p GROUP BY p', 'whole_row'],
    ['as a row ordered by', 'SELECT id FROM people p ORDER BY p', 'whole_row'],
    [
      'as a row of a join’s alias',
      'SELECT j::text AS x FROM (orders o JOIN people p ON p.id = o.person_id) AS j',
      'whole_row',
    ],
    ['by position', 'SELECT c AS x FROM people AS p(a, b, c, d)', 'whole_row'],
    [
      'by position in a join’s alias',
      'SELECT a AS x FROM (orders o JOIN people p ON p.id = o.person_id) AS j(a, b, c, d, e, f, g)',
      'whole_row',
    ],
    ['by NATURAL JOIN', 'SELECT o.amount FROM orders o NATURAL JOIN people p', 'whole_row'],
  ] as const) {
    it(`is refused ${where}`, async () => {
      assert.ok((await codes(sql)).includes(code), JSON.stringify(await guarded(sql)));
    });
  }

  it('is refused as a function on the row, and as a field of it', async () => {
    for (const sql of ['SELECT ssn(p) AS x FROM people p', 'SELECT (p).ssn AS x FROM people p']) {
      assert.notDeepEqual(await codes(sql), []);
    }
  });

  it('is named by no finding that did not hear it, and no name near to it leads there', async () => {
    for (const sql of [
      'SELECT * FROM people',
      'SELECT snn AS x FROM people p',
      'SELECT p.notes AS x FROM people p',
      'SELECT p.x AS x FROM people p',
    ]) {
      const result = await guarded(sql);
      assert.ok(!result.accepted);
      assert.doesNotMatch(
        JSON.stringify(result.findings),
        /people has[^"]*(?:ssn|note)|Use (?:p\.)?(?:ssn|note)\b/,
      );
    }
  });

  it('does not stand in the way of the others', async () => {
    for (const sql of [
      'SELECT p.id, region FROM people p WHERE region IS NOT NULL ORDER BY p.id',
      'SELECT o.ssn AS x FROM orders o WHERE EXISTS (SELECT 1 FROM people p WHERE p.id = o.person_id)',
      'SELECT s.* FROM (SELECT id, region FROM people) s',
      'SELECT count(*) AS n FROM people p JOIN orders o USING (region)',
      'SELECT j.amount FROM (orders o JOIN people p ON p.id = o.person_id) AS j',
      'SELECT * FROM orders',
    ]) {
      assert.deepEqual(await codes(sql), [], sql);
    }
  });
});

describe('a masked column', () => {
  for (const [where, sql] of [
    ['in WHERE', `SELECT id FROM people WHERE email = 'a@b.c'`],
    ['in HAVING', `SELECT count(*) AS n FROM people GROUP BY email HAVING email > 'm'`],
    ['in ORDER BY', 'SELECT id FROM people ORDER BY email'],
    ['in ORDER BY by its output', 'SELECT email AS e FROM people ORDER BY e'],
    ['in ORDER BY by its position', 'SELECT id, email FROM people ORDER BY 2'],
    ['in GROUP BY by another name', 'SELECT email AS e, count(*) AS n FROM people GROUP BY e'],
    ['in GROUP BY by its position', 'SELECT email, count(*) AS n FROM people GROUP BY 1'],
    ['in an expression', 'SELECT lower(email) AS e FROM people'],
    ['in a cast', 'SELECT email::text AS e FROM people'],
    ['in min', 'SELECT min(email) AS e FROM people'],
    ['in string_agg', `SELECT string_agg(email, ',') AS e FROM people`],
    ['in a window’s order', 'SELECT id, rank() OVER (ORDER BY email) AS r FROM people'],
    ['in a window function', 'SELECT lag(email) OVER (PARTITION BY region) AS e FROM people'],
    ['in FILTER', `SELECT count(*) FILTER (WHERE email LIKE 'a%') AS n FROM people`],
    ['in a count’s order', 'SELECT count(id ORDER BY email) AS n FROM people'],
    ['in a count of a condition', `SELECT count(email = 'a' OR NULL) AS n FROM people`],
    ['in a count of two', 'SELECT count((email, id)) AS n FROM people'],
    ['in CASE', `SELECT CASE WHEN email > 'm' THEN 1 END AS x FROM people`],
    ['in coalesce', `SELECT coalesce(email, '') AS e FROM people`],
    ['in a join', 'SELECT o.id FROM orders o JOIN people p ON p.email = o.email'],
    ['in USING', 'SELECT o.id FROM orders o JOIN people p USING (email)'],
    ['in IN', `SELECT id FROM people WHERE email IN ('a', 'b')`],
    [
      'in IN a list of values',
      `SELECT id FROM people WHERE email IN (SELECT column1 FROM (VALUES ('a')) v)`,
    ],
    [
      'in a subquery’s output',
      'SELECT count(DISTINCT e) AS n FROM (SELECT email AS e FROM people) s',
    ],
    ['in a WITH query', `WITH w AS (SELECT email AS e FROM people) SELECT e FROM w WHERE e = 'a'`],
    ['in a scalar subquery', 'SELECT (SELECT email FROM people LIMIT 1) AS e'],
    ['in DISTINCT', 'SELECT DISTINCT email FROM people'],
    ['in DISTINCT ON', 'SELECT DISTINCT ON (email) id FROM people'],
    ['in a union', `SELECT email FROM people UNION SELECT 'a@b.c'`],
    ['in except', `SELECT email FROM people EXCEPT SELECT 'a@b.c'`],
    ['in an array', 'SELECT ARRAY[email] AS a FROM people'],
    ['in LIMIT', 'SELECT id FROM people LIMIT (SELECT length(email) FROM people LIMIT 1)'],
    ['in DISTINCT FROM', `SELECT id FROM people WHERE email IS DISTINCT FROM 'a'`],
  ] as const) {
    it(`is not read ${where}`, async () => {
      assert.ok((await codes(sql)).includes('masked_column'), JSON.stringify(await guarded(sql)));
    });
  }

  it('is not reached by a star, a row, a position or NATURAL JOIN either', async () => {
    const only = { ...catalog, tables: catalog.tables.map((each) => ({ ...each, hidden: [] })) };
    for (const sql of [
      'SELECT * FROM people',
      'SELECT p::text AS x FROM people p',
      'SELECT c AS x FROM people AS p(a, b, c)',
      'SELECT o.id FROM orders o NATURAL JOIN people p',
    ]) {
      const result = await guard(sql, { catalog: only, paramCount: 0 });
      assert.ok(!result.accepted && result.findings.some(({ code }) => code === 'whole_row'), sql);
    }
  });

  it('may be counted, tested for null, and grouped by', async () => {
    for (const sql of [
      'SELECT count(email) AS n FROM people',
      'SELECT count(DISTINCT p.email) AS n FROM people p WHERE p.email IS NOT NULL',
      'SELECT region, count(*) AS n FROM people GROUP BY region, email',
      'SELECT count(*) AS n FROM people GROUP BY ROLLUP (email)',
      'SELECT id, count(*) OVER (PARTITION BY email) AS n FROM people',
      'SELECT max(n) AS most FROM (SELECT count(*) AS n FROM people GROUP BY email) s',
    ]) {
      assert.deepEqual(await codes(sql), [], sql);
    }
  });

  it('is masked on the server where it is shown, and the masked text passes again as it is', async () => {
    for (const [sql, name] of [
      ['SELECT email, count(*) AS n FROM people GROUP BY email', 'email'],
      ['SELECT p.email AS who, p.id FROM people p ORDER BY p.id LIMIT 3', 'who'],
      ['WITH w AS (SELECT 1 AS one) SELECT email FROM people, w', 'email'],
    ] as const) {
      const result = await guarded(sql);
      assert.ok(result.accepted, JSON.stringify(result));
      const text = result.sql.replaceAll(/\s+/g, ' ');
      assert.match(
        text,
        new RegExp(`CASE WHEN (p\\.)?email IS NOT NULL THEN '\\[masked\\]' END AS ${name}`),
      );
      const again = await guarded(result.sql);
      assert.deepEqual(again.accepted && again.sql, result.sql);
    }
  });
});
