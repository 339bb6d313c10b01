import { columnKind } from '../column-kind.js';
import { latinDigits } from './digits.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { findPeriods, type PeriodMention, type Range } from './periods.js';

/** The periods that a text may name. */
export interface KnownPeriods {
  readonly ranges: readonly Range[];
  /** Ranges that follow on each other, joined: two quarters are a half. */
  readonly joined: readonly Range[];
  /** Days of date columns: the label of a month, quarter or year is its first day. */
  readonly days: ReadonlySet<string>;
  /** What the question itself names. */
  readonly asked: readonly Range[];
}

/** What the steps cover (declared, or read from the SQL), what their date columns hold, and what the question names. */
export function knownPeriods(evidence: Evidence): KnownPeriods {
  const results = [...evidence.results.values()];
  const named = [...new Set([evidence.question, ...(evidence.names ?? [])])].map((text) =>
    latinDigits(text.normalize('NFKC')),
  );
  // Of the catalog's first and last days everything between is known too.
  const days = (evidence.names ?? []).flatMap((name) => /^\d{4}-\d{2}-\d{2}/.exec(name) ?? []);
  const ranges = [...results.flatMap(rangesOf), ...spanned(days)];
  return {
    ranges,
    joined: join(ranges),
    days: new Set(results.flatMap(daysOf)),
    asked: named.flatMap((text) => findPeriods(text).flatMap(({ readings }) => readings)),
  };
}

/** Whether the evidence knows the period: covered by a step, a label of a row, or asked for. */
export function isSupported({ grain, readings }: PeriodMention, known: KnownPeriods): boolean {
  return readings.some((reading) =>
    isYearless(reading)
      ? [...known.ranges, ...known.joined, ...known.asked].some((range) =>
          holdsYearless(range, reading),
        ) ||
        [...known.days].some((day) => within({ from: day.slice(5), to: day.slice(5) }, reading))
      : [...known.ranges, ...known.joined, ...known.asked].some(
          (range) =>
            within(reading, range) ||
            (grain === 'year' && overlaps(reading, range)) ||
            (grain === 'day' && reading.from === range.to),
        ) ||
        [...known.days].some(
          (day) => reading.from === day || (grain === 'year' && startsIn(day, reading)),
        ),
  );
}

/** The periods in words for a finding. */
export function describePeriods({ ranges, asked }: KnownPeriods): string {
  const texts = [...ranges, ...asked].map(({ from, to }) => `${from || '…'} to ${to || '…'}`);
  return [...new Set(texts)].slice(0, 6).join('; ');
}

/** How many of that unit each known period lasts: what "the last 12 months" may say. */
export function lengthsIn(unit: string, { ranges, joined, asked }: KnownPeriods): Set<number> {
  const lengths = [...ranges, ...joined, ...asked].flatMap(({ from, to }) => {
    if (from.length < 10 || to.length < 10) return [];
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    const months =
      (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
      Number(to.slice(5, 7)) -
      Number(from.slice(5, 7));
    const whole = from.slice(8) === to.slice(8);
    if (unit === 'day') return [days];
    if (unit === 'week') return days % 7 === 0 ? [days / 7] : [];
    const size = { month: 1, quarter: 3, year: 12 }[unit];
    return size !== undefined && whole && months % size === 0 ? [months / size] : [];
  });
  return new Set(lengths);
}

function rangesOf({ period, literals }: EvidenceResult): Range[] {
  const declared = period !== null && (period.from !== '' || period.to !== '') ? [period] : [];
  const dates = literals.flatMap((text) => /^\d{4}-\d{2}-\d{2}/.exec(text) ?? []);
  const years = literals.flatMap((text) => /^(?:19|20)\d{2}$/.exec(text) ?? []);
  return [
    ...declared,
    ...spanned(dates),
    ...years.map((year) => ({ from: `${year}-01-01`, to: `${Number(year) + 1}-01-01` })),
  ];
}

/** From the first to the last of some days. */
function spanned(days: readonly string[]): Range[] {
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)];
  return first === undefined || last === undefined ? [] : [{ from: first, to: last }];
}

function join(ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last === undefined || last.to === '' || range.from > last.to) joined.push(range);
    else
      joined.push({
        from: last.from,
        to: range.to === '' || range.to > last.to ? range.to : last.to,
      });
  }
  return joined;
}

function daysOf(result: EvidenceResult): string[] {
  return result.columns.flatMap(({ name, type }, at) => {
    const kind = columnKind(type);
    const isYear = kind === 'number' && /(^|_)(year|yr)$/i.test(name);
    if (kind !== 'date' && kind !== 'timestamp' && !isYear) return [];
    return result.rows.flatMap((cells) => {
      const text = cellText(cells[at]).slice(0, 10);
      if (isYear) return /^\d{4}$/.test(text) ? [`${text}-01-01`] : [];
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? [text] : [];
    });
  });
}

/** An end that is '' is open. */
function within(inner: Range, outer: Range): boolean {
  return (
    (outer.from === '' || inner.from >= outer.from) && (outer.to === '' || inner.to <= outer.to)
  );
}

function overlaps(a: Range, b: Range): boolean {
  return (b.to === '' || a.from < b.to) && (b.from === '' || b.from < a.to);
}

function startsIn(day: string, range: Range): boolean {
  return day >= range.from && day < range.to;
}

/** Whether a period as a text names it shares a day with a range. */
export function overlapsReading(range: Range, reading: Range): boolean {
  if (!isYearless(reading)) return overlaps(reading, range);
  if (range.from === '' || range.to === '') return true;
  const [first, last] = [Number(range.from.slice(0, 4)), Number(range.to.slice(0, 4))];
  for (let year = first; year <= Math.min(last, first + 100); year += 1) {
    const next = reading.to <= reading.from ? year + 1 : year;
    const dated = { from: `${year}-${reading.from}`, to: `${next}-${reading.to}` };
    if (overlaps(dated, range)) return true;
  }
  return false;
}

function isYearless({ from }: Range): boolean {
  return from.length === 5;
}

/** Whether "Q3" or "1 October" lies in the range in one of its years. */
function holdsYearless(range: Range, reading: Range): boolean {
  if (isYearless(range)) return within(reading, range);
  if (range.from === '' || range.to === '') return true;
  const [first, last] = [Number(range.from.slice(0, 4)), Number(range.to.slice(0, 4))];
  for (let year = first; year <= Math.min(last, first + 100); year += 1) {
    const next = reading.to <= reading.from ? year + 1 : year;
    const dated = { from: `${year}-${reading.from}`, to: `${next}-${reading.to}` };
    if (within(dated, range) || dated.from === range.to) return true;
  }
  return false;
}
