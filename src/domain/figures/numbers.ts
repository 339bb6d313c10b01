import { compare, multiply, parseDecimal, type Decimal } from '../decimal.js';
import type { Evidence, EvidenceResult } from './evidence.js';
import {
  cjkNumber,
  koreanNumber,
  letterNumber,
  lexicons,
  romanCount,
  romanNumber,
  sharesInWords,
  type TimeUnit,
} from './lexicon.js';
import { allow, allowedMark } from './masked-text.js';
import { matchesOf } from './matches.js';
import { findNumberWords, type NumberWords } from './number-words.js';
import { lengthsIn, type KnownPeriods } from './supported-periods.js';
import { readTyped, withoutSeparators } from './typed-numbers.js';

/** A number that stands outside every figure and that nothing allows. */
export interface LooseNumber {
  readonly text: string;
  readonly at: number;
}

/** What is left after names and periods are marked: digits, other numerals and number words that nothing allows. */
export function looseNumbers(
  searched: string,
  evidence: Evidence,
  periods: KnownPeriods,
): LooseNumber[] {
  // What is left of "f_ive" is no name.
  let text = allowListNumbers(searched.replaceAll(/(?<=\p{L})_(?=\p{L})/gu, ''));
  const loose: LooseNumber[] = [];
  for (const match of matchesOf(text, digits)) {
    const end = match.index + match[0].length;
    const token = { text: match[0], start: match.index, end };
    if (isAllowed(token, text, evidence, periods)) {
      // "over 5 million" is one number.
      const [magnitude = ''] = magnitudeAfter.exec(text.slice(token.end)) ?? [];
      text = allow(text, token.start, token.end + magnitude.length);
    } else loose.push({ text: around(text, token.start, end), at: token.start });
  }
  for (const match of matchesOf(text, otherNumerals)) {
    loose.push({ text: around(text, match.index, match.index + match[0].length), at: match.index });
  }
  for (const pattern of numeralsOfLetters) {
    for (const match of matchesOf(text, pattern)) loose.push({ text: match[0], at: match.index });
  }
  for (const found of findNumberWords(text)) {
    if (!isAllowedWord(found, text, evidence, periods))
      loose.push({ text: found.text, at: found.start });
  }
  return loose;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** "1." to "n." at line starts, in order. */
function allowListNumbers(searched: string): string {
  let text = searched;
  let expected = 1;
  for (const match of matchesOf(searched, listNumber)) {
    const start = match.index + (match[1]?.length ?? 0);
    if (Number(match[2]) === 1) expected = 1;
    if (Number(match[2]) !== expected) continue;
    text = allow(text, start, start + (match[2]?.length ?? 0));
    expected += 1;
  }
  return text;
}

function isAllowed(token: Token, text: string, evidence: Evidence, periods: KnownPeriods): boolean {
  const [before, after] = [text.slice(0, token.start), text.slice(token.end)];
  const readings = readingsOf(token.text);
  const results = [...evidence.results.values()];

  const timeUnit = timeUnitAfter(after);
  if (timeUnit !== null && /^\d+$/.test(token.text)) {
    const afterUnit = after.replace(/^[ \u00a0-]?[\p{L}\p{M}]+/u, '');
    const place = { isBound: isBound(before, after) || isBound(before, afterUnit), before };
    return isKnownLength(Number(token.text), timeUnit, place, evidence, periods);
  }
  const isRank =
    /^(?:(?:st|nd|rd|th|er|ère|e|ème|º|ª|\. Platz)(?![\p{sc=Latin}\d])|位|番目)/u.test(after) ||
    (rankWordBefore.test(before.slice(-16)) && !isAmount(before, after));
  if (isRank && /^\d+$/.test(token.text)) {
    return results.some(
      ({ rowCount }) => Number(token.text) >= 1 && Number(token.text) <= rowCount,
    );
  }
  return (
    isLimit(token, before, after, results) || isThreshold(token, before, after, readings, evidence)
  );
}

/** The number of rows asked for: "top 5", "the 5 regions", but not "5 million", "5%" or "5 times". */
function isLimit(
  { text }: Token,
  before: string,
  after: string,
  results: readonly EvidenceResult[],
): boolean {
  if (isAmount(before, after) || !results.some(({ limit }) => limit === Number(text))) return false;
  return isRanked(before, after) || nouns(results).has(stem(wordAfter(after)));
}

/**
 * A constant of the SQL beside a word that makes it a bound, for a threshold said as a value is a lie. Greater ones may
 * also stand as the question has them; small ones are often technique (a scale, a coalesce).
 */
function isThreshold(
  token: Token,
  before: string,
  after: string,
  readings: readonly Decimal[],
  { question, results: all }: Evidence,
): boolean {
  const results = [...all.values()];
  const [suffix = ''] = magnitudeAfter.exec(after) ?? [];
  const whole = suffix === '' ? null : parseDecimal(readTyped(token.text + suffix) ?? '');
  if (suffix === '' && /^\p{sc=Latin}/u.test(after)) return false;
  if (/[\p{sc=Latin}_]$/u.test(before) || /[-−+]$/.test(before)) return false;
  const values = suffix === '' ? readings : whole ? [whole] : [];
  const percent = /^ ?(?:%|percent|Prozent|pour cent|por ciento|パーセント)/u.test(
    after.slice(suffix.length),
  );
  const constants = results.flatMap(({ literals }) =>
    literals.flatMap((text) => parseDecimal(text) ?? []),
  );
  return constants.some((constant) => {
    const meant = percent ? [constant, multiply(constant, hundred)] : [constant];
    if (!meant.some((one) => values.some((value) => compare(value, one) === 0))) return false;
    return (
      isBound(before, after.slice(suffix.length)) ||
      (!percent && compare(constant, hundred) > 0 && isAsAsked(token.text, before, question))
    );
  });
}

function isAllowedWord(
  { value, timeUnit, noun, isListed, start, end }: NumberWords,
  text: string,
  evidence: Evidence,
  periods: KnownPeriods,
): boolean {
  if (value === null) return false;
  if (timeUnit !== null) {
    const [before, after] = [text.slice(0, start), text.slice(end)];
    return isKnownLength(
      value,
      timeUnit,
      { isBound: isBound(before, after), before },
      evidence,
      periods,
    );
  }
  const results = [...evidence.results.values()];
  if (noun !== '' && nouns(results).has(stem(noun))) {
    return results.some(({ rowCount }) => rowCount >= value);
  }
  if (!isListed && results.some(({ rowCount }) => rowCount === value)) return true;
  const ranked = isRanked(text.slice(0, start), text.slice(end));
  return ranked && results.some(({ limit }) => limit === value);
}

/** As long as a period that is known, as many as the rows of a series, or as the question or an interval has it. */
function isKnownLength(
  value: number,
  unit: TimeUnit,
  place: { readonly isBound: boolean; readonly before: string },
  { question, results }: Evidence,
  periods: KnownPeriods,
): boolean {
  if (lengthsIn(unit, periods).has(value)) return true;
  const says = new RegExp(`(?<!\\d)${value}[ -]?(?:${unitWords(unit)})`, 'iu');
  const all = [...results.values()];
  const isKnown =
    says.test(question) || all.some(({ literals }) => literals.some((text) => says.test(text)));
  // "Longer than 7 days", where the statement compares a column of days with 7.
  const isCompared = all.some(
    ({ literals, measure, columns }) =>
      literals.includes(String(value)) &&
      [measure?.unit ?? '', ...columns.map(({ name }) => name)].some((name) =>
        new RegExp(`(^|_)${unit}s?(_|$)`, 'i').test(name),
      ),
  );
  if (isCompared && place.isBound) return true;
  // "Deliveries took 7 days" is no threshold, even where the question asks for more than 7 days.
  if (isKnown && (place.isBound || !valueBefore.test(place.before))) return true;
  const hasAs = ({ columns }: EvidenceResult) =>
    columns.some(({ name }) => new RegExp(`(^|_)${unit}(_|$)`, 'i').test(name));
  // "The top two months" of a year by month.
  const isTop = bestBefore.test(place.before.slice(-16));
  if (isTop && all.some((result) => result.rowCount >= value && hasAs(result))) return true;
  const parts = new Set(periods.ranges.map(({ from, to }) => `${from} ${to}`));
  return (
    (value > 1 && value === parts.size && value <= 3) ||
    all.some((result) => result.rowCount === value && hasAs(result))
  );
}

function unitWords(unit: TimeUnit): string {
  return lexicons
    .flatMap(({ timeUnits }) => Object.keys(timeUnits).filter((word) => timeUnits[word] === unit))
    .join('|');
}

function timeUnitAfter(after: string): TimeUnit | null {
  const [, word = ''] =
    /^[ \u00a0-]?(?:(?:full|whole|last|past|previous|letzten|vergangenen|derniers|dernières|últimos|últimas) )?([\p{L}\p{M}]+)/u.exec(
      after,
    ) ?? [];
  const cjk = /^[ ]?([かヶカヵ]月|日間?|週間?|年間?|四半期)/u.exec(after)?.[1];
  for (const { timeUnits } of lexicons) {
    const unit = timeUnits[word.toLowerCase()] ?? (cjk === undefined ? undefined : timeUnits[cjk]);
    if (unit !== undefined) return unit;
  }
  return null;
}

/** Beside a sign or a word that makes it a size. */
function isAmount(before: string, after: string): boolean {
  if (/[$€£¥+−]\s?$|(?<![\s\p{L}])-$/u.test(before) || /^\s?[%‰$€£¥×]|^x\b|^[.,]\d/.test(after))
    return true;
  const word = wordAfter(after);
  return (
    lexicons.some(({ magnitudes, multiples }) => magnitudes.test(word) || multiples.test(word)) ||
    measureWords.test(word)
  );
}

function isRanked(before: string, after: string): boolean {
  return rankBefore.test(before.slice(-24)) || rankAfter.test(after.slice(0, 32));
}

function isBound(before: string, after: string): boolean {
  return (
    boundBefore.test(before.slice(-28)) ||
    boundAfter.test(after.slice(0, 24)) ||
    isRanked(before, after)
  );
}

/** Behind the same word as in the question: "zip 10115". */
function isAsAsked(number: string, before: string, question: string): boolean {
  const [words = ''] = /[\p{L}\p{M}]+ $/u.exec(before) ?? [];
  return words !== '' && question.toLowerCase().includes(`${words}${number}`.toLowerCase());
}

/** The words for what the rows are: names of columns that are no numbers, in the singular. */
function nouns(results: readonly EvidenceResult[]): Set<string> {
  const columns = results.flatMap(({ columns, measure }) =>
    columns.filter(
      ({ name, type }) => name !== measure?.column && !/numeric|int|real|double|float/.test(type),
    ),
  );
  const tokens = columns.flatMap(({ name }) => name.toLowerCase().split(/[_\W]+/));
  return new Set([
    ...tokens.filter((token) => token.length > 2).map(stem),
    'row',
    'result',
    'entry',
    'zeile',
    'ligne',
    'fila',
  ]);
}

/** "regions", "régions", "Region" and "Regionen" have one. */
function stem(word: string): string {
  const plain = word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
  let stem = plain.replace(/ies$/, 'y');
  for (let last = ''; last !== stem && stem.length > 3;) {
    last = stem;
    stem = stem.replace(/(?:es|s|en|n|e)$/, '');
  }
  return stem;
}

function wordAfter(after: string): string {
  return /^[\s\u00a0]?([\p{L}\p{M}]+)/u.exec(after)?.[1]?.toLowerCase() ?? '';
}

/** "1.234" may be a thousand or a little more than one. */
function readingsOf(text: string): Decimal[] {
  const readings = new Set([withoutSeparators(text), text.replaceAll(/[.,\s'’]/gu, '')]);
  const ambiguous = /^\d{1,3}(?:[.,'’\s\u00a0\u202f]\d{3})+$/u.test(text);
  return [...readings]
    .slice(0, ambiguous ? 2 : 1)
    .flatMap((reading) => parseDecimal(reading) ?? []);
}

function around(text: string, start: number, end: number): string {
  const before = /[$€£¥+−-]$/.exec(text.slice(0, start))?.[0] ?? '';
  const after = /^(?:\s?[%‰€$£¥]|\s?[\p{L}\p{M}]{1,12})/u.exec(text.slice(end))?.[0] ?? '';
  return (before + text.slice(start, end) + after).replaceAll(allowedMark, '').trim();
}

/** A plain space groups thousands too: "5 000". */
const digits = /(?<!\d)\d{1,3}(?: \d{3})+(?![\d.,])|\d(?:[\d.,'’\u00a0\u202f]*\d)?/gu;
const otherNumerals = /[\p{No}\p{Nl}]+/gu;
const numeralsOfLetters = [
  new RegExp(cjkNumber, 'gu'),
  ...[koreanNumber, romanNumber, romanCount, letterNumber, sharesInWords],
];
const listNumber = /^([ \t>*-]*)(\d{1,2})[.)](?=\s)/gm;
const magnitudeAfter =
  /^ ?(?:k|m|mn|bn|thousand|million|billion|Mio|Mrd|Millionen|millions?|millones|万|億)(?![\p{sc=Latin}])/iu;
const hundred: Decimal = { digits: 100n, scale: 0 };
const measureWords =
  /^(?:times|percent|points?|pp|prozent|prozentpunkte|fois|veces|mal|usd|eur|gbp|dollars?|euros?)$/;
/** A verb that makes the length a value. */
const valueBefore =
  /(?<!\p{L})(?:took|takes|take|lasted|lasts|needed|needs|is|are|was|were|averaged|reached|dauerten?|dauert|brauchten?|braucht|waren|beträgt|prend|prennent|durent?|dure|est|sont|tardan?|tardaron|tardó|duran?|es|son) $/iu;
const rankWordBefore =
  /(?:第|(?<!\p{L})(?:place|rank|ranks|ranked|number|no\.|Platz|Rang|Nummer|Nr\.|place|rang|numéro|n°|puesto|lugar|número) ?|#)$/iu;
const rankBefore =
  /(?:\b(?:top|first|last|best|worst|leading|largest|biggest|smallest|highest|lowest|bottom|die|ersten|besten|größten|letzten|les|premiers|premières|meilleurs|los|las|primeros|primeras|mejores|principales)|上位|トップ|ベスト|前)[ -]?$/iu;
const bestBefore = /\b(?:top|bottom|best|worst|strongest|weakest|highest|lowest|busiest)[ -]$/i;
const rankAfter =
  /^[ -]?(?:(?:[\p{L}]+ )?(?:largest|biggest|best|top|worst|highest|lowest|smallest|leading|größte\w*|beste\w*|wichtigste\w*|premiers|premières|meilleur\w*|principaux|mayores|mejores|principales|primer\w*)\b|件|位)/iu;
const boundBefore =
  /(?:\b(?:over|above|below|under|least|most|than|exceed(?:s|ing|ed)?|beyond|between|from|within|minimum|maximum|threshold of|limit of|über|unter|als|mindestens|höchstens|ab|zwischen|bis zu|plus de|moins de|moins|supérieure?s? à|inférieure?s? à|entre|dépass\w+|más de|menos de|menos|superior(?:es)? a|inferior(?:es)? a|superan?)|[<>≤≥])\s?[$€£¥]?\s?$/iu;
const boundAfter =
  /^ ?[$€£¥%]?(?:円|ドル|元|ユーロ|件|個)?\s?(?:or (?:more|less|fewer|above|below)|and (?:above|over|more)|oder mehr|ou plus|o más|以上|以下|未満|超|を超)/iu;
