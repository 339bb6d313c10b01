import { columnKind } from '../column-kind.js';
import { lengthsIn } from '../figures/supported-periods.js';
import { isQueryInput, type QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import { refute, rows, warn } from './check-expectation.js';
import type { Outcome, VerifiableStep } from './verify-result.js';

/**
 * The rows against what the question asks for: "top 5", "per month". Of a plan with one query alone, for with more it
 * is not known which one is meant.
 */
export function checkCounts(
  question: string,
  verified: readonly { readonly step: VerifiableStep; readonly result: ResultSet }[],
): { readonly stepId: string; readonly outcomes: readonly Outcome[] } | null {
  const queries = verified.flatMap(({ step, result }) =>
    isQueryInput(step.input) ? [{ id: step.id, query: step.input, result }] : [],
  );
  const [only, second] = queries;
  if (only === undefined || second !== undefined || only.result.intervals !== undefined)
    return null;
  const { id, query, result } = only;
  return {
    stepId: id,
    outcomes: [...ranked(question, query, result), ...serial(question, query, result)],
  };
}

/** Some more rows than asked for may be ties; more than twice as many are another question's. */
function ranked(
  question: string,
  query: QueryInput,
  { rowCount, truncated }: ResultSet,
): Outcome[] {
  const asked = topAsked(question);
  if (asked === undefined || query.dimensions.length > 1 || query.grain !== '') return [];
  const name = `has the ${rows(asked)} asked for`;
  const many = `${truncated ? 'More than ' : ''}${rows(rowCount)} came back, the question asks for ${asked}.`;
  if (rowCount > 2 * asked || (truncated && rowCount > asked)) {
    const fix = `ORDER BY the measure and LIMIT ${asked}, and declare that order and limit.`;
    return [{ name, problem: refute('more_than_asked', many, fix) }];
  }
  if (rowCount > asked) return [{ name, problem: warn('more_than_asked', many) }];
  // Of a declared limit another check speaks.
  const isShort = rowCount > 0 && rowCount < asked && query.limit === 0;
  return [{ name, problem: isShort ? warn('fewer_than_asked', many) : null }];
}

function serial(question: string, query: QueryInput, { columns, rowCount }: ResultSet): Outcome[] {
  const grain = query.grain === '' ? seriesAsked(question) : query.grain;
  if (grain === undefined) return [];
  const parts = [...lengthsIn(grain, { ...nothingKnown, ranges: [query.period] })][0] ?? 0;
  const isThere = columns.some(
    ({ name, type }) =>
      ['date', 'timestamp'].includes(columnKind(type)) || name.toLowerCase().includes(grain),
  );
  if (parts < 2 || rowCount !== 1) return [];
  const problem = isThere
    ? null
    : refute(
        'one_row_for_many',
        `One row came back, without a ${grain}, for the ${parts} ${grain}s asked for.`,
        `Group by date_trunc('${grain}', …), return it, and declare grain "${grain}".`,
      );
  return [{ name: `has a row for each ${grain}`, problem }];
}

function topAsked(question: string): number | undefined {
  const [, before, after, word, japanese] = topPattern.exec(question) ?? [];
  const digits = before ?? after ?? japanese;
  const asked = digits === undefined ? small.indexOf(word?.toLowerCase() ?? '') : Number(digits);
  return asked > 0 ? asked : undefined;
}

/** "Per month", and not "on average per month". */
function seriesAsked(question: string): string | undefined {
  if (averageWords.test(question)) return undefined;
  return Object.entries(seriesPatterns).find(([, pattern]) => pattern.test(question))?.[0];
}

const nothingKnown = { joined: [], days: new Set<string>(), asked: [] };
const small = 'zero one two three four five six seven eight nine ten'.split(' ');
const topPattern =
  /(?<!\p{L})(?:top[ -]?(\d{1,3})(?![\d.,%]| ?percent)|(\d{1,2}) (?:best|largest|biggest|top|highest|größten|besten|umsatzstärksten|meilleure?s|mejores|principales)(?!\p{L})|top (one|two|three|four|five|six|seven|eight|nine|ten)(?!\p{L}))|(?:上位|トップ)(\d{1,3})(?![\d%])/iu;
const averageWords =
  /(?<!\p{L})(?:average|avg|mean|typical\p{L}*|durchschnitt\p{L}*|im schnitt|moyen\p{L}*|promedio|media)(?!\p{L})|平均/iu;
const seriesPatterns: Readonly<Record<string, RegExp>> = {
  day: asked('day', 'tag', 'jour', 'día', '日'),
  week: asked('week', 'woche', 'semaine', 'semana', '週'),
  month: asked('month', 'monat', 'mois', 'mes', '月'),
  quarter: asked('quarter', 'quartal', 'trimestre', 'trimestre', '四半期'),
  year: asked('year', 'jahr', 'an', 'año', '年'),
};

function asked(english: string, german: string, french: string, spanish: string, japanese: string) {
  return new RegExp(
    `(?<!\\p{L})(?:(?:per|by|each|every) ${english}|(?:pro|je|jede[nrs]?) ${german}|par ${french}|(?:por|cada) ${spanish})(?!\\p{L})|${japanese}(?:別|ごと)`,
    'iu',
  );
}
