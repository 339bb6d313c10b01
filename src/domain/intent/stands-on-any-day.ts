import { addDays } from '../day.js';
import { bareMonths, findPeriods } from '../figures/periods.js';
import type { QueryInput } from '../plan.js';
import type { QueryShape } from './query-shape.js';

/** One query of a plan: what it declares, and what its statement does. */
export interface PlannedQuery {
  readonly input: Pick<QueryInput, 'period' | 'limit'>;
  readonly shape: QueryShape;
}

/**
 * Whether a plan answers its question on whatever day it is asked. Only where that is certain: the question counts
 * nothing from today, and everything in the plan that could be a date is written in the question as it is.
 */
export function standsOnAnyDay(question: string, queries: readonly PlannedQuery[]): boolean {
  const text = question.normalize('NFKC');
  if (relative.test(text) || bareMonths(text).length > 0) return false;
  const mentions = findPeriods(text);
  const readings = mentions.flatMap((mention) => mention.readings);
  // "Q3" and "in August" mean this year's, or last year's.
  if (readings.some(({ from }) => from.length !== 10)) return false;
  const days = new Set(
    readings.flatMap(({ from, to }) => [from, to, addDays(from, -1), addDays(to, -1)]),
  );
  const written = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,]\d+)*/gu) ?? []);
  const isWritten = (literal: string): boolean => {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(literal)?.[0];
    if (day !== undefined) return days.has(day);
    if (!/\d/.test(literal)) return !namesTime.test(literal);
    if (harmless.has(literal)) return true;
    const plain = literal.toLowerCase();
    return [...written].some((word) => word === plain || word.replaceAll(',', '') === plain);
  };
  const isFixed = ({ input: { period, limit }, shape }: PlannedQuery): boolean => {
    // The newest months are others later.
    const keepsNewest = (limit > 0 || shape.limit !== null) && shape.units.length > 0;
    if (shape.readsClock || shape.outputs === null || keepsNewest) return false;
    const isBound = [period.from, period.to].every((day) => day === '' || days.has(day));
    return isBound && shape.literals.every(isWritten);
  };
  return queries.length > 0 && queries.every(isFixed);
}

/** What formulas need: rounding, percents, nullif(x, 0). */
const harmless = new Set(['0', '1', '2', '100', '100.0', '1.0', '0.0']);

/** A month or a weekday by its name may be that of today. */
const namesTime =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|now|today|yesterday|tomorrow)$/i;

/** Words that count from today, in the languages in which periods are read. In doubt a word is one of them. */
const relative = new RegExp(
  [
    '(?<!\\p{L})(?:',
    [
      'today|yesterday|tomorrow|now|current(?:ly)?|recent(?:ly)?|latest|newest|last|past|previous|prior|this|these|next|ago|since|until|till|so far|to date|ytd|mtd|qtd|still|already|upcoming',
      'heute|gestern|morgen|jetzt|aktuell\\p{L}*|letzt\\p{L}*|vergangen\\p{L}*|vorig\\p{L}*|dies\\p{L}*|nächst\\p{L}*|seit|bisher|bis|vor|kürzlich|neuest\\p{L}*|laufend\\p{L}*',
      "aujourd'hui|hier|demain|actuel\\p{L}*|derni\\p{L}*|pass\\p{L}*|ce|cet|cette|ces|prochain\\p{L}*|depuis|jusqu\\p{L}*|récent\\p{L}*|courant\\p{L}*",
      'hoy|ayer|mañana|actual\\p{L}*|últim\\p{L}*|pasad\\p{L}*|este|esta|estos|estas|próxim\\p{L}*|desde|hasta|hace|reciente\\p{L}*',
    ].join('|'),
    ')(?!\\p{L})',
    '|今|本日|昨|先|前|来|次|現在|最近|最新|直近|当|去年|明日|以降|まで|以来|近|上个|上月|上周|上季|本月|本周|本季|本年|这|過去|过去',
  ].join(''),
  'iu',
);
