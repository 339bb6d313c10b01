import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import {
  defaultTolerance,
  whyNotGold,
  type Comparison,
} from '../../../src/domain/evaluation/same-rows.js';
import type { Cell, ResultSet } from '../../../src/domain/result.js';

const plain: Comparison = { ordered: false, tolerance: defaultTolerance, extraColumns: false };

/** Columns as `name type`. */
function table(columns: readonly string[], ...rows: readonly (readonly Cell[])[]): ResultSet {
  const named = columns.map((column) => {
    const [name = '', type = ''] = column.split(/ (.*)/);
    return { name, type };
  });
  return { columns: named, rows, rowCount: rows.length, truncated: false };
}

const gold = table(['region text', 'revenue numeric'], ['EMEA', '1836411.60'], ['APAC', '10.00']);
const many = table(['n int8'], ...Array.from({ length: 3_000 }, (_, n) => [`${n}`]));

describe('the rows of an answer are gold’s', () => {
  const cases: readonly (readonly [string, ResultSet, ResultSet, Partial<Comparison>?])[] = [
    ['in another order', gold, table(names(gold), ...gold.rows.toReversed())],
    [
      'under other names, with the columns the other way round',
      gold,
      table(['usd numeric', 'r text'], ['10', 'APAC'], ['1836411.6', 'EMEA']),
    ],
    ['as another number type', table(['n int8'], ['3']), table(['x float8'], ['3.0000000001'])],
    [
      'within the tolerance that was given',
      table(['n numeric'], ['100']),
      table(['n numeric'], ['100.4']),
      { tolerance: 0.005 },
    ],
    ['where a null is a null', table(['a text'], [null]), table(['a text'], [null])],
    [
      'where a day is the midnight that begins it',
      table(['month date'], ['2025-01-01']),
      table(['month timestamp with time zone'], ['2025-01-01 00:00:00+00']),
    ],
    ['where there are none', table(['a text']), table(['b int4'])],
    [
      'beside columns that may be there',
      table(['a text'], ['x'], ['y']),
      table(['id int4', 'a text'], ['1', 'y'], ['2', 'x']),
      { extraColumns: true },
    ],
    [
      'in gold’s order, where that counts',
      gold,
      table(['usd numeric', 'r text'], ['1836411.6', 'EMEA'], ['10', 'APAC']),
      { ordered: true },
    ],
    [
      'where columns have the same values and only one arrangement fits',
      table(['a int4', 'b int4'], ['1', '2'], ['2', '1'], ['2', '2']),
      table(['x int4', 'y int4'], ['2', '2'], ['1', '2'], ['2', '1']),
    ],
    [
      'where near numbers lie in another order than their rows',
      table(['a numeric', 'b numeric'], ['1', '5'], ['1.0000001', '3']),
      table(['a numeric', 'b numeric'], ['1.0000001', '5'], ['1', '3']),
    ],
    ['though there are many', many, table(['n int8'], ...many.rows.toReversed())],
    [
      'though many columns are alike',
      alike(12),
      { ...alike(12), rows: alike(12).rows.toReversed() },
    ],
  ];
  for (const [name, wanted, given, how] of cases) {
    it(name, () => assert.equal(whyNotGold(wanted, given, { ...plain, ...how }), undefined));
  }
});

describe('the rows of an answer are not gold’s', () => {
  const cases: readonly (readonly [string, ResultSet, ResultSet, RegExp, Partial<Comparison>?])[] =
    [
      [
        'one is missing',
        gold,
        table(names(gold), ['EMEA', '1836411.60']),
        /^1 row and not 2 rows$/,
      ],
      [
        'one is there twice for another',
        table(['a text'], ['x'], ['x'], ['y']),
        table(['a text'], ['x'], ['y'], ['y']),
        /no column with the values of gold’s a/,
      ],
      [
        'a number is beyond the tolerance',
        gold,
        table(names(gold), ['EMEA', '1836415'], ['APAC', '10']),
        /no column with the values of gold’s revenue/,
      ],
      [
        'the values stand in other rows',
        gold,
        table(names(gold), ['APAC', '1836411.60'], ['EMEA', '10.00']),
        /in other rows/,
      ],
      [
        'the order counts, and is another',
        gold,
        table(names(gold), ...gold.rows.toReversed()),
        /no column with the values of gold’s region/,
        { ordered: true },
      ],
      [
        'a column is more than was wanted',
        table(['a text'], ['x']),
        table(['a text', 'b text'], ['x', 'y']),
        /^2 columns and not 1 column$/,
      ],
      [
        'a column is missing, even where more may be there',
        gold,
        table(['region text'], ['EMEA'], ['APAC']),
        /^1 column and not 2 columns$/,
        { extraColumns: true },
      ],
      ['a text is no number', table(['a text'], ['1']), table(['a int4'], ['1']), /no column/],
      ['a null is no zero', table(['a int4'], [null]), table(['a int4'], ['0']), /no column/],
      ['it was cut off', gold, { ...gold, truncated: true }, /cut off/],
      ['gold was cut off', { ...gold, truncated: true }, gold, /narrow its SQL/],
    ];
  for (const [name, wanted, given, why, how] of cases) {
    it(name, () => assert.match(whyNotGold(wanted, given, { ...plain, ...how }) ?? '', why));
  }
});

test('shuffling rows and columns never makes another result, and changing a cell does', () => {
  const cell = fc.constantFrom('1', '2', '2.5', null);
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
  const columns = ['a numeric', 'b numeric', 'c numeric'];
  fc.assert(
    fc.property(
      rows,
      fc.constantFrom([0, 1, 2], [2, 0, 1], [1, 0, 2]),
      fc.nat(),
      (all, order, at) => {
        const moved = all
          .toSorted((a, b) => String(b[1]).localeCompare(String(a[1])))
          .map((row) => order.map((index) => row[index] ?? null));
        const wanted = table(columns, ...all);
        assert.equal(whyNotGold(wanted, table(columns, ...moved), plain), undefined);
        const changed = moved.map((row, index) =>
          index === at % moved.length ? ['9', ...row.slice(1)] : row,
        );
        assert.notEqual(whyNotGold(wanted, table(columns, ...changed), plain), undefined);
      },
    ),
    { numRuns: 200 },
  );
});

function names({ columns }: ResultSet): string[] {
  return columns.map(({ name, type }) => `${name} ${type}`);
}

function alike(count: number): ResultSet {
  const columns = Array.from({ length: count }, (_, index) => `c${index} int4`);
  const row = (value: string) => columns.map(() => value);
  return table(columns, row('1'), row('2'));
}
