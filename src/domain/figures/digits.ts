/** Decimal digits of every script as 0 to 9. Length in characters stays; length in code units may not. */
export function latinDigits(text: string): string {
  return text.replaceAll(/(?![0-9])\p{Nd}/gu, (digit) =>
    String(digitValue(digit.codePointAt(0) ?? 0)),
  );
}

/** Unicode keeps the digits of a script in a row from zero, so their distance from the row's start is their value. */
function digitValue(codePoint: number): number {
  let first = codePoint;
  while (codePoint - first < 9 && isDigit(first - 1)) first -= 1;
  return codePoint - first;
}

function isDigit(codePoint: number): boolean {
  return codePoint >= 0 && /^\p{Nd}$/u.test(String.fromCodePoint(codePoint));
}
