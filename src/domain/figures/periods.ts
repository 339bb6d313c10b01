import { matchesOf } from './matches.js';

/** Days, ISO, half open. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** A period as a text names it. More than one range where it can be read in two ways; `from` without a year is `MM-DD`. */
export interface PeriodMention {
  readonly start: number;
  readonly end: number;
  readonly grain: 'day' | 'month' | 'quarter' | 'half' | 'year';
  readonly readings: readonly Range[];
}

/** Finds periods in English, German, French, Spanish, Japanese and Chinese. Digits must be 0 to 9. Longest first. */
export function findPeriods(text: string): PeriodMention[] {
  // No period does without a digit, and a catalog has thousands of names to look through.
  if (!/\d/.test(text)) return [];
  const found: PeriodMention[] = [];
  for (const { pattern, grain, read } of forms) {
    for (const match of matchesOf(text, pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const readings = read(match.groups ?? {}).filter((range) => range !== null);
      if (readings.length > 0)
        found.push({ start, end, grain: grain(match.groups ?? {}), readings });
    }
  }
  return found;
}

/** Months without a year or a day, which are no numbers and need no leave: "in August". */
export function bareMonths(text: string): PeriodMention[] {
  return matchesOf(text, bareMonth).flatMap(({ index, 0: name }) => {
    const range = span('', monthNumber(name), 1);
    return range === null
      ? []
      : [{ start: index, end: index + name.length, grain: 'month', readings: [range] } as const];
  });
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Form {
  readonly pattern: RegExp;
  readonly grain: (groups: Groups) => PeriodMention['grain'];
  readonly read: (groups: Groups) => readonly (Range | null)[];
}

const monthNames: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'January Jan Januar Jänner janvier janv enero ene',
    'February Feb Februar février févr febrero',
    'March Mar März mars marzo',
    'April Apr avril avr abril abr',
    'May Mai mai mayo',
    'June Jun Juni juin junio',
    'July Jul Juli juillet juil julio',
    'August Aug août agosto ago',
    'September Sep Sept septembre septiembre sept sep',
    'October Oct Oktober Okt octobre octubre oct',
    'November Nov novembre noviembre nov',
    'December Dec Dezember Dez décembre déc diciembre dic',
  ].flatMap((names, at) => names.split(' ').map((name) => [name, at + 1] as const)),
);
const monthPattern = Object.keys(monthNames)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const bareMonth = new RegExp(`(?<![\\p{L}\\d])(?:${monthPattern})(?![\\p{L}\\d])`, 'gu');
const month = `(?<month>${monthPattern})`;
const ordinals: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'first ersten erstes erste premier primer',
    'second zweiten zweites zweite deuxième segundo',
    'third dritten drittes dritte troisième tercer',
    'fourth vierten viertes vierte quatrième cuarto',
  ].flatMap((words, at) => words.split(' ').map((word) => [word, at + 1] as const)),
);
const ordinalPattern = Object.keys(ordinals).join('|');
const of = '(?:(?:of|de|du|del|des|del año|the year) )?';
const year = "(?<year>(?:19|20)\\d{2}|['’]\\d{2})(?!\\d|[.,]\\d)";
/** What stands before a period is no digit, no letter of an alphabet, no sign of a currency. */
const start = '(?<![\\p{sc=Latin}\\d$€£¥.,+−-])';
const day = '(?<day>[0-3]?\\d)';
/** The point of "am 6. September"; that of "grew by 6. September 2026 was …" ends a sentence. */
const pointOfDay =
  '(?<=(?:^|[\\n(–-] ?|(?<!\\p{L})(?:[Aa]m|[Bb]is|[Zz]um|[Vv]om|[Ss]eit|[Aa]b|dem|den|der|und|einschließlich|Stand:?|[Oo]n|[Ff]rom|until|since|[Ll]e|[Dd]u|au) )\\d{1,2})\\.';

const forms: readonly Form[] = [
  form(
    '(?:(?<year>\\d{4})年)?(?<![\\d\uE000])(?<month>1?\\d)月?[〜~–-](?<until>1?\\d)月',
    ({ year: written = '', month: first, until }) => [
      span(written, Number(first), Number(until) - Number(first) + 1),
    ],
    () => 'month',
  ),
  form(`${start}(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?!\\d)`, dayOf, () => 'day'),
  form(`${start}(?<year>\\d{4})-(?<month>0[1-9]|1[0-2])(?![\\d-])`, monthOf, () => 'month'),
  form(`${start}${day}\\.(?<month>[01]?\\d)\\.(?<year>\\d{4})(?!\\d)`, dayOf, () => 'day'),
  form(`${start}(?<a>\\d{1,2})/(?<b>\\d{1,2})/(?<year>\\d{4})(?!\\d)`, dayEitherWay, () => 'day'),
  form(
    `(?<year>\\d{4})年(?:度)?の?(?:第?(?<part>[1-4一二三四])(?:四半期|季度)|(?<month>1?\\d)月(?:(?<day>[0-3]?\\d)[日号])?)?`,
    (groups) =>
      groups['part'] ? quarterOf(groups) : groups['month'] ? dayOrMonth(groups) : yearOf(groups),
    (groups) =>
      groups['part'] ? 'quarter' : groups['day'] ? 'day' : groups['month'] ? 'month' : 'year',
  ),
  form('第?(?<part>[1-4])(?:四半期|季度)', quarterOf, () => 'quarter'),
  form(
    '(?<![\\d\uE000])(?<month>1?\\d)月(?:(?<day>[0-3]?\\d)[日号])?',
    dayOrMonth,
    dayOrMonthGrain,
  ),
  form(
    `${start}(?<year>\\d{4})[ /-]?[QT](?<part>[1-4])(?![\\p{L}\\d])`,
    quarterOf,
    () => 'quarter',
  ),
  form(
    `${start}(?:[QT](?<part>[1-4])|(?<other>[1-4])[QT])(?![\\p{sc=Latin}\\d])(?:[ /-]?(?:FY ?)?${of}${year})?`,
    quarterOf,
    () => 'quarter',
  ),
  form(
    `${start}(?:(?<part>[1-4])(?:st|nd|rd|th|er|e|ème|º|°|\\.)? ?(?:quarter|Quartals?|trimestre)|(?:Quartal|trimestre|quarter) (?<other>[1-4])(?!\\d))(?: ${of}${year})?`,
    quarterOf,
    () => 'quarter',
  ),
  form(
    `(?<!\\p{L})(?<ordinal>${ordinalPattern}) (?:quarter|Quartals?|trimestre)(?: ${of}${year})?`,
    (groups) => quarterOf({ ...groups, part: String(ordinals[groups['ordinal'] ?? '']) }),
    () => 'quarter',
  ),
  form(
    `(?<!\\p{L})(?<ordinal>${ordinalPattern}) (?:half|Halbjahrs?|semestre) ${of}${year}`,
    (groups) => halfOf({ ...groups, part: String(ordinals[groups['ordinal'] ?? '']) }),
    () => 'half',
  ),
  form(
    `${start}(?:H(?<part>[12])(?![\\p{sc=Latin}\\d])|(?<other>[12])(?:st|nd|\\.|er|e)? (?:half|Halbjahrs?|semestre))(?:[ /-]?${of}${year})?`,
    halfOf,
    () => 'half',
  ),
  form(
    `${start}(?:${day}(?:st|nd|rd|th|er|º|${pointOfDay})?(?:[ -]${of})?[ -]?)?(?<!\\p{L})${month}(?!\\p{L})\\.?(?:[ -](?<after>[0-3]?\\d)(?:st|nd|rd|th)?(?!\\d)(?:(?: ?[–-] ?| (?:and|to|through|until) (?=\\d\\d?,? 20\\d\\d))(?<until>[0-3]?\\d)(?!\\d))?)?(?:,?[ -]${of}${year})?`,
    (groups) => dayOrMonth({ ...groups, day: groups['day'] ?? groups['after'] }),
    (groups) => dayOrMonthGrain({ ...groups, day: groups['day'] ?? groups['after'] }),
  ),
  form(
    `${start}(?<year>(?:19|20)\\d{2})(?<joint>[/–-])(?<until>\\d{2}|(?:19|20)\\d{2})(?![\\d-])`,
    yearsOf,
    () => 'year',
  ),
  form(
    `${start}(?:FY ?|CY ?)?(?<year>(?:19|20)\\d{2})(?!\\d|[.,]\\d| ?[%€$£¥×]|[ \\u00a0](?:hundred|thousand|million|billion|percent|euros?|dollars?|USD|EUR|GBP|Millionen|Prozent|milliards?|millones))`,
    yearOf,
    () => 'year',
  ),
];

function form(source: string, read: Form['read'], grain: Form['grain']): Form {
  return { pattern: new RegExp(source, 'gu'), read, grain };
}

function yearText(groups: Groups): string {
  return (groups['year'] ?? '').replace(/^['’]/, '20');
}

function yearOf(groups: Groups): (Range | null)[] {
  return [span(yearText(groups), 1, 12)];
}

function yearsOf({ year: first = '', until = '' }: Groups): (Range | null)[] {
  const last = until.length === 2 ? first.slice(0, 2) + until : until;
  return last > first ? [{ from: `${first}-01-01`, to: `${Number(last) + 1}-01-01` }] : [];
}

function quarterOf(groups: Groups): (Range | null)[] {
  const part =
    '0一二三四'.indexOf(groups['part'] ?? '') > 0
      ? '0一二三四'.indexOf(groups['part'] ?? '')
      : Number(groups['part'] ?? groups['other']);
  return [span(yearText(groups), part * 3 - 2, 3)];
}

function halfOf(groups: Groups): (Range | null)[] {
  return [span(yearText(groups), Number(groups['part'] ?? groups['other']) * 6 - 5, 6)];
}

function monthOf(groups: Groups): (Range | null)[] {
  return [span(yearText(groups), monthNumber(groups['month']), 1)];
}

function dayOrMonth(groups: Groups): (Range | null)[] {
  if (groups['day'] !== undefined) return dayOf(groups);
  return groups['year'] === undefined && monthNames[groups['month'] ?? ''] ? [] : monthOf(groups);
}

function dayOrMonthGrain(groups: Groups): PeriodMention['grain'] {
  return groups['day'] === undefined ? 'month' : 'day';
}

function dayEitherWay({ a, b, year }: Groups): (Range | null)[] {
  return [...dayOf({ year, month: a, day: b }), ...dayOf({ year, month: b, day: a })];
}

function dayOf(groups: Groups): (Range | null)[] {
  const written = yearText(groups);
  const at = monthNumber(groups['month']);
  const first = new Date(Date.UTC(Number(written || 2024), at - 1, Number(groups['day'])));
  if (at < 1 || at > 12 || first.getUTCMonth() !== at - 1) return [null];
  const last =
    groups['until'] === undefined
      ? first
      : new Date(Date.UTC(first.getUTCFullYear(), at - 1, Number(groups['until'])));
  return [{ from: iso(first, written), to: iso(new Date(last.getTime() + 86_400_000), written) }];
}

/** Whole months. Without a year both ends are `MM-DD`. */
function span(written: string, firstMonth: number, months: number): Range | null {
  if (firstMonth < 1 || firstMonth > 12) return null;
  const base = Number(written || 2024);
  const ends = [firstMonth - 1, firstMonth - 1 + months].map(
    (at) => new Date(Date.UTC(base, at, 1)),
  );
  const [from, to] = ends.map((end) => iso(end, written));
  return from === undefined || to === undefined ? null : { from, to };
}

function iso(date: Date, written: string): string {
  const text = date.toISOString().slice(0, 10);
  return written === '' ? text.slice(5) : text;
}

function monthNumber(text: string | undefined): number {
  return monthNames[text ?? ''] ?? Number(text);
}
