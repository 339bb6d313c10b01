import { multiply, parseDecimal, toText, trim } from '../decimal.js';
import { latinDigits } from './digits.js';
import { matchesOf } from './matches.js';

/** A number as someone wrote it, and what it means in plain notation. */
export interface TypedNumber {
  readonly text: string;
  readonly value: string;
}

/** The numbers of a question: "5 million", "3k", "$1,200", "20%", "1.200,50 €". */
export function typedNumbers(question: string): TypedNumber[] {
  return matchesOf(question, pattern).flatMap((match) => {
    const text = match[0].trim();
    const value = readTyped(text);
    return value === undefined ? [] : [{ text, value }];
  });
}

/** The value of a number as typed; undefined where it is none. */
export function readTyped(text: string): string | undefined {
  const plain = latinDigits(text.normalize('NFKC')).trim();
  const [, digits, suffix = ''] = wholeNumber.exec(plain) ?? [];
  const number = digits === undefined ? undefined : parseDecimal(withoutSeparators(digits));
  if (number === undefined) return undefined;
  const power = powers[suffix.toLowerCase()] ?? 0;
  return toText(trim(multiply(number, { digits: 10n ** BigInt(power), scale: 0 })));
}

/** Groups of three are thousands, whatever separates them; what remains after the last other sign are decimals. */
export function withoutSeparators(digits: string): string {
  const text = digits.replaceAll(/[\s'’\u00a0\u202f_]/gu, '');
  const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')];
  if (comma >= 0 && point >= 0) {
    const [thousands, decimal] = comma > point ? ['.', ','] : [',', '.'];
    return text.replaceAll(thousands, '').replace(decimal, '.');
  }
  if (comma >= 0)
    return /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  return /^\d{1,3}(\.\d{3}){2,}$/.test(text) ? text.replaceAll('.', '') : text;
}

const powers: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  tausend: 3,
  mille: 3,
  mil: 3,
  千: 3,
  万: 4,
  m: 6,
  mm: 6,
  mn: 6,
  mio: 6,
  million: 6,
  millions: 6,
  millionen: 6,
  millones: 6,
  millón: 6,
  b: 9,
  bn: 9,
  mrd: 9,
  billion: 9,
  billions: 9,
  milliarde: 9,
  milliarden: 9,
  milliard: 9,
  milliards: 9,
  億: 8,
  亿: 8,
  兆: 12,
  trillion: 12,
};
const suffixes = Object.keys(powers)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const currency = '[$€£¥]';
const body = `${currency}? ?(\\p{Nd}(?:[\\p{Nd}.,'’_\\u00a0\\u202f]*\\p{Nd})?)(?: ?(${suffixes})(?![\\p{sc=Latin}\\p{N}]))?(?: ?(?:%|${currency}))?`;
const wholeNumber = new RegExp(`^${body}$`, 'iu');
const pattern = new RegExp(`(?<![\\p{sc=Latin}\\p{N}.,])${body}(?![\\p{sc=Latin}\\p{N}])`, 'giu');
