import { addDays } from '../../../domain/day.js';
import {
  addUnits,
  partOfYear,
  partsOf,
  periodBefore,
  periodOf,
  startOf,
  wholeMonths,
  yearBefore,
  type Period,
  type Unit,
} from './calendar.js';
import {
  comparePattern,
  growthPattern,
  takeMentions,
  takeRelations,
  type Mention,
} from './period-mentions.js';
import type { Match, Scanner } from './scanner.js';

/** What a question says about time. */
export interface ReadPeriods {
  readonly period: Period | null;
  /** What the period is compared with; always the earlier of the two. */
  readonly base: Period | null;
  /** Words that were read but make no sense together. */
  readonly problems: readonly string[];
}

/** Takes all that is about time out of the question. `before` is the period of the question before it. */
export function readPeriods(
  scanner: Scanner,
  asOf: string,
  before: Period | null = null,
): ReadPeriods {
  const growth = scanner.take(growthPattern).length > 0;
  const compared = takeRelations(scanner);
  const mentions = joinRanges(
    [...takeMentions(scanner, asOf), ...compared].toSorted((a, b) => a.at - b.at),
    { scanner, asOf, growth },
  );
  for (const mention of mentions) takeMonthOf(mention, scanner);
  const compares = scanner.take(comparePattern).length > 0;

  const [first, second, ...more] = mentions;
  if (first === undefined) {
    return { period: null, base: null, problems: growth ? ['growth'] : [] };
  }
  if (more.length > 0)
    return { period: null, base: null, problems: mentions.map(({ text }) => text) };
  if (second === undefined && before !== null && leansOn(first, compares)) {
    const other = resolve(first, asOf, before);
    return first.kind === 'partial' && !compares
      ? ordered(other, null, first)
      : ordered(before, other, first);
  }
  if (second === undefined) {
    const period = resolve(first, asOf, undefined);
    if (first.kind === 'year before') {
      const soFar = { from: startOf('year', asOf), to: addDays(asOf, 1) };
      return ordered(soFar, yearBefore(soFar), first);
    }
    return growth
      ? ordered(period, period && periodBefore(period), first)
      : ordered(period, null, first);
  }
  // A part without a year, or a relation, leans on the other mention.
  const leans = first.kind !== 'period' && second.kind === 'period' ? first : second;
  const main = resolve(leans === first ? second : first, asOf, undefined);
  return ordered(main, main && resolve(leans, asOf, main), leans);
}

/** Whether a lone mention means something only beside the period of the question before. */
function leansOn(mention: Mention, compares: boolean): boolean {
  if (compares || mention.kind === 'partial' || mention.kind === 'year before') return true;
  return mention.kind === 'before' && !mention.ofToday;
}

function ordered(
  main: Period | undefined,
  base: Period | null | undefined,
  { text }: Mention,
): ReadPeriods {
  if (main === undefined || base === undefined)
    return { period: null, base: null, problems: [text] };
  if (base === null) return { period: main, base: null, problems: [] };
  if (base.from === main.from && base.to === main.to) {
    return { period: null, base: null, problems: [text] };
  }
  return base.from <= main.from
    ? { period: main, base, problems: [] }
    : { period: base, base: main, problems: [] };
}

/** Which days a mention means; with `main`, seen from that period. */
function resolve(mention: Mention, asOf: string, main: Period | undefined): Period | undefined {
  switch (mention.kind) {
    case 'period':
      return mention.period;
    case 'partial':
      return resolvePartial(mention, asOf, main);
    case 'year before':
      return main && yearBefore(main);
    case 'before': {
      const { unit, ofToday, of = unit } = mention;
      if (main !== undefined) {
        if (unit === 'year' && (wholeMonths(main) ?? 0) < 12) return yearBefore(main);
        // "Month over month" of a year is no comparison of two periods.
        if (!ofToday) return isOne(of, main) ? periodBefore(main) : undefined;
      }
      return unit === 'period' ? undefined : periodBefore(periodOf(unit, asOf));
    }
  }
}

function isOne(unit: Unit | 'period', { from, to }: Period): boolean {
  return unit === 'period' || to === addUnits(from, unit, 1);
}

/** Q3 beside Q4 2025 is the one just before it; else that of the same year, unless it lies ahead; else the newest. */
function resolvePartial(
  { unit, number }: Extract<Mention, { kind: 'partial' }>,
  asOf: string,
  main: Period | undefined,
): Period {
  if (main !== undefined && main.from !== '') {
    const [year] = partsOf(main.from);
    const [before, same] = [partOfYear(unit, number, year - 1), partOfYear(unit, number, year)];
    if (before.to === main.from) return before;
    if (same.from <= asOf) return same;
    return before;
  }
  const [thisYear] = partsOf(asOf);
  const newest = partOfYear(unit, number, thisYear);
  return newest.from <= asOf ? newest : partOfYear(unit, number, thisYear - 1);
}

/** "The month of March" asks for no list by month, as "by month of 2025" does. */
function takeMonthOf(mention: Mention, scanner: Scanner): void {
  const months = mention.kind === 'period' ? wholeMonths(mention.period) : 1;
  if (months === 1) scanner.takeBefore(mention.at, /(?<!\p{L})month of\s*$/u);
}

const fromWords = /(?<!\p{L})(?:from|between|von|zwischen|vom)\s*(?:the\s+)?$/u;
const rangeConnector = /^\s*(?:to|through|thru|until|till|bis|bis zum|-|–|—|~|〜|から)\s*$/u;
const looseConnector = /^\s*(?:and|und)\s*$/u;
const sinceWords =
  /(?<!\p{L})(?:since|seit|starting(?: in| with)?|ab)\s*(?:the |dem |der )?(?:(?:beginning|start) of |anfang )?$/u;
const fromAlone = /(?<!\p{L})(?:from)\s*$/u;
const untilWords = /(?<!\p{L})(?:until|till|through|up to|bis|bis zum|bis ende)\s*$/u;
const beforeWords = /(?<!\p{L})(?:before|vor)\s*$/u;
const afterWords = /(?<!\p{L})(?:after|nach)\s*$/u;
const untilSuffix = /^(?:末)?まで/u;
const sinceSuffix = /^(?:以降|以来|から)/u;

/** Two mentions with "to" between them are one period, and "since" opens one. */
function joinRanges(
  mentions: readonly Mention[],
  { scanner, asOf, growth }: { scanner: Scanner; asOf: string; growth: boolean },
): readonly Mention[] {
  const joined: Mention[] = [];
  for (let index = 0; index < mentions.length; index += 1) {
    const mention = mentions[index];
    const next = mentions[index + 1];
    if (mention === undefined) continue;
    const range = next && !growth ? joinPair(mention, next, { scanner, asOf }) : undefined;
    if (range !== undefined) {
      joined.push(range);
      index += 1;
    } else {
      joined.push(openEnded(mention, { scanner, asOf, growth }));
    }
  }
  return joined;
}

function joinPair(
  first: Mention,
  second: Mention,
  { scanner, asOf }: { scanner: Scanner; asOf: string },
): Mention | undefined {
  const between = scanner.between(first.end, second.at);
  const prefixed = fromWords.test(scanner.between(0, first.at));
  if (!rangeConnector.test(between) && !(prefixed && looseConnector.test(between)))
    return undefined;
  const end = resolve(second, asOf, first.kind === 'period' ? first.period : undefined);
  const start = resolve(first, asOf, undefined);
  if (start === undefined || end === undefined || start.from === '' || end.to === '')
    return undefined;
  // "January to March 2026": the first part takes the year of the second.
  const from = first.kind === 'partial' ? latestUpTo(first, end.from) : start.from;
  const to = second.kind === 'partial' && end.from < from ? addUnits(end.to, 'year', 1) : end.to;
  if (from >= to) return undefined;
  scanner.takeBefore(first.at, fromWords);
  scanner.takeAfter(
    first.end,
    /^\s*(?:to|through|thru|until|till|bis zum|bis|and|und|-|–|—|~|〜|から)/u,
  );
  scanner.takeAfter(second.end, untilSuffix);
  const text = `${first.text} – ${second.text}`;
  return { at: first.at, end: second.end, text, kind: 'period', period: { from, to } };
}

function latestUpTo({ unit, number }: Extract<Mention, { kind: 'partial' }>, day: string): string {
  const [year] = partsOf(day);
  const { from } = partOfYear(unit, number, year);
  return from <= day ? from : partOfYear(unit, number, year - 1).from;
}

function openEnded(
  mention: Mention,
  { scanner, asOf, growth }: { scanner: Scanner; asOf: string; growth: boolean },
): Mention {
  const tomorrow = addDays(asOf, 1);
  const bounds: readonly (readonly [
    taken: Match | undefined,
    bound: (period: Period) => Period,
  ])[] = [
    [
      scanner.takeBefore(mention.at, sinceWords) ??
        // Growth "from Q3 to Q4" compares them.
        (growth ? undefined : scanner.takeBefore(mention.at, fromAlone)) ??
        scanner.takeAfter(mention.end, sinceSuffix),
      ({ from }) => ({ from, to: tomorrow }),
    ],
    [
      scanner.takeBefore(mention.at, untilWords) ?? scanner.takeAfter(mention.end, untilSuffix),
      ({ to }) => ({ from: '', to }),
    ],
    [scanner.takeBefore(mention.at, beforeWords), ({ from }) => ({ from: '', to: from })],
    [scanner.takeBefore(mention.at, afterWords), ({ to }) => ({ from: to, to: tomorrow })],
  ];
  const bound = bounds.find(([taken]) => taken !== undefined)?.[1];
  if (bound === undefined) return mention;
  const period = resolve(mention, asOf, undefined);
  if (period === undefined) return mention;
  const { at, end, text } = mention;
  return { at, end, text, kind: 'period', period: bound(period) };
}
