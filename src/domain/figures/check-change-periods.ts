import type { Finding } from '../finding.js';
import type { Evidence } from './evidence.js';
import { matchesOf } from './matches.js';
import type { MaskedText } from './masked-text.js';
import { sentencesOf } from './sentences.js';
import { periodsOf } from './value-periods.js';
import type { Value } from './value.js';

/** "Year over year", "than a month ago" in English: where no change of the sentence is over as long. */
export function checkChangePeriods(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  return sentencesOf(masked).flatMap(({ text, mentions }) => {
    const said = matchesOf(text, compared);
    if (said.length === 0) return [];
    const changes = mentions.flatMap(({ name }) => {
      const value = values.get(name);
      return value?.from.length === 2 ? [{ name, unit: unitBetween(value, evidence) }] : [];
    });
    const [first] = changes;
    // What is not known may be what the words are of.
    if (first === undefined || changes.some(({ unit }) => unit === null)) return [];
    return said.flatMap(({ 0: words, groups }) => {
      const unit = unitSaid(groups ?? {});
      if (changes.some((change) => change.unit === unit)) return [];
      return [
        {
          code: 'other_period',
          where: `figure ${first.name}`,
          what: `"${words}" is said of {{${first.name}}}, which compares two periods a ${first.unit} apart.`,
          fix: 'Name the two periods that are compared.',
        },
      ];
    });
  });
}

/** How far apart its two inputs are; null where that is no whole unit, or not known. */
function unitBetween(value: Value, evidence: Evidence): string | null {
  const [from, to] = value.from.map((source) => {
    const range = periodsOf({ ...value, from: [source] }, evidence)?.[0];
    return range === undefined || range.from === '' ? null : Date.parse(range.from);
  });
  if (from != null && to != null && from !== to) {
    const days = Math.abs(to - from) / 86_400_000;
    return lengths.find(([, least, most]) => days >= least && days <= most)?.[0] ?? null;
  }
  const columns = value.from.map(({ column }) => column);
  return columns.flatMap((column) => before.exec(column)?.[1] ?? [])[0]?.toLowerCase() ?? null;
}

function unitSaid({
  one,
  short,
  earlier,
  back,
  on,
}: Readonly<Record<string, string | undefined>>): string {
  if (short !== undefined) return shorts[short[0]?.toLowerCase() ?? ''] ?? '';
  return (one ?? earlier ?? back ?? on ?? 'several').toLowerCase();
}

/** Bare lengths compare behind "on" and "against" alone: "longer than a week", "over the year" do not. */
const compared =
  /\b(?:(?<one>year|quarter|month|week|day)(?:[- ](?:over|on|by)[- ])\k<one>|(?<short>yoy|qoq|mom|wow|[yqmw]\/[yqmw])|(?:than|on|against|versus|vs\.?|compared (?:with|to)|over|from) (?:the (?:same \w+ )?(?:previous|prior|preceding) (?<earlier>year|quarter|month|week|day)(?! \d)|(?:an?|one|the) (?<back>year|quarter|month|week|day) (?:ago|earlier|before)(?! \d))|(?:on|against|versus|vs\.?) (?:an?|one|the) (?<on>year|quarter|month|week)(?! (?:\d|(?:of|in|when|that|after|with|to)\b))|(?:two|three|four|five|several) (?:years|quarters|months|weeks) (?:ago|earlier))\b/gi;
const shorts: Readonly<Record<string, string>> = { y: 'year', q: 'quarter', m: 'month', w: 'week' };
const lengths: readonly (readonly [unit: string, least: number, most: number])[] = [
  ['day', 1, 1],
  ['week', 7, 7],
  ['month', 28, 31],
  ['quarter', 89, 93],
  ['year', 364, 367],
];
const before = /(?:last|previous|prev|prior)_(year|quarter|month|week|day)/i;
