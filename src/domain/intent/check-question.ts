import { findPeriods } from '../figures/periods.js';
import type { IntentDoubt, QueryShape } from './query-shape.js';

/** A value that a column with few of them has. */
export interface KnownValue {
  readonly value: string;
  /** The last name of its column. */
  readonly column: string;
}

/** Holds the question's own words against what all statements of a plan do together. */
export function checkQuestion(
  question: string,
  shapes: readonly QueryShape[],
  values: readonly KnownValue[],
): readonly IntentDoubt[] {
  // What earlier steps decide is not known.
  if (shapes.length === 0 || shapes.some(({ isOpen }) => isOpen)) return [];
  const text = question.normalize('NFKC');
  return [
    ...checkRank(text, shapes),
    ...checkPeriods(text, shapes),
    ...checkGrains(text, shapes),
    ...checkUnmatched(text, shapes),
    ...checkValues(text, shapes, values),
  ];
}

/** "top 5", "bottom three": the number stands in one of the statements. */
function checkRank(text: string, shapes: readonly QueryShape[]): IntentDoubt[] {
  const match = ranks.exec(text);
  const written = (match?.groups?.['count'] ?? '').toLowerCase();
  const at = numberWords.indexOf(written);
  const count = at < 0 ? written : String(at);
  if (match === null || shapes.some(({ literals }) => literals.includes(count))) return [];
  const quoted = match[0].toLowerCase();
  return [
    {
      refutes: true,
      code: 'rank_missing',
      what: `the question says "${quoted}", and no query keeps ${count} ${count === '1' ? 'row' : 'rows'}`,
      fix: `Add ORDER BY and LIMIT ${count}, and declare that limit.`,
    },
  ];
}

const numberWords = 'zero one two three four five six seven eight nine ten'.split(' ');
const ranks =
  /(?<![\p{L}\p{N}])(?:top|bottom|first|last|best|worst)[ -](?<count>[1-9]\d{0,2}|two|three|four|five|six|seven|eight|nine|ten)(?![\p{N}.,]?\p{N}|\s*(?:%|percent|years?|quarters?|months?|weeks?|days?|hours?|minutes?)(?!\p{L}))/iu;

/** A period is named, and nothing in any statement has to do with time. */
function checkPeriods(text: string, shapes: readonly QueryShape[]): IntentDoubt[] {
  const [mention] = findPeriods(text).filter(({ readings }) =>
    readings.some(({ from }) => from.length === 10),
  );
  const named = mention && text.slice(mention.start, mention.end);
  const relative = relativePeriods.exec(text)?.[0];
  const words = named ?? relative;
  const isAbout = (shape: QueryShape) =>
    shape.readsDates ||
    shape.readsClock ||
    shape.literals.some((literal) => named !== undefined && literal.includes(named));
  if (words === undefined || shapes.some(isAbout)) return [];
  if (!shapes.some(({ hasDates }) => hasDates)) return [];
  return [
    {
      refutes: false,
      code: 'period_not_filtered',
      what: `the question names a period ("${words.toLowerCase()}"), and no query filters or groups by a date`,
      fix: 'Filter by the period that the question names.',
    },
  ];
}

const relativePeriods =
  /(?<!\p{L})(?:(?:last|this|past|previous|current) (?:year|quarter|month|week)|yesterday|today|year[ -]to[ -]date|(?:last|past) \d+ (?:years|quarters|months|weeks|days))(?!\p{L})/iu;

/** "per month", "monthly": some statement cuts time to months. */
function checkGrains(text: string, shapes: readonly QueryShape[]): IntentDoubt[] {
  const { unit = '', every = '' } = grains.exec(text)?.groups ?? {};
  const wanted = unit.toLowerCase() || every.toLowerCase().replace(/ly$/, '').replace('dai', 'day');
  if (wanted === '' || shapes.some(({ units }) => units.includes(wanted))) return [];
  // A column of a table may hold the months already.
  if (shapes.some(({ readsDates }) => readsDates) || !shapes.some(({ hasDates }) => hasDates))
    return [];
  return [
    {
      refutes: false,
      code: 'grain_missing',
      what: `the question asks by ${wanted}, and no query groups by it`,
      fix: `Group by date_trunc('${wanted}', …).`,
    },
  ];
}

const grains =
  /(?<!\p{L})(?:(?:per|by|each|every) (?<unit>day|week|month|quarter|year)|(?<every>daily|weekly|monthly|quarterly|yearly))(?!\p{L})/iu;

/** "Including those without orders", and every statement joins so that they are left out. */
function checkUnmatched(text: string, shapes: readonly QueryShape[]): IntentDoubt[] {
  const words = unmatched.exec(text)?.[0].toLowerCase();
  if (words === undefined || !shapes.every(({ dropsUnmatched }) => dropsUnmatched)) return [];
  return [
    {
      refutes: false,
      code: 'unmatched_left_out',
      what: `the question says "${words}", and the joins leave out rows without a match`,
      fix: 'Join what may be missing by LEFT JOIN.',
    },
  ];
}

const unmatched =
  /(?<!\p{L})(?:(?:also|even|including|includes?|and) (?:all |any |also |even )?(?:those|the ones|ones|(?:\p{L}+ )?\p{L}+s) (?:that |who |which )?(?:without|with no|have no|has no|had no|do not have|don['’]t have|with zero|have zero|had zero|never)|even (?:if|when) (?:there are|they have|it has|they had) (?:none|no|zero)|with or without)(?!\p{L})/iu;

/** A value is named as it is written in the data, and nothing filters by it or shows its column. */
function checkValues(
  text: string,
  shapes: readonly QueryShape[],
  values: readonly KnownValue[],
): IntentDoubt[] {
  // A code or a key may stand for what is named: 'LAX' for Los Angeles.
  const isNarrowed = shapes.some(({ literals }) => literals.some(mayName));
  if (isNarrowed || shapes.some(({ outputs }) => outputs === null)) return [];
  const columns = new Set(
    shapes.flatMap(({ conditionColumns, outputs }) => [
      ...conditionColumns,
      ...(outputs ?? []).flatMap((output) => [output.name, ...output.columns]),
    ]),
  );
  const named = values.filter(({ value }) => isNameLike(value) && isNamed(value, text));
  return [...new Set(named.map(({ value }) => value))].flatMap((value) => {
    const places = named.filter((other) => other.value === value);
    const isUsed =
      places.some(({ column }) => columns.has(column)) ||
      named.some((other) => other.value !== value && other.value.includes(value));
    if (isUsed) return [];
    const [place] = places;
    return [
      {
        refutes: false,
        code: 'value_not_used',
        what: `the question names ${value}, a value of ${place?.column ?? ''}, and no query filters or groups by it`,
        fix: `Filter by ${place?.column ?? ''} = '${value}'.`,
      },
    ];
  });
}

/** No unit of time, pattern of a date, date or number. */
function mayName(literal: string): boolean {
  return /\p{L}/u.test(literal) && !ofTime.test(literal);
}

const ofTime =
  /^(?:\d{4}-\d{2}.*|(?:day|week|month|quarter|year|dow|epoch)s?|[\d. ]+(?:day|week|month|quarter|year|hour)s?|[YMDQHISW:./ -]+|(?:FM)?(?:Day|Dy|Month|Mon)[ YMD-]*)$/i;

/** A name as names are written, so that no common word is taken for one. */
function isNameLike(value: string): boolean {
  return (
    value.length >= 3 && /\p{Lu}/u.test(value) && /^[\p{L}\p{N}][\p{L}\p{N} &.'’/-]*$/u.test(value)
  );
}

function isNamed(value: string, text: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + value.length] ?? ' '}`;
    const isSentence = at === 0 || /[.!?]\s*$/.test(text.slice(0, at));
    // A capital at the beginning of a sentence says nothing.
    if (!/[\p{L}\p{N}]/u.test(around) && !(isSentence && !/\p{Lu}.*\p{Lu}/u.test(value)))
      return true;
  }
  return false;
}
