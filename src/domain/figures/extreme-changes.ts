import { compare, divide, isZero, parseDecimal, subtract, type Decimal } from '../decimal.js';
import type { FigureSpec } from '../interpretation.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { quotientScale } from './reduce.js';
import { isNamed, keyColumns } from './row-keys.js';
import type { Extreme } from './superlatives.js';
import type { Value } from './value.js';

/**
 * Whether the change of one row between two columns or two results is the greatest or least of all rows that both have, or
 * of those that have a name. Null where it is no such change, or there is nothing to compare.
 */
export function isExtremeChange(
  { from }: Pick<Value, 'from'>,
  calc: FigureSpec['calc'],
  which: Extreme,
  { results }: Pick<Evidence, 'results'>,
): boolean | null {
  const [base, other, third] = from;
  if (base?.row == null || other?.row == null || third !== undefined) return null;
  if (calc !== 'diff' && calc !== 'pct_change') return null;
  const [before, after] = [results.get(base.step), results.get(other.step)];
  if (before === undefined || after === undefined) return null;
  if (before.intervals !== undefined || after.intervals !== undefined) return null;
  const first = byKey(before, base.column);
  const changes = new Map<string, Change>();
  for (const [key, { number: to, named }] of byKey(after, other.column)) {
    const start = first.get(key)?.number;
    if (start === undefined || (calc === 'pct_change' && isZero(start))) continue;
    const change = subtract(to, start);
    const number = calc === 'diff' ? change : divide(change, start, quotientScale);
    changes.set(key, { number, named });
  }
  const key = keyOf(after, other.row);
  const own = changes.get(key);
  if (own === undefined || changes.size < 2 || keyOf(before, base.row) !== key) return null;
  return [...changes.values()]
    .filter(({ named }) => named || !own.named)
    .every(({ number }) => {
      const order = compare(number, own.number);
      return which === 'highest' ? order <= 0 : order >= 0;
    });
}

interface Change {
  readonly number: Decimal;
  readonly named: boolean;
}

function byKey(result: EvidenceResult, column: string): ReadonlyMap<string, Change> {
  const at = result.columns.findIndex(({ name }) => name === column);
  if (keyColumns(result).length === 0) return new Map();
  return new Map(
    result.rows.flatMap((cells, row) => {
      const number = parseDecimal(cellText(cells[at]));
      if (number === undefined) return [];
      return [[keyOf(result, row), { number, named: isNamed(result, row) }] as const];
    }),
  );
}

function keyOf(result: EvidenceResult, row: number): string {
  return JSON.stringify(keyColumns(result).map(({ at }) => cellText(result.rows[row]?.[at])));
}
