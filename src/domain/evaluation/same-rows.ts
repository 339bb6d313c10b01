import { columnKind } from '../column-kind.js';
import type { Cell, Column, ResultSet } from '../result.js';
import { sameNumber, sameRowSets, type Value } from './row-sets.js';

/** How the rows of an answer are held against gold. */
export interface Comparison {
  /** Whether the rows must come in gold's order. */
  readonly ordered: boolean;
  /** Numbers are the same where they differ by no more than this times the larger, or times 1 where both are smaller. */
  readonly tolerance: number;
  /** Whether the answer may have columns that gold has not. */
  readonly extraColumns: boolean;
}

export const defaultTolerance = 0.000_001;

/**
 * Why the rows are not gold's; undefined where they are. Names and order of columns are free, and rows are a multiset
 * unless their order counts. A date is the midnight that begins it; other values of two kinds are never the same.
 */
export function whyNotGold(gold: ResultSet, given: ResultSet, how: Comparison): string | undefined {
  if (gold.truncated) return 'gold has more rows than may be read: narrow its SQL';
  if (given.truncated) return 'the answer’s rows were cut off';
  if (given.rows.length !== gold.rows.length) {
    return `${count(given.rows.length, 'row')} and not ${count(gold.rows.length, 'row')}`;
  }
  const [wanted, had] = [columnsOf(gold), columnsOf(given)];
  if (had.length < wanted.length || (had.length > wanted.length && !how.extraColumns)) {
    return `${count(had.length, 'column')} and not ${count(wanted.length, 'column')}`;
  }
  if (gold.rows.length === 0) return undefined;
  const chances = wanted.map((column) =>
    had.flatMap((other, index) => (mayBe(column, other, how) ? [index] : [])),
  );
  const missing = chances.findIndex((indexes) => indexes.length === 0);
  if (missing !== -1) {
    return `no column with the values of gold’s ${gold.columns[missing]?.name ?? ''}`;
  }
  return arrange({ wanted, had, chances, how }) ? undefined : differently(how);
}

type Values = readonly Value[];

interface Arranging {
  readonly wanted: readonly Values[];
  readonly had: readonly Values[];
  /** By gold's columns, which of the answer's each may be. */
  readonly chances: readonly (readonly number[])[];
  readonly how: Comparison;
}

/** Alike columns have many arrangements: past this many they count as another result. */
const mostTries = 2_000;

/** Whether the answer's columns can be put beside gold's so that the rows are the same. */
function arrange({ wanted, had, chances, how }: Arranging): boolean {
  const order = chances
    .map((_, index) => index)
    .toSorted((a, b) => (chances[a]?.length ?? 0) - (chances[b]?.length ?? 0));
  let tries = 0;
  const place = (depth: number, taken: readonly number[]): boolean => {
    if (depth === order.length) {
      tries += 1;
      return sameRowSets(
        order.map((index) => wanted[index] ?? []),
        taken.map((index) => had[index] ?? []),
        how,
      );
    }
    const tried: Values[] = [];
    for (const index of chances[order[depth] ?? 0] ?? []) {
      const column = had[index] ?? [];
      if (taken.includes(index) || tried.some((other) => isCopy(other, column))) continue;
      tried.push(column);
      if (place(depth + 1, [...taken, index])) return true;
      if (tries >= mostTries) return false;
    }
    return false;
  };
  return place(0, []);
}

/** Whether two columns can be the same one, row by row where the order counts, else as bags of values. */
function mayBe(gold: Values, given: Values, { ordered, tolerance }: Comparison): boolean {
  const [a, b] = ordered ? [gold, given] : [gold.toSorted(byValue), given.toSorted(byValue)];
  return a.every((value, index) => isSame(value, b[index], tolerance));
}

function isSame(a: Value, b: Value | undefined, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(a, b, tolerance);
  return a === b;
}

function byValue(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rank(a) - rank(b) || (String(a) < String(b) ? -1 : Number(String(a) > String(b)));
}

function rank(value: Value): number {
  return value === null ? 0 : typeof value === 'number' ? 1 : 2;
}

function isCopy(a: Values, b: Values): boolean {
  return a.every((value, row) => value === b[row]);
}

function columnsOf({ columns, rows }: ResultSet): readonly Values[] {
  return columns.map((column, index) => rows.map((row) => valueOf(column, row[index] ?? null)));
}

function valueOf({ type }: Column, cell: Cell): Value {
  if (cell === null) return null;
  const kind = columnKind(type);
  if (kind === 'number') {
    const number = Number(cell);
    return Number.isNaN(number) ? `number ${cell}` : number;
  }
  if (kind === 'boolean') return `boolean ${cell}`;
  if (kind === 'date' || kind === 'timestamp') {
    return `time ${String(cell).replace(/ 00:00:00([+-]00(:00)?)?$/, '')}`;
  }
  return `text ${cell}`;
}

function differently({ ordered }: Comparison): string {
  return ordered
    ? 'its columns have gold’s values, in other rows or another order'
    : 'its columns have gold’s values, in other rows';
}

function count(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;
}
