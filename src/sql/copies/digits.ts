import type { A_Const, Node, TypeCast } from 'libpg-query';
import { allowedTypes } from '../allowed-names.js';
import { lastText } from '../tree.js';
import { cell, endless } from './size.js';

/**
 * Of a constant as text: `1e9000` and `1e-9_000` have 9,000 of them. A text is read so only where it becomes a number,
 * or a document.
 */
export function charactersIn({ fval, sval }: A_Const, isRead = false): number {
  const text = fval?.fval ?? sval?.sval ?? '';
  const numbers = isRead || fval !== undefined ? text.replaceAll('_', '').matchAll(exponent) : [];
  return [...numbers].reduce((all, [, digits]) => all + Number(digits), text.length);
}

/** Also of what is left of a text: `1e65000` of `1 apple 65000`. */
export function constantDigits(constant: A_Const): number {
  const text = constant.fval?.fval ?? constant.sval?.sval ?? '';
  // In a document, `"1\u006565000"` is `1e65000`.
  if (text.includes('\\u')) return endless;
  const after = text.slice(text.search(/\d/)).match(afterExponent)?.[1]?.replace(/\D/g, '') ?? '';
  const left = text.length + Number(after);
  return Math.min(endless, Math.max(cell.digits, charactersIn(constant, true), left));
}

/** `replace(price, ',', '')`, `translate(price, '$,', '')` and `replace(price, ',', '.')` add no digits, and no `e`. */
export function addsNoDigits(name: string, args: readonly Node[] | undefined): boolean {
  const added = args?.[2];
  if (!replacing.has(name) || added === undefined || !('A_Const' in added)) return false;
  // NULL makes NULL of everything.
  return /^[\s.,]*$/.test(added.A_Const.sval?.sval ?? (added.A_Const.isnull ? '' : '0'));
}

/** What a cast leaves of so many digits: `numeric(12, 2)` and `int` have no more than they say. */
export function castDigits({ typeName }: TypeCast, digits: number): number {
  const name = lastText(typeName?.names) ?? '';
  const given = (typeName?.typmods ?? []).map((length) =>
    'A_Const' in length ? Math.abs(length.A_Const.ival?.ival ?? 0) : longestScale,
  );
  // Both together: below zero, the second is of digits before the point.
  if (name === 'numeric' && given.length > 0) return given.reduce((all, each) => all + each, 0);
  return Math.max(Math.min(digits, fixed.get(name) ?? endless), given[0] ?? 0);
}

/** Also a document, which holds numbers as such, and a domain of people's own. */
export function isNumber({ typeName }: TypeCast): boolean {
  const name = lastText(typeName?.names) ?? '';
  return name === 'numeric' || name === 'jsonb' || !allowedTypes.has(name);
}

const exponent = /\d\.?e[+-]?(\d{3,})/gi;
const afterExponent = /^[^e]*e(.*)$/is;
const replacing = new Set(['replace', 'regexp_replace', 'translate']);
const longestScale = 1_000;
const fixed = new Map([
  ['int2', 5],
  ['int4', 10],
  ['int8', 19],
  ['float8', 309],
]);
