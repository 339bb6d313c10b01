import { columnKind } from '../column-kind.js';
import { cellText, type Evidence } from './evidence.js';
import { cjkNumber, lexicons } from './lexicon.js';
import { allow, folded } from './masked-text.js';

/**
 * Marks whole cell values, columns, steps and figure names as allowed, so that "3M" or "iPhone 15" is no number. A value
 * that is nothing but a number is not among them: that is what figures are for.
 */
export function allowNames(
  searched: string,
  evidence: Evidence,
  figures: readonly string[],
): string {
  const present = new Set<string>();
  for (const name of namesIn(evidence, figures)) {
    if (name.length < 2 || name.length > longest || present.has(name)) continue;
    if (searched.includes(name) && isName(name)) present.add(name);
  }
  let text = searched;
  for (const name of [...present].toSorted((a, b) => b.length - a.length)) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      if (standsAlone(text, at, at + name.length)) text = allow(text, at, at + name.length);
    }
  }
  return text;
}

function* namesIn(evidence: Evidence, figures: readonly string[]): Generator<string> {
  yield* figures.filter((name) => /\p{L}/u.test(name)).map(folded);
  for (const name of evidence.names ?? []) yield folded(name);
  for (const [step, { columns, rows, shown, literals }] of evidence.results) {
    yield step;
    for (const { name } of columns) yield folded(name);
    for (const literal of literals) if (!/^[\d\s.,:-]*$/.test(literal)) yield folded(literal);
    const texts = columns.flatMap(({ type }, at) => (columnKind(type) === 'text' ? [at] : []));
    for (const cells of [...rows, ...shown]) {
      for (const at of texts) yield folded(cellText(cells[at]));
    }
  }
}

/**
 * Has something of a number about it, and letters, and is more than a quantity: "3M", "Q4" and "Mila" are names;
 * "$5", "12 million", "50%" and "twelve" are not. Names without any number need no leave.
 */
function isName(value: string): boolean {
  const words = value.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  if (joinedName.test(value)) return true;
  if (words.length === 0) return false;
  if (!/\p{N}/u.test(value) && !cjkNumber.test(value) && !words.some(isQuantityWord)) return false;
  if (words.length === 1 && /^\p{Lu}\p{Ll}+$/u.test(value)) return true;
  const saysMore = words.some((word) => word.length > 1 && !isQuantityWord(word));
  return saysMore || (/^\p{L}?\d+\p{L}?$|^\p{L}-?\d+$/u.test(value) && words.length === 1);
}

function isQuantityWord(word: string): boolean {
  return lexicons.some(
    ({ small, large, magnitudes, multiples, fractions, nouns }) =>
      small.includes(word) ||
      [large, magnitudes, multiples, fractions, nouns].some((pattern) => pattern.test(word)),
  );
}

/** Not a part of a longer word or number, and not made an amount by what stands beside it. */
export function standsAlone(text: string, start: number, end: number): boolean {
  const [before, after] = [text[start - 1] ?? ' ', text[end] ?? ' '];
  const [first, last] = [text[start] ?? ' ', text[end - 1] ?? ' '];
  if (/[$€£¥\p{Nd}]/u.test(before) || /[%‰$€£¥\p{Nd}]/u.test(after)) return false;
  if (/\d/.test(last) && /^[.,]\d/.test(text.slice(end, end + 2))) return false;
  if (/\d/.test(first) && /\d[.,]$/.test(text.slice(Math.max(0, start - 2), start))) return false;
  return !(joins(before) && joins(first)) && !(joins(last) && joins(after));
}

/** Letters of scripts that put spaces between words. */
function joins(character: string): boolean {
  return (
    /[\p{L}\p{N}_]/u.test(character) &&
    !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(character)
  );
}

/** "1&1", "7-Eleven": a number word behind the hyphen, in capitals, is a name's. */
const joinedName = /^(?:\d{1,2}&\d{1,2}|\d{1,2}-\p{Lu}\p{Ll}+)$/u;
const longest = 200;
