import { addDays } from '../../../domain/day.js';
import { addUnits, partOfYear, periodOf, startOf, type Period, type Unit } from './calendar.js';
import { anywhere, words, type Match, type Scanner } from './scanner.js';

/** A period as written: whole, short of a year, or relative to another. */
export type Mention = { readonly at: number; readonly end: number; readonly text: string } & (
  | { readonly kind: 'period'; readonly period: Period }
  | {
      readonly kind: 'partial';
      readonly unit: 'month' | 'quarter' | 'half';
      readonly number: number;
    }
  | {
      readonly kind: 'before';
      readonly unit: Unit | 'period';
      readonly ofToday: boolean;
      /** What it may be said of, such as a month for "the month before"; by default the unit. */
      readonly of?: Unit | 'period';
    }
  | { readonly kind: 'year before' }
);

const months: readonly string[] = [
  'january|januar|jänner|jan',
  'february|februar|feb',
  'march|märz|maerz|mar',
  'april|apr',
  'may|mai',
  'june|juni|jun',
  'july|juli|jul',
  'august|aug',
  'september|sept|sep',
  'october|oktober|oct|okt',
  'november|nov',
  'december|dezember|dec|dez',
];
const monthName = `(${months.join('|')})\\.?`;
/** Short forms and "may" are words of their own, so that they need a year or a preposition. */
const plainMonth =
  'january|januar|jänner|february|februar|march|märz|april|june|juni|july|juli|august|september|october|oktober|november|december|dezember|mai';
const ordinals = [
  'first|1st|erste[ns]?|1\\.',
  'second|2nd|zweite[ns]?|2\\.',
  'third|3rd|dritte[ns]?|3\\.',
  'fourth|4th|last|vierte[ns]?|4\\.',
];
const kanji = '一二三四';
const ofYear = "(?:,? of |,? in |,? von |,? des jahres |,? im jahr |[\\s,/'-]*)";

const growthWords = words(
  'growth|grow|grew|grown|change|changes|changed|wachstum|gewachsen|wuchs',
).source;
export const growthPattern = new RegExp(`${growthWords}|成長率?|伸び率?`, 'gu');
const compareSource =
  'how (?:does|do|did) (?:it|that|this|they) compare(?: with| to| against)?|how (?:it|they|that|this) compares?(?: with| to| against)?|compared?(?: with| to| against)?|in comparison(?: with| to)?|comparison|comparing|compares|versus|vs\\.?|against|relative to|verglichen mit|im vergleich (?:zum|zur|zu|mit)|vergleiche?|gegenüber';
export const comparePattern = new RegExp(
  `${words(compareSource).source}|(?:と)?比べ(?:て|た|ると)?|(?:と)?比較(?:して|した|すると)?|対比`,
  'gu',
);

/** Periods that exist only beside another, such as "the year before". */
export function takeRelations(scanner: Scanner): readonly Mention[] {
  const years = [
    ...scanner.take(
      words(
        '(?:a|one|the) year (?:ago|earlier|before|prior)|(?:the )?same (?:period|quarter|month|week|time) (?:of )?(?:the )?(?:last|previous|prior|a) year(?: earlier| ago| before)?|year (?:over|on|to) year|yoy|vorjahr(?:es)?(?:zeitraum|quartal|monat)?s?|(?:zum )?vorjahr',
      ),
    ),
    ...scanner.take(anywhere('前年同期比?|前年同月比?|前年比|前年')),
  ];
  const before = [
    ...scanner.take(
      words(
        '(?:the )?(period|quarter|month|week|year) (?:before(?: that)?|earlier)|(?:quarter over quarter|qoq)|(?:month over month|mom)|(?:the )?(?:previous|prior|preceding) (period)|vor(quartal|monat|woche|periode|zeitraum)s?',
      ),
    ),
    ...scanner.take(anywhere('前期比?|前の期間|前四半期比|前月比')),
  ];
  return [
    ...years.map(({ at, end, text }): Mention => ({ at, end, text, kind: 'year before' })),
    ...before.map(({ at, end, text }): Mention => {
      const year = text.includes('year');
      return year
        ? { at, end, text, kind: 'year before' }
        : { at, end, text, kind: 'before', unit: 'period', ofToday: false, of: lengthOf(text) };
    }),
  ];
}

function lengthOf(relation: string): Unit | 'period' {
  if (/quart|qoq|四半期/.test(relation)) return 'quarter';
  if (/mon|mom|月/.test(relation)) return 'month';
  return /week|woche/.test(relation) ? 'week' : 'period';
}

type Reader = readonly [pattern: RegExp, read: (match: Match, asOf: string) => Content | undefined];
type Content = Mention extends infer Kind
  ? Kind extends Mention
    ? Omit<Kind, 'at' | 'end' | 'text'>
    : never
  : never;

export function takeMentions(scanner: Scanner, asOf: string): readonly Mention[] {
  return readers.flatMap(([pattern, read]) =>
    scanner.take(pattern).flatMap((match) => {
      const content = read(match, asOf);
      const { at, end, text } = match;
      // What is no date, such as a 13th month, stays a mention that cannot be resolved.
      return [{ at, end, text, ...(content ?? nonsense) }];
    }),
  );
}

const nonsense: Content = { kind: 'before', unit: 'period', ofToday: true };

const readers: readonly Reader[] = [
  // Days
  [
    words('(?:the )?week (?:of|from) (20\\d\\d-\\d\\d-\\d\\d)'),
    ({ groups: [d = ''] }) => day(d) && { kind: 'period', period: periodOf('week', d) },
  ],
  [
    words(`(?:the )?(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?${monthName}(?:, | |,)(20\\d\\d)`),
    ({ groups: [d, m, y] }) => day(iso(y, String(monthNumber(m)), d)),
  ],
  [
    words(`${monthName} (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:, | |,)(20\\d\\d)`),
    ({ groups: [m, d, y] }) => day(iso(y, String(monthNumber(m)), d)),
  ],
  [words('(20\\d\\d)-(\\d\\d)-(\\d\\d)'), ({ text }) => day(text)],
  [anywhere('(20\\d\\d)年(\\d{1,2})月(\\d{1,2})日'), ({ groups: [y, m, d] }) => day(iso(y, m, d))],
  // Quarters and halves
  [words(`q([1-4])${ofYear}(20\\d\\d)`), ({ groups: [q, y] }) => part('quarter', q, y)],
  [words('(20\\d\\d)[\\s/-]*q([1-4])'), ({ groups: [y, q] }) => part('quarter', q, y)],
  ...ordinals.flatMap((ordinal, index): Reader[] => [
    [
      words(`(?:the )?(?:${ordinal}) (?:quarter|quartal)s?${ofYear}(20\\d\\d)`),
      ({ groups: [y] }) => part('quarter', index + 1, y),
    ],
    [
      words(`(?:the )?(?:${ordinal.replace('|last', '')}) (?:quarter|quartal)s?`),
      () => part('quarter', index + 1),
    ],
    ...(index < 2
      ? [
          [
            words(`(?:the )?(?:${ordinal}) (?:half|halbjahr)${ofYear}(20\\d\\d)`),
            ({ groups: [y] }) => part('half', index + 1, y),
          ] as Reader,
        ]
      : []),
  ]),
  [
    anywhere('(20\\d\\d)年の?第?([1-4一二三四])四半期'),
    ({ groups: [y, q] }) => part('quarter', digit(q), y),
  ],
  [anywhere('第?([1-4一二三四])四半期'), ({ groups: [q] }) => part('quarter', digit(q))],
  [words('q([1-4])'), ({ groups: [q] }) => part('quarter', q)],
  [words(`h([12])${ofYear}(20\\d\\d)`), ({ groups: [h, y] }) => part('half', h, y)],
  [words('h([12])'), ({ groups: [h] }) => part('half', h)],
  [
    anywhere('(20\\d\\d)年の?(上|下)半期'),
    ({ groups: [y, h] }) => part('half', h === '上' ? 1 : 2, y),
  ],
  // Months
  [
    words(`${monthName}${ofYear}(20\\d\\d)`),
    ({ groups: [m, y] }) => part('month', monthNumber(m), y),
  ],
  [words('(20\\d\\d)-(\\d\\d)'), ({ groups: [y, m] }) => month(m, y)],
  [anywhere('(20\\d\\d)年の?(\\d{1,2})月'), ({ groups: [y, m] }) => month(m, y)],
  [anywhere('(?<!\\d)(1[0-2]|[1-9])月(?!別|次|ごと)'), ({ groups: [m] }) => part('month', m)],
  [words(`(${plainMonth})`), ({ groups: [m] }) => part('month', monthNumber(m))],
  [
    new RegExp(
      `(?<=(?<!\\p{L})(?:in|for|since|of|until|to|and|vs\\.?|with)\\s+)(may)(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    () => part('month', 5),
  ],
  // So far
  [
    words('year to date|ytd|(?:so far )?this year so far|so far this year|bisher in diesem jahr'),
    (_, asOf) => soFar('year', asOf),
  ],
  [words('quarter to date|qtd'), (_, asOf) => soFar('quarter', asOf)],
  [words('month to date|mtd'), (_, asOf) => soFar('month', asOf)],
  // The last so many
  [
    words(
      '(?:the )?(?:last|past|previous|trailing|(?:den |die |der )?(?:letzten|vergangenen|vorigen)) (\\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf) (days?|tagen?|tage|weeks?|wochen|months?|monaten?|monate|quarters?|quartalen?|quartale|years?|jahren?|jahre)',
    ),
    ({ groups: [count, unit] }, asOf) => rolling(numberOf(count), unitOf(unit), asOf),
  ],
  [
    anywhere('(?:過去|直近|この)(\\d{1,3})(日|週|か月|ヶ月|カ月|ヵ月|ヶ月|箇月|四半期|年)間?'),
    ({ groups: [count, unit] }, asOf) => rolling(numberOf(count), unitOf(unit), asOf),
  ],
  // One relative to today
  [
    words(
      '(?:the )?(last|previous|prior|past|preceding|(?:den |die |das |dem |der |im )?(?:letzte|vorige|vergangene)[rnsm]?) (day|week|month|quarter|year|tag|woche|monats?|quartals?|jahr(?:es)?)',
    ),
    ({ groups: [which, unit] }) => ({
      kind: 'before',
      unit: unitOf(unit),
      ofToday: which === 'last' || /letzte|vergangene|past/.test(which ?? ''),
    }),
  ],
  [
    words(
      '(?:the )?(?:this|current|(?:in )?diese[rnsm]?|(?:im |das |der |die )?aktuelle[rnsm]?|(?:im |das |der |die )?laufende[rnsm]?) (day|week|month|quarter|year|tag|woche|monats?|quartals?|jahr(?:es)?)',
    ),
    ({ groups: [unit] }, asOf) => ({ kind: 'period', period: periodOf(unitOf(unit), asOf) }),
  ],
  [words('today|heute'), (_, asOf) => day(asOf)],
  [words('yesterday|gestern'), (_, asOf) => day(addDays(asOf, -1))],
  ...(
    [
      ['先月', '前月', '今月|当月', 'month'],
      ['先週', '前週', '今週', 'week'],
      ['先四半期', '前四半期', '今四半期|当四半期', 'quarter'],
      ['昨年|去年', '前の年', '今年|本年', 'year'],
      ['昨日', '前日', '今日|本日', 'day'],
    ] as const
  ).flatMap(([last, previous, current, unit]): Reader[] => [
    [anywhere(last), () => ({ kind: 'before', unit, ofToday: true })],
    [anywhere(previous), () => ({ kind: 'before', unit, ofToday: false })],
    [anywhere(current), (_, asOf) => ({ kind: 'period', period: periodOf(unit, asOf) })],
  ]),
  // Years
  [anywhere('(?<!\\d)(20\\d\\d)年(?!度)'), ({ groups: [y] }) => year(y)],
  [words('(?:the year |year |im jahr |jahr )?(20\\d\\d)'), ({ groups: [y] }) => year(y)],
];

function day(text: string): Content | undefined {
  const date = new Date(`${text}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return real ? { kind: 'period', period: periodOf('day', text) } : undefined;
}

function part(
  unit: 'month' | 'quarter' | 'half',
  number: string | number | undefined,
  ofYear?: string,
): Content {
  if (ofYear === undefined) return { kind: 'partial', unit, number: Number(number) };
  return { kind: 'period', period: partOfYear(unit, Number(number), Number(ofYear)) };
}

function month(number: string | undefined, ofYear: string | undefined): Content | undefined {
  return Number(number) >= 1 && Number(number) <= 12 ? part('month', number, ofYear) : undefined;
}

function year(text: string | undefined): Content {
  return { kind: 'period', period: periodOf('year', `${text}-01-01`) };
}

function soFar(unit: Unit, asOf: string): Content {
  return { kind: 'period', period: { from: startOf(unit, asOf), to: addDays(asOf, 1) } };
}

/** Whole units: up to today where one ends today, else up to the one that is not over. Days count today. */
function rolling(count: number, unit: Unit, asOf: string): Content {
  const tomorrow = addDays(asOf, 1);
  const to = startOf(unit, tomorrow);
  return { kind: 'period', period: { from: addUnits(to, unit, -count), to } };
}

function iso(y = '', m = '', d = ''): string {
  return `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
}

function digit(text = ''): string {
  return kanji.includes(text) ? String(kanji.indexOf(text) + 1) : text;
}

function monthNumber(name = ''): number {
  return months.findIndex((names) => names.split('|').includes(name)) + 1;
}

const numbers: readonly (readonly [pattern: RegExp, value: number])[] = [
  [/^(?:two|zwei)$/, 2],
  [/^(?:three|drei)$/, 3],
  [/^(?:four|vier)$/, 4],
  [/^(?:five|fünf)$/, 5],
  [/^(?:six|sechs)$/, 6],
  [/^(?:seven|sieben)$/, 7],
  [/^(?:eight|acht)$/, 8],
  [/^(?:nine|neun)$/, 9],
  [/^(?:ten|zehn)$/, 10],
  [/^(?:twelve|zwölf)$/, 12],
];

/** A number in digits or as a word of English or German. */
export function numberOf(text = ''): number {
  return numbers.find(([pattern]) => pattern.test(text))?.[1] ?? Number(text);
}

function unitOf(text = ''): Unit {
  if (/^(?:day|tag|日)/.test(text)) return 'day';
  if (/^(?:week|woche|週)/.test(text)) return 'week';
  if (/^(?:quarter|quartal|四半期)/.test(text)) return 'quarter';
  if (/^(?:year|jahr|年)/.test(text)) return 'year';
  return 'month';
}
