/** An exact decimal: `digits` divided by ten to the power of `scale` (never negative). */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export const zero: Decimal = { digits: 0n, scale: 0 };

/** Longer texts and exponents are refused: no Postgres number that means anything needs them. */
const longest = 2_000;

/** Reads Postgres's text of a number, with sign and exponent. Undefined for NaN, Infinity and whatever is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > longest) return undefined;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
  const [, sign = '', whole = '', part = '', power = '0'] = match ?? [];
  if (whole === '' && part === '') return undefined;
  const exponent = Number(power);
  if (Math.abs(exponent) > longest) return undefined;
  const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n);
  const scale = part.length - exponent;
  return scale >= 0 ? { digits, scale } : { digits: digits * tenTo(-scale), scale: 0 };
}

export function fromInteger(value: number | bigint): Decimal {
  return { digits: BigInt(value), scale: 0 };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: atScale(a, scale) + atScale(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** `a` divided by `b` to `scale` decimals, rounded. @throws RangeError on division by zero: ask `isZero` first. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.digits === 0n) throw new RangeError('Division by zero.');
  const shift = scale + b.scale - a.scale;
  const numerator = shift >= 0 ? a.digits * tenTo(shift) : a.digits;
  const denominator = shift >= 0 ? b.digits : b.digits * tenTo(-shift);
  return { digits: roundedQuotient(numerator, denominator), scale };
}

/** To that many decimals. Half goes away from zero, as in Postgres's `round(numeric)` and in Intl's default. */
export function round(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  return { digits: roundedQuotient(value.digits, tenTo(value.scale - scale)), scale };
}

/** Negative, zero or positive, as sort functions have it. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return sign(subtract(a, b));
}

export function sign(value: Decimal): -1 | 0 | 1 {
  if (value.digits === 0n) return 0;
  return value.digits > 0n ? 1 : -1;
}

export function isZero(value: Decimal): boolean {
  return value.digits === 0n;
}

export function negate({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale };
}

export function absolute(value: Decimal): Decimal {
  return value.digits < 0n ? negate(value) : value;
}

/** Without trailing zeros after the point. */
export function trim({ digits, scale }: Decimal): Decimal {
  let [short, places] = [digits, scale];
  while (places > 0 && short % 10n === 0n) {
    short /= 10n;
    places -= 1;
  }
  return { digits: short, scale: places };
}

export function isInteger(value: Decimal): boolean {
  return trim(value).scale === 0;
}

/** Plain notation with exactly `scale` decimals, as Postgres writes it. The type is what Intl formats without loss. */
export function toText({ digits, scale }: Decimal): `${number}` {
  const plain = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const point = plain.length - scale;
  const text = scale === 0 ? plain : `${plain.slice(0, point)}.${plain.slice(point)}`;
  return `${digits < 0n ? '-' : ''}${text}` as `${number}`;
}

function atScale(value: Decimal, scale: number): bigint {
  return value.digits * tenTo(scale - value.scale);
}

function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < (denominator < 0n ? -denominator : denominator)) return quotient;
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n;
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power);
}
