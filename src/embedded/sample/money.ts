/** Divides two whole numbers of zero or more, halves rounded up: what Postgres's `round(numeric)` does there. */
export function divideRounded(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor));
}

/** 123456 with 2 digits is `1234.56`: an integer as the text of a Postgres numeric, no digit lost. */
export function decimalText(units: number, digits: number): string {
  const text = String(units).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
