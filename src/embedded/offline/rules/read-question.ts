import type { Period } from './calendar.js';
import { numberOf } from './period-mentions.js';
import { readPeriods } from './read-periods.js';
import { anywhere, createScanner, normalize, words, type Scanner } from './scanner.js';
import {
  customerCounts,
  customerWords,
  customerWordsJa,
  dimensionPatterns,
  fillers,
  languageOf,
  measurePatterns,
  type Dimension,
  type Language,
  type Measure,
} from './vocabulary.js';

/** A question as the rules understand it. */
export interface Reading {
  readonly language: Language;
  readonly measures: readonly Measure[];
  readonly dimensions: readonly Dimension[];
  readonly period: Period | null;
  /** The earlier period that it is compared with. */
  readonly base: Period | null;
  /** `count: null` asks for the best or worst, not for a list cut off there. */
  readonly top: { readonly count: number | null; readonly lowest: boolean } | null;
  readonly filters: readonly Filter[];
  /** What was not understood; the rules answer only where this is empty. */
  readonly notUnderstood: readonly string[];
}

/** Only rows where the dimension has one of these values. */
export interface Filter {
  readonly dimension: Dimension;
  readonly values: readonly string[];
}

/** Which values each dimension has, so that a question's "in EMEA" is recognised. */
export type KnownValues = ReadonlyMap<Dimension, readonly string[]>;

/**
 * Reads a question of English, German or Japanese. Never guesses: what it cannot place stands in `notUnderstood`. With
 * the period of a question before it, "Q3" and "compared with the year before" are seen from there.
 */
export function readQuestion(
  { text, asOf }: { readonly text: string; readonly asOf: string },
  known: KnownValues,
  before: Reading | null = null,
): Reading {
  const scanner = createScanner(text);
  const filters = takeFilters(scanner, known);
  const ratios = scanner.take(
    words(
      'per (?:order|customer(?! segments?)|buyer|unit|head)|pro (?:bestellung|kunden?|kopf|stück)',
    ),
  );
  const { top, customers: topCustomers } = takeTop(scanner);
  const { period, base, problems } = readPeriods(scanner, asOf, before?.period);
  const measures = takeMeasures(scanner);
  const afterBy =
    scanner.take(words('(?:by|which|what|each|nach) (?:customers?|kunden)(?! segments?)')).length >
      0 || scanner.take(anywhere('顧客(?:別|ごと|毎)')).length > 0;
  const dimensions = takeDimensions(scanner, filters);
  // "Top regions by customers" ranks by their number.
  const rankedByCustomers = afterBy && top !== null && measures.length === 0 && !topCustomers;
  const byCustomer = topCustomers || (afterBy && !rankedByCustomers);
  if (byCustomer) dimensions.push('customer');
  const whose = (measures.length > 0 || before !== null) && (filters.length > 0 || byCustomer);
  if (takeCustomers(scanner, whose) || rankedByCustomers) measures.push('customers');
  const notUnderstood = [
    ...ratios.map(({ text }) => text),
    ...problems,
    ...(top !== null && dimensions.length === 0 ? [top.text] : []),
    ...leftOver(scanner),
  ];
  return {
    language: languageOf(normalize(text)),
    measures: [...new Set(measures)],
    dimensions: [...new Set(dimensions)],
    period,
    base,
    top: top === null ? null : { count: top.count, lowest: top.lowest },
    filters,
    notUnderstood,
  };
}

function takeFilters(scanner: Scanner, known: KnownValues): readonly Filter[] {
  const longestFirst = [...known]
    .flatMap(([dimension, values]) => values.map((value) => ({ dimension, value })))
    .filter(({ value }) => value.trim().length > 1)
    .toSorted((a, b) => b.value.length - a.value.length);
  const found = new Map<Dimension, string[]>();
  for (const { dimension, value } of longestFirst) {
    const pattern = `${escape(normalize(value))}s?`;
    const matched =
      scanner.take(
        new RegExp(`(?<![\\p{Script=Latin}\\p{N}])${pattern}(?![\\p{Script=Latin}\\p{N}])`, 'gu'),
      ).length > 0;
    if (matched) found.set(dimension, [...(found.get(dimension) ?? []), value]);
  }
  return [...found].map(([dimension, values]) => ({ dimension, values: values.toSorted() }));
}

interface Top {
  readonly count: number | null;
  readonly lowest: boolean;
  readonly text: string;
}

const highest =
  'top|best|best selling|highest|largest|biggest|leading|strongest|most|beste[nrsm]?|größte[nrsm]?|höchste[nrsm]?|stärkste[nrsm]?|umsatzstärkste[nrsm]?|meisten';
const lowest =
  'bottom|worst|worst selling|lowest|smallest|weakest|least|fewest|schlechteste[nrsm]?|kleinste[nrsm]?|niedrigste[nrsm]?|schwächste[nrsm]?|umsatzschwächste[nrsm]?|wenigsten';
const count =
  '(\\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)';
/** What "top products" means without a number. */
const usualTop = 10;

function takeTop(scanner: Scanner): { top: Top | null; customers: boolean } {
  const tops: (Top & { readonly end: number })[] = [];
  const read = (
    pattern: RegExp,
    isLowest: boolean,
    countOf: (n: string | undefined) => number | null,
  ) => {
    for (const { text, end, groups } of scanner.take(pattern)) {
      tops.push({ count: countOf(groups[0]), lowest: isLowest, text, end });
    }
  };
  for (const [names, isLowest] of [
    [highest, false],
    [lowest, true],
  ] as const) {
    read(words(`(?:${names}) ${count}`), isLowest, numberOf);
    read(words(`${count} (?:${names})`), isLowest, numberOf);
  }
  read(anywhere('(?:上位|トップ)(\\d{1,3})位?(?:まで)?'), false, numberOf);
  read(anywhere('(?:下位|ワースト)(\\d{1,3})位?(?:まで)?'), true, numberOf);
  read(words('top|bottom'), false, () => usualTop);
  const customers = tops.some(
    ({ end }) =>
      scanner.takeAfter(end, /^\s*(?:customers|kunden|buyers)(?!\p{L})(?!\s+segment)/u) !==
      undefined,
  );
  read(words(`best selling|${highest}`), false, () => null);
  read(words(lowest), true, () => null);
  read(
    anywhere('最も(?:高い|多い|大きい)?|一番(?:高い|多い|大きい)?|最高|最大|最多|トップ'),
    false,
    () => null,
  );
  read(anywhere('最低|最小|最少|ワースト'), true, () => null);
  const [first] = tops;
  if (first?.count !== null) return { top: first ?? null, customers };
  // "Which 3 regions had the lowest revenue": the number stands apart from the word.
  const [apart] = scanner.take(
    words(`(?:which|what|welche) ${count}|the ${count}(?! (?:days|weeks|months|quarters|years))`),
  );
  const said = apart?.groups.find((group) => group !== undefined);
  return { top: said === undefined ? first : { ...first, count: numberOf(said) }, customers };
}

function takeMeasures(scanner: Scanner): Measure[] {
  return measurePatterns.flatMap(([measure, pattern]) => scanner.take(pattern).map(() => measure));
}

function takeDimensions(scanner: Scanner, filters: readonly Filter[]): Dimension[] {
  const named = dimensionPatterns
    .flatMap(([dimension, pattern]) => scanner.take(pattern).map(({ at }) => ({ dimension, at })))
    .toSorted((a, b) => a.at - b.at)
    .map(({ dimension }) => dimension);
  // "the EMEA region" names the filter again; "EMEA and APAC" are to be told apart.
  const single = filters
    .filter(({ values }) => values.length === 1)
    .map(({ dimension }) => dimension);
  const several = filters
    .filter(({ values }) => values.length > 1)
    .map(({ dimension }) => dimension);
  const wanted = named.filter((dimension) => !single.includes(dimension));
  return [...wanted, ...several.filter((dimension) => !wanted.includes(dimension))];
}

/** Whether customers are to be counted. "Revenue from enterprise customers" only says whose revenue. */
function takeCustomers(scanner: Scanner, whose: boolean): boolean {
  const isSaid = scanner.take(customerCounts).length > 0;
  scanner.take(
    words(
      '(?:from|of|to|by|von|an|mit) (?:our |all |unseren |allen )?(?:customers|kunden)(?! segments?)',
    ),
  );
  const counted = scanner.take(customerWords).length + scanner.take(customerWordsJa).length > 0;
  return isSaid || (counted && !whose);
}

function leftOver(scanner: Scanner): readonly string[] {
  for (const filler of fillers) scanner.take(filler);
  return scanner
    .rest()
    .split(/[\s\p{P}\p{S}\p{Script=Hiragana}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && word !== 'ー');
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' ', '[\\s-]+');
}
