import { parseDecimal, sign } from '../decimal.js';
import type { Expectation } from '../plan.js';
import type { Cell, ResultSet } from '../result.js';
import type { Outcome } from './verify-result.js';
import { toldKey } from './told-key.js';

/** What the plan says its result must look like. Empty lists and zeros expect nothing and are not reported. */
export function checkExpectation(expect: Expectation, result: ResultSet): Outcome[] {
  const names = result.columns.map(({ name }) => name);
  const missing = expect.columns.filter((column) => !names.includes(column));
  return [
    ...stated(expect.columns, 'expected columns', () =>
      missing.length === 0
        ? null
        : refute(
            'missing_column',
            `The result lacks ${quoted(missing)}; it has ${names.length === 0 ? 'no columns' : quoted(names)}.`,
            'Name the output columns as "expect" lists them.',
          ),
    ),
    ...stated(expect.minRows, 'at least the expected rows', () =>
      result.rowCount >= expect.minRows
        ? null
        : refute(
            'too_few_rows',
            `${rows(result.rowCount)} came back, at least ${expect.minRows} were expected.`,
            'Check filters, joins and period, or expect fewer rows.',
          ),
    ),
    ...stated(expect.maxRows, 'at most the expected rows', () =>
      result.rowCount <= expect.maxRows && !(result.truncated && expect.maxRows <= result.rowCount)
        ? null
        : refute(
            'too_many_rows',
            `${result.truncated ? 'More than ' : ''}${rows(result.rowCount)} came back, at most ${expect.maxRows} were expected.`,
            'Check the grouping and the joins, or expect more rows.',
          ),
    ),
    ...expect.nonNegative.flatMap((column) =>
      each(column, result, 'nothing negative', isNegative, nonNegative),
    ),
    ...expect.notNull.flatMap((column) => each(column, result, 'no nulls', isNull, notNull)),
    ...stated(expect.uniqueBy, `rows differ in ${expect.uniqueBy.join(', ')}`, () =>
      uniqueBy(expect.uniqueBy, result),
    ),
  ];
}

export function refute(code: string, what: string, fix: string): Outcome['problem'] {
  return { code, what, fix, refutes: true };
}

export function warn(code: string, what: string, fix = ''): Outcome['problem'] {
  return { code, what, fix, refutes: false };
}

export function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

/** The first row that repeats an earlier one in these columns; undefined where none does. Nulls are equal here. */
export function repeatedKey(
  columns: readonly string[],
  result: ResultSet,
): readonly Cell[] | undefined {
  const at = columns.map((column) => result.columns.findIndex(({ name }) => name === column));
  const seen = new Set<string>();
  for (const cells of result.rows) {
    const key = at.map((index) => cells[index] ?? null);
    const text = JSON.stringify(key);
    if (seen.has(text)) return key;
    seen.add(text);
  }
  return undefined;
}

export function isNegative(cell: Cell): boolean {
  const number = typeof cell === 'string' ? parseDecimal(cell) : undefined;
  return (number !== undefined && sign(number) < 0) || cell === '-Infinity';
}

function isNull(cell: Cell): boolean {
  return cell === null;
}

function stated(
  expected: number | readonly string[],
  name: string,
  problem: () => Outcome['problem'],
): Outcome[] {
  const isStated = typeof expected === 'number' ? expected > 0 : expected.length > 0;
  return isStated ? [{ name, problem: problem() }] : [];
}

function each(
  column: string,
  result: ResultSet,
  name: string,
  isBad: (cell: Cell) => boolean,
  problem: (column: string, row: number) => Outcome['problem'],
): Outcome[] {
  const at = result.columns.findIndex((one) => one.name === column);
  if (at < 0) return [{ name: `${name} in ${column}`, problem: noColumn(column) }];
  const row = result.rows.findIndex((cells) => isBad(cells[at] ?? null));
  return [{ name: `${name} in ${column}`, problem: row < 0 ? null : problem(column, row) }];
}

function nonNegative(column: string, row: number): Outcome['problem'] {
  return refute(
    'negative_value',
    `"${column}" is negative in row ${row}.`,
    'Check signs, refunds and filters, or do not expect it to be at least zero.',
  );
}

function notNull(column: string, row: number): Outcome['problem'] {
  return refute(
    'null_value',
    `"${column}" is null in row ${row}.`,
    'Give missing values a name with COALESCE, filter them out, or allow nulls.',
  );
}

function uniqueBy(columns: readonly string[], result: ResultSet): Outcome['problem'] {
  const missing = columns.find((column) => !result.columns.some(({ name }) => name === column));
  if (missing !== undefined) return noColumn(missing);
  const key = repeatedKey(columns, result);
  if (key === undefined) return null;
  return refute(
    'duplicate_key',
    `${quoted(columns)} repeat: ${toldKey(key)} stands in more than one row.`,
    'Group by exactly these columns, or look for a join that multiplies rows.',
  );
}

function noColumn(column: string): Outcome['problem'] {
  return refute(
    'missing_column',
    `The result has no column "${column}".`,
    'Name the output column so.',
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
