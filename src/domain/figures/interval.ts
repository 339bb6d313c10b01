import { add, compare, divide, isZero, multiply, negate, parseDecimal, sign } from '../decimal.js';
import { subtract, trim, type Decimal } from '../decimal.js';
import type { CellInterval } from '../result.js';

/**
 * Where an estimate lies with 95 % confidence. Sums, differences and quotients add the half-widths up, as if all errors
 * went the same way: whatever the correlation, the result covers the truth at least as often as its inputs do.
 */
export interface Interval {
  readonly low: Decimal;
  readonly high: Decimal;
}

/** Undefined where the ends are no numbers, or the value does not lie between them. */
export function readInterval(
  { low, high }: Pick<CellInterval, 'low' | 'high'>,
  value: Decimal,
): Interval | undefined {
  const [from, to] = [parseDecimal(low), parseDecimal(high)];
  if (from === undefined || to === undefined) return undefined;
  return compare(from, value) <= 0 && compare(value, to) <= 0 ? { low: from, high: to } : undefined;
}

export function exactly(value: Decimal): Interval {
  return { low: value, high: value };
}

export function addIntervals(a: Interval, b: Interval): Interval {
  return { low: add(a.low, b.low), high: add(a.high, b.high) };
}

export function subtractIntervals(a: Interval, b: Interval): Interval {
  return { low: subtract(a.low, b.high), high: subtract(a.high, b.low) };
}

/** Rounded outwards to `scale` decimals; undefined where the divisor may be zero. */
export function divideIntervals(a: Interval, b: Interval, scale: number): Interval | undefined {
  if (mayBeZero(b)) return undefined;
  const pairs = [a.low, a.high].flatMap((top) => [b.low, b.high].map((base) => [top, base]));
  const quotients = pairs.flatMap(([top, base]) =>
    top === undefined || base === undefined ? [] : [{ top, base, value: divide(top, base, scale) }],
  );
  const outwards = quotients.map(({ top, base, value }) => {
    const isExact = compare(multiply(value, base), top) === 0;
    const slack: Decimal = { digits: isExact ? 0n : 1n, scale };
    return { low: trim(add(value, negate(slack))), high: trim(add(value, slack)) };
  });
  return outwards.reduce((all, one) => ({
    low: compare(one.low, all.low) < 0 ? one.low : all.low,
    high: compare(one.high, all.high) > 0 ? one.high : all.high,
  }));
}

export function mayBeZero({ low, high }: Interval): boolean {
  return sign(low) <= 0 && sign(high) >= 0;
}

/** The sign that every value between the ends has; null where they differ. */
export function signOfInterval({ low, high }: Interval): -1 | 0 | 1 | null {
  if (isZero(low) && isZero(high)) return 0;
  return mayBeZero({ low, high }) ? null : sign(low);
}

/** The longer way from the value to an end. */
export function halfWidth(value: Decimal, { low, high }: Interval): Decimal {
  const [down, up] = [subtract(value, low), subtract(high, value)];
  return compare(down, up) > 0 ? down : up;
}
