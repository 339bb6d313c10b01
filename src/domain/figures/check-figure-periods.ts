import type { Finding } from '../finding.js';
import type { Evidence } from './evidence.js';
import { figureMark, type MaskedText } from './masked-text.js';
import { allowNames } from './names.js';
import { bareMonths, findPeriods, type PeriodMention, type Range } from './periods.js';
import { matchesOf } from './matches.js';
import { sentencesOf, type Sentence } from './sentences.js';
import { overlapsReading } from './supported-periods.js';
import { periodsOf } from './value-periods.js';
import type { Value } from './value.js';

/** A sentence that names one period, and not to compare with it, must not show figures of another alone. */
export function checkFigurePeriods(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  // The month in "Plaza 2 de Mayo" is a name's.
  const unnamed = allowNames(masked.searched, evidence, []);
  return sentencesOf(masked).flatMap((sentence) => {
    const clauses = clausesOf(sentence, unnamed);
    const unread = clauses.map((clause) => withoutPeriods(clause, unnamed)).join('');
    return clauses.flatMap(({ start, text, mentions }) => {
      const [period, second] = statedPeriods(unnamed.slice(start, start + text.length));
      if (period === undefined || second !== undefined) return [];
      const numbers = mentions.flatMap(({ name }) => {
        const value = values.get(name);
        const isNumber = value?.content.kind === 'number';
        return isNumber ? [{ name, covers: periodsOf(value, evidence) }] : [];
      });
      const [first] = numbers;
      const isPart = (range: Range) => period.grain === 'year' && isLatePart(range, period, unread);
      const isOther = numbers.every(
        ({ covers }) =>
          covers !== null && covers.every((range) => !touches(range, period) || isPart(range)),
      );
      if (first?.covers?.[0] === undefined || !isOther) return [];
      return [otherPeriod(first.name, text.slice(period.start, period.end), first.covers)];
    });
  });
}

/** "Fourth-quarter revenue" says a part of each year in its sentence; the Q3 of "Q3 made {{a}} and 2025 {{b}}" does not. */
function withoutPeriods({ start, text }: Sentence, unnamed: string): string {
  const stated = statedPeriods(unnamed.slice(start, start + text.length));
  return stated.reduceRight((rest, at) => rest.slice(0, at.start) + rest.slice(at.end), text);
}

/** A sentence, or its parts where each has a period and a figure of its own: "Q3 made {{a}} and Q4 {{b}}". */
function clausesOf(sentence: Sentence, unnamed: string): readonly Sentence[] {
  const ends = matchesOf(sentence.text, parting).map(({ index }) => index);
  if (ends.length === 0) return [sentence];
  const clauses = [...ends, sentence.text.length].map((end, i): Sentence => {
    const from = ends[i - 1] ?? 0;
    const start = sentence.start + from;
    const within = sentence.mentions.filter(({ at }) => at >= start && at < sentence.start + end);
    return { start, text: sentence.text.slice(from, end), mentions: within };
  });
  const isEach = clauses.every(
    ({ start, text, mentions }) =>
      mentions.length > 0 && statedPeriods(unnamed.slice(start, start + text.length)).length === 1,
  );
  return isEach ? clauses : [sentence];
}

/** The day after its last may name a period too: "until 1 October". */
function touches(range: Range, { grain, readings }: PeriodMention): boolean {
  return readings.some(
    (one) => overlapsReading(range, one) || (grain === 'day' && one.from === range.to),
  );
}

/** A quarter is not its year. What begins with it may be the year so far; "the last quarter of 2025" says the part. */
function isLatePart({ from, to }: Range, { readings }: PeriodMention, text: string): boolean {
  if (from === '' || to === '' || parts.test(text)) return false;
  return readings.every((year) => from > year.from && to <= year.to);
}

/** The periods of a sentence, ranges joined ("July to September"). With one that it compares with, none counts. */
function statedPeriods(text: string): PeriodMention[] {
  const found = [...findPeriods(text), ...bareMonths(text)].toSorted((a, b) => a.start - b.start);
  const stated: PeriodMention[] = [];
  let compares = false;
  for (const period of found) {
    const last = stated.at(-1);
    if (last !== undefined && period.start < last.end) continue;
    if (last !== undefined && joins.test(text.slice(last.end, period.start))) {
      stated[stated.length - 1] = span(last, period);
      compares = false;
      continue;
    }
    stated.push(period);
    const [before, after] = [text.slice(0, period.start), text.slice(period.end)];
    const isSince = comparedAfter.test(after) || comparedBefore.test(before);
    compares ||= isSince || (period.grain !== 'day' && /\bon (?:the )?$/.test(before));
  }
  return compares ? [] : stated;
}

/** From the first of one to the last of the other; where one has no year, it is the other's. */
function span(first: PeriodMention, last: PeriodMention): PeriodMention {
  const readings = first.readings.flatMap((a) =>
    last.readings.map((b): Range => {
      const [from, to] = [yearOf(a.from) || yearOf(b.from), yearOf(b.from) || yearOf(a.from)];
      // December ends in the next year.
      const end = b.to.length === 5 && b.to <= b.from && to !== '' ? nextYear(to) : to;
      return { from: dated(a.from, from), to: dated(b.to, end) };
    }),
  );
  return { ...first, end: last.end, readings };
}

function yearOf(day: string): string {
  return day.length > 5 ? day.slice(0, 5) : '';
}

function nextYear(year: string): string {
  return `${Number(year.slice(0, 4)) + 1}-`;
}

function dated(day: string, year: string): string {
  return day.length > 5 ? day : year + day;
}

function otherPeriod(name: string, named: string, covers: readonly Range[]): Finding {
  const own = covers.map(({ from, to }) => `${from || '…'} to ${to || '…'}`).join(' and ');
  return {
    code: 'other_period',
    where: `figure ${name}`,
    what: `The sentence names "${named.replaceAll(figureMark, '')}", and {{${name}}} is of ${own}.`,
    fix: `Name the period of {{${name}}} in its sentence, or show the figure of the period that is named.`,
  };
}

const parting = /,? (?:and|but|while|whereas)(?= )|,(?= )| to(?= \uE000)/giu;
const parts =
  /\b(?:quarters?|half|months?|weeks?|days?|q[1-4]|h[12]|part|end|late|early|spring|summer|autumn|winter|christmas|holidays?|season|since|from|until|best|worst|strongest|weakest|highest|lowest|peak\w*|each|every|per|quartal\w*|halbjahr\w*|monat\w*|woche\w*|tag\w*|ende|anfang|trimestres?|semestres?|mois|semaines?|jours?|fin|mes|meses|semanas?|días?|finales|je|pro|par|por|cada|chaque)\b|四半期|月|週|日|半|期/iu;
const joins =
  /^\s?(?:to|until|through|and|[–〜~-]|bis|und|à|au|et|a|hasta|y|から)\s?(?:the |el |le )?$/iu;
const comparedBefore =
  /(?:^|\P{L})(?:than|vs\.?|versus|against|over|from|since|before|after|compared (?:with|to)|als|gegenüber|seit|verglichen mit|vor|que|contre|depuis|par rapport|frente|desde|respecto|comparado con)\P{L}+(?:(?:in|im|the|dem|der|au|à|a|al|en|de|du|el|la|los|d|même|same|quarter|of) ?)*$/iu;
const comparedAfter = /^\s?(?:から|より|比|と比|に比|以降|の?前)/u;
