import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writtenOut } from '../../src/sql/copies/check-copies.js';
import { guard } from '../../src/sql/guard.js';
import { parseSql } from '../../src/sql/parse.js';
import { shop } from './catalog.js';

const codesOf = async (sql: string): Promise<string[]> => {
  const guarded = await guard(sql, { catalog: shop, paramCount: 0, anyOutput: true });
  return guarded.accepted ? [] : guarded.findings.map(({ code }) => code);
};
const partsOf = async (sql: string): Promise<number> => {
  const { tree } = await parseSql(sql);
  const node = tree?.stmts?.[0]?.stmt;
  assert.ok(node !== undefined && 'SelectStmt' in node, sql);
  return writtenOut(node.SelectStmt);
};
const some = (count: number, part: string, separator = ' + '): string =>
  Array.from({ length: count }, () => part).join(separator);
const nested = (levels: number, level: (from: string, i: number) => string): string =>
  Array.from({ length: levels }).reduce<string>((sql, _, i) => level(sql, i), 'orders');
const queries = (levels: number, kind: string, level: (from: string) => string): string =>
  Array.from(
    { length: levels },
    (_, i) => `q${i} as ${kind}(${level(i === 0 ? 'base' : `q${i - 1}`)})`,
  ).join(', ');

describe('a short statement that Postgres writes out without an end is refused', () => {
  for (const [what, sql] of Object.entries({
    'queries in FROM': `select x from ${nested(7, (from, i) => `(select ${some(8, i === 0 ? 'amount' : 'x')} as x from ${from}) t`)}`,
    'a star in between': `select x from ${nested(7, (from, i) => `(select ${some(8, i === 0 ? 'amount' : 't.x')} as x from (select * from ${from}) t) t`)}`,
    'columns by other names': `select x from ${nested(7, (from, i) => `(select ${some(8, i === 0 ? 'amount' : 'y')} as x from ${from}${i === 0 ? '' : '(y)'}) t`)}`,
    'a correlated query': `select x from ${nested(7, (from, i) => `(select ${some(8, i === 0 ? 'amount' : '(select x)')} as x from ${from}) t`)}`,
    'UNION ALL': `select x from ${nested(7, (from, i) => `(select ${some(8, i === 0 ? 'amount' : 'x')} as x from ${from} union all select 1.0) t`)}`,
    'WITH queries named once': `with base as (select amount as x from orders), ${queries(7, '', (from) => `select ${some(8, 'x')} as x from ${from}`)} select x from q6`,
    'WITH queries never computed on their own': `with base as (select amount as x from orders), ${queries(17, 'not materialized ', (from) => `select a.x from ${from} a, ${from} b`)} select x from q16`,
    'a WITH query of the same name on each level': `select x from ${nested(7, (from, i) => `(with q as (select ${some(8, i === 0 ? 'amount' : 'x')} as x from ${from}) select x from q) t`)}`,
    'a column behind a star, from within': `select (select sum(${some(40, 'x')}) from (select 1 as y) i) as a from (select * from ${nested(4, (from, i) => `(select ${some(8, i === 0 ? 'amount' : 'x')} as x from ${from}) t`)}) t(x)`,
    BETWEEN: `select ${'coalesce('.repeat(17)}amount > 1${', true) between true and true'.repeat(17)} as a from orders`,
    'BETWEEN SYMMETRIC': `select ${'coalesce('.repeat(8)}amount > 1${', true) between symmetric true and true'.repeat(8)} as a from orders`,
    IN: `select ${'coalesce('.repeat(16)}amount > 1${', true) in (id > 2, amount > 3)'.repeat(16)} as a from orders`,
    'products of long numbers': `select ${some(40, 'x * x')} as a from (select 10::numeric ^ 65000 - 1 as x offset 0) t`,
    'remainders of long numbers': `select ${some(40, 'mod(x, y)')} as a from (select power(10::numeric, 131000) as x, 1e65000 as y offset 0) t`,
    'products in a recursion': `with recursive t(x) as (select 10.0 union all select x * x from t) select ${some(40, 'x * x')} as a from t`,
    powers: `select ${some(60, 'amount ^ 100000')} as a from orders`,
    'powers below zero': `select ${some(60, 'amount ^ -100000')} as a from orders`,
    'powers with long fractions': `select ${some(60, 'amount ^ 1e-9000 + amount ^ 0.5::numeric(1000, 999)')} as a from orders`,
    'roots of long numbers': `select ${some(60, 'x ^ 0.5')} as a from (select 1e65000 as x offset 0) t`,
    ...Object.fromEntries(
      [
        `reverse('00056e1')`,
        `replace('1x65000', 'x', 'e')`,
        `replace('1ex65000', 'x', '')`,
        `translate('1x65000', 'x', 'e')`,
        `regexp_replace('1 apple 65000', '[apl ]', '', 'g')`,
        `to_char(65000, '"1e"FM99999')`,
        `to_hex(31870976)`,
        `unistr('1\\006565000')`,
        `convert_from(decode('MWU2NTAwMA==', 'base64'), 'utf8')`,
        `encode('\\x3165', 'escape')`,
        `('{"a":"1\\u006565000"}'::jsonb ->> 'a')`,
        `jsonb_path_query('{"a":1e650}', '$.a * $.a * $.a')`,
      ].map((text) => [
        `products of what ${text} is read as`,
        `select ${some(40, 'x * x')} as a from (select ${text}::numeric - 1 as x offset 0) t`,
      ]),
    ),
    'products of long fractions': `select greatest(${some(600, 'x * x', ', ')}) as a from (select 1 + 1e-16000 as x offset 0) t`,
    'products of a long number with shorter ones': `select greatest(${some(1_000, 'x * y', ', ')}) as a from (select 1e129000 - 1 as x, 1e1900 - 1 as y offset 0) t`,
    'products of what exp becomes by squares': `with ${queries(4, 'materialized ', (from) => `select ${from === 'base' ? 'exp(5999.0)' : 'x * x'} as x${from === 'base' ? '' : ` from ${from}`}`)} select greatest(${some(300, 'x * x', ', ')}) as a from q3`,
    variances: `select ${some(40, 'var_pop(x) + stddev(x)')} as a from (select 1e65000 - 1 as x offset 0) t`,
    'products of a common multiple': `select ${some(40, 'x * x')} as a from (select lcm(x, x + 1) as x from (select 1e32000 as x) t offset 0) t`,
    'ranks of texts': `select ${some(30, "ts_rank(to_tsvector('simple', name), to_tsquery('simple', 'a & b'))")} as a from customers`,
    'CUBE in GROUPING SETS': `select ${some(4, `(select count(*) from orders group by grouping sets (grouping sets (cube (${some(12, 'id', ', ')}), ())) limit 1)`)} as a`,
    'GROUPING SETS of many CUBEs': `select count(*) from orders group by grouping sets (${some(4, `cube (${some(11, 'id', ', ')})`, ', ')})`,
    'CUBE again and again': `select ${some(4, `(select count(*) from orders group by cube (${some(12, 'id', ', ')}) limit 1)`)} as a`,
  })) {
    it(what, async () => assert.deepEqual(await codesOf(sql), ['sql_too_large'], sql));
  }
});

describe('what a question needs is let through', () => {
  for (const [what, sql] of Object.entries({
    'five levels that each use what they had five times': `select x from ${nested(5, (from, i) => `(select case when ${some(5, i === 0 ? 'amount' : 'x', ' > 1 or ')} > 1 then 1 else 2 end as x from ${from}) t`)}`,
    'WITH queries named twice each': `with base as (select amount as x from orders), ${queries(20, '', (from) => `select a.x from ${from} a join ${from} b on a.x = b.x`)} select x from q19`,
    'computed values in twelve columns, for two periods': `with m as (select amount * 0.1 as fee, amount / nullif(id, 0) as per, region from orders), s as (select region, ${Array.from({ length: 12 }, (_, i) => `sum(fee * per) filter (where per > ${i}) as m${i}`).join(', ')} from m group by region) select ${Array.from({ length: 12 }, (_, i) => `round(a.m${i} / nullif(b.m${i}, 0) * 100, 1) as c${i}`).join(', ')} from s a join s b using (region)`,
    'five thousand constants in a list': `select id from orders where id in (${Array.from({ length: 5_000 }, (_, i) => i).join(', ')})`,
    'squares in a regression': `select ${some(60, 'power(amount - 3, 2) + amount ^ 2')} as a from orders`,
    'growth a year': `select ${some(20, 'power(amount / 2, 1.0 / nullif(id, 0))')} as a from orders`,
    roots: `select ${some(60, 'amount ^ 0.5 + power(amount / nullif(id, 0), 1.0 / 3) + amount ^ (-1.0 / 12) + amount ^ 0.5::numeric')} as a from orders`,
    'columns of a table beside long ones': `select coalesce(${some(1_000, 'o.amount', ', ')}) as a from orders o, (select * from (select ${some(200, 'amount')} as x from orders) s) t(y)`,
    'shares of numbers in texts': `with t as (select replace(name, ',', '')::numeric as p, regexp_replace(translate(replace(name, ',', '.'), '$ ', ''), '[^0-9.]', '', 'g')::numeric as q from customers) select ${some(14, 'sum(p * q) / nullif(sum(p * p) * sum(q), 0)')} as a from t`,
    'numbers of a type that says how long': `with t as (select lpad(name, 8)::numeric(12, 2) as p, to_char(now(), 'YYYYMM')::int as q from customers) select ${some(40, 'sum(p * q) / nullif(sum(p), 0)')} as a from t`,
    'shares of what a text names': `select ${some(30, "sum(amount) filter (where region = 'Tier 1 Europe 2024') / nullif(sum(case when status in ('1e5000', '1e6000') then amount end), 0)")} as a from orders`,
    'a mean by logarithms': `select exp(avg(ln(amount))) as a from orders where amount > 0`,
    subtotals:
      'select region, status, count(*) from orders group by cube (region, status, id, customer_id)',
    'subtotals of two kinds':
      'select region, status, count(*) from orders group by grouping sets (cube (region, status, id), rollup (region, customer_id), ())',
  })) {
    it(what, async () => assert.deepEqual(await codesOf(sql), [], sql));
  }
});

describe('values that fill any memory, or make a search that nothing ends', () => {
  for (const [sql, code] of [
    ["select 'a'::char(10485760) as a", 'type_not_allowed'],
    ['select cast(name as character(1001)) as a from customers', 'type_not_allowed'],
    ["select array['1'::bit(83886080)] as a", 'type_not_allowed'],
    [
      "select 1e131071::text like '%' || substr(1e65000::text, 2) || 'b' as a",
      'search_not_bounded',
    ],
    ["select strpos(name, '1e65000'::numeric::text) as a from customers", 'search_not_bounded'],
    [
      `select name like '%' || ('{"a":1e65000}'::jsonb ->> 'a') as a from customers`,
      'search_not_bounded',
    ],
    [
      "select name like '%' || (amount ^ 50000)::text as a from customers, orders",
      'search_not_bounded',
    ],
    [
      'select name like power(amount, 50000)::text as a from customers, orders',
      'search_not_bounded',
    ],
    [
      "select c.name like o.x::text || '%' as a from customers c, (select ((amount ^ 10) ^ 10) ^ 10 as x from orders) o",
      'search_not_bounded',
    ],
    ...[
      "select amount::text like '%' || substr(1e-16383::text, 10) || 'b' as a from orders",
      "select amount::text like '%' || 1e13_0000::text || 'b' as a from orders",
      "select (amount + '1e130000')::text like '%' || (amount + '1e65000')::text as a from orders",
      "select name like '%' || jsonb_path_query_first('1e900', '$ * $ * $')::text as a from customers",
      `select amount::text like '%' || (${some(20, 'amount * amount', ' * ')})::text || 'b' as a from orders`,
      "select name like exp(id * 1.0)::text || '%' as a from customers",
      "select name like '%' || (('{\"a\":1' || 'e65000}')::jsonb ->> 'a') as a from customers",
      "with a as (select amount * amount * amount as x from orders), b as (select x * x * x as x from a), c as (select x * x * x as x from b) select c.name like d.x::text || '%' as a from customers c, c d",
    ].map((sql): [string, string] => [sql, 'search_not_bounded']),
    [
      "with a as (select amount ^ 8 as x from orders), b as (select power(x, 8) as x from a) select c.name like b.x::text || '%' as a from customers c, b",
      'search_not_bounded',
    ],
  ] satisfies [string, string][]) {
    it(`${code}: ${sql}`, async () => assert.ok((await codesOf(sql)).includes(code), sql));
  }

  for (const sql of [
    'select name::char(10) as a, name::varchar(4000) as b from customers',
    "select '1'::bit(8) as a, amount::numeric(20, 4) as b from orders",
    "select name like '%1e3%' as a, strpos(name, '7E9000') as b from customers",
    'select amount * 1e6 as a, amount ^ 2 as b from orders',
    "with a as (select id, amount * 2 * id as x from orders), b as (select x * 1.1 * id as x from a), c as (select x / nullif(x * x, 0) as x from b) select c.name like d.x::text || '%' as a from customers c, c d",
    "select c.name like o.region || '%' as a, count(distinct o.region || o.status) / count(distinct o.region || o.id) as b from customers c, (select * from orders) o group by c.name, o.region",
    "select c.name like o.region || '%' as a, o.x from customers c, (select region, sum(amount ^ 2) + sum(power(amount, 2)) + sum(sqrt(amount) ^ 3) + avg(amount ^ 0.5) as x from orders group by region) o",
  ]) {
    it(`not: ${sql}`, async () => assert.deepEqual(await codesOf(sql), []));
  }
});

describe('the count itself takes no longer than the text', () => {
  for (const [what, sql] of Object.entries({
    powers: `select ${'power('.repeat(40)}amount${', 2)'.repeat(40)} as a from orders`,
    VALUES: `select ${'(values ('.repeat(40)}1${'))'.repeat(40)} as a`,
  })) {
    it(`of 40 ${what}, one in the other`, { timeout: 5_000 }, async () => {
      const start = performance.now();
      await codesOf(sql);
      assert.ok(performance.now() - start < 1_000);
    });
  }

  for (const [what, sql] of Object.entries({
    'a power': `select power((select x from q), 2) as a`,
    VALUES: `values ((select x from q))`,
  })) {
    it(`a WITH query that is named once in ${what} is named once`, async () => {
      const named = await partsOf(`with q as (select amount + 1 as x from orders) ${sql}`);
      const apart = await partsOf(
        `with q as not materialized (select amount + 1 as x from orders) ${sql}`,
      );
      assert.equal(named, apart);
    });
  }
});
