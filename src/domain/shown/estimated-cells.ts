import type { AnswerData } from '../answer.js';
import {
  absolute,
  compare,
  divide,
  fromInteger,
  isZero,
  multiply,
  parseDecimal,
  toText,
} from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { halfWidth } from '../figures/interval.js';
import { intervalsIn } from '../figures/sampled.js';
import type { Cell, Column } from '../result.js';
import { columnFormat } from './cell-format.js';

/** Beneath a table with estimates. */
export const estimatedLegend = '≈ estimated from a sample, ± with 95 % confidence';

/** "≈1,836,411 ±2.1 %" for each cell of an estimated column; undefined for a column that has no estimates. */
export function estimatedCells(
  data: AnswerData,
  column: Column,
  values: readonly Cell[],
): readonly string[] | undefined {
  const intervals = intervalsIn(data, column.name);
  if (intervals.size === 0) return undefined;
  const estimates = values.map((value, row) => {
    const [number, interval] = [parseDecimal(String(value)), intervals.get(row)];
    const known = number !== undefined && interval !== undefined;
    return known ? { number, half: halfWidth(number, interval) } : undefined;
  });
  // Digits far below the error would only look exact.
  const isRough = estimates.every((one) => one === undefined || compare(one.half, ten) >= 0);
  const written = isRough ? values.map((value) => String(value).split('.')[0] ?? '') : values;
  const format = columnFormat(column, written);
  return estimates.map((estimate) => {
    if (estimate === undefined) return 'too few pages';
    const { number, half } = estimate;
    const text = format(toText(number));
    return isZero(half)
      ? text
      : `≈${text} ±${isZero(number) ? format(toText(half)) : share(number, half)}`;
  });
}

/** In percent, rounded up. */
function share(number: Decimal, half: Decimal): string {
  const tenths = divide(multiply(half, fromInteger(1_000)), absolute(number), 2);
  const up = (tenths.digits + 99n) / 100n;
  return `${toText({ digits: up, scale: 1 })} %`;
}

const ten = fromInteger(10);
