import { addDays } from '../../../domain/day.js';
import type { FigureSpec } from '../../../domain/interpretation.js';
import { columnIndex, hasUnknownGroup, isWhole, numberAt, ranked, type Data } from './data.js';
import { endsAt, endsOfSum, isBeyondDoubt, isDirected, isPositive } from './estimates.js';
import { cell, change, columnSum } from './figures.js';
import { valuesOf } from './intent.js';
import { measureNames, periodLabel } from './labels.js';
import { fullStop, phrases } from './phrases.js';
import { baseStepId } from './plan.js';
import { isAdditive } from './query.js';
import type { Reading } from './read-question.js';
import type { AskedQuestion } from './read-prompt.js';
import { mention, namedRow, plain, type Sentence } from './sentence.js';
import type { Measure } from './vocabulary.js';

/** What the steps of the rules' own plan found, measure by measure; [] where the data is not theirs. */
export function tellMeasures(
  reading: Reading,
  data: readonly Data[],
  { asOf, locale }: AskedQuestion,
): readonly Sentence[] {
  const { language, measures, dimensions, period } = reading;
  const told = measures.flatMap((measure) => {
    const main = data.find(({ step }) => step === measure);
    const isIt = main && [...dimensions, measure].every((name) => columnIndex(main, name) >= 0);
    return main && isIt ? aboutMeasure(reading, measure, { main, data, locale }) : [];
  });
  if (told.length === 0) return [];
  const words = phrases[language];
  const shown = data.filter(({ step }) => measures.some((measure) => step.startsWith(measure)));
  return [
    ...told,
    ...(shown.some(hasUnknownGroup) && dimensions.includes('region') ? [plain(words.unknown)] : []),
    ...(shown.some(({ truncated, intervals }) => truncated && intervals === null)
      ? [plain(words.cutOff)]
      : []),
    ...(reading.base !== null && period !== null && period.to > addDays(asOf, 1)
      ? [plain(words.notOver)]
      : []),
  ];
}

/** What all sentences about one measure need. */
interface Topic {
  readonly reading: Reading;
  readonly measure: Measure;
  readonly locale: string;
  readonly main: Data;
  readonly base: Data | undefined;
  readonly about: string;
  readonly basePeriod: string;
}

function aboutMeasure(
  reading: Reading,
  measure: Measure,
  {
    main,
    data,
    locale,
  }: { readonly main: Data; readonly data: readonly Data[]; readonly locale: string },
): readonly Sentence[] {
  const { language, dimensions, filters, period } = reading;
  const words = phrases[language];
  const topic: Topic = {
    reading,
    measure,
    locale,
    main,
    base: data.find(({ step }) => step === baseStepId(measure)),
    about: words.about(
      measureNames[language][measure],
      valuesOf(filters, language),
      period === null ? '' : periodLabel(period, language),
    ),
    basePeriod: reading.base === null ? '' : periodLabel(reading.base, language),
  };
  const column = columnIndex(main, measure);
  const rows = dimensions.length === 0 ? [0] : [...main.rows.keys()];
  if (rows.every((row) => endsAt(main, row, column) === null)) {
    const isSample = main.intervals !== null;
    return [plain(isSample ? words.tooSmall(topic.about) : words.noData(topic.about))];
  }
  const sentences = dimensions.length === 0 ? [singleValue(topic)] : withTotal(topic);
  const lacksBase =
    reading.base !== null && (topic.base === undefined || isEmpty(topic.base, measure));
  return lacksBase ? [...sentences, plain(words.noBase(topic.basePeriod))] : sentences;
}

function withTotal(topic: Topic): readonly Sentence[] {
  const total = totalOf(topic);
  return [...total, ...extremes(topic, total.length > 0), ...movers(topic)];
}

function singleValue(topic: Topic): Sentence {
  const { reading, measure, main, base, about } = topic;
  const figure = cell(measure, main.step, measure, 0);
  const known = base && (endsAt(base, 0, columnIndex(base, measure))?.low ?? 0) > 0;
  const before = known ? cell(`${measure}_before`, base.step, measure, 0) : null;
  return compared(topic, phrases[reading.language].value(about, mention(figure)), {
    figure,
    before,
  });
}

function totalOf(topic: Topic): readonly Sentence[] {
  const { reading, measure, main, base, about } = topic;
  const isList = (reading.top?.count ?? 0) > 0;
  if (!isAdditive(measure, reading.dimensions) || isList || main.truncated) return [];
  if (endsOfSum(main, columnIndex(main, measure)) === null) return [];
  const figure = columnSum(`${measure}_total`, main.step, measure);
  const before =
    base !== undefined && isWhole(base) && isPositive(base, measure)
      ? columnSum(`${measure}_total_before`, base.step, measure)
      : null;
  return [
    compared(topic, phrases[reading.language].value(about, mention(figure)), { figure, before }),
  ];
}

/** Ends a sentence with how its figure stands against the earlier one, where there is one that is not zero. */
function compared(
  { reading: { language }, measure, main, base, locale, basePeriod }: Topic,
  text: string,
  { figure, before }: { readonly figure: FigureSpec; readonly before: FigureSpec | null },
): Sentence {
  if (before === null) return { text: `${text}${fullStop(language)}`, figures: [figure] };
  const pair = { from: before.name, to: figure.name };
  const direction = change(`${figure.name}_direction`, 'direction', pair);
  const growth = change(`${figure.name}_growth`, 'pct_change', pair);
  // The word for it comes in the language of the locale.
  const says =
    language === 'en' &&
    locale.startsWith('en') &&
    (base === undefined || isDirected(base, main, measure));
  const against = phrases[language].against(basePeriod, {
    direction: says ? mention(direction) : '',
    growth: mention(growth),
    before: mention(before),
  });
  return {
    text: text + against,
    figures: [figure, before, ...(says ? [direction] : []), growth],
  };
}

/** The best row and the worst, or the first three of a list. */
function extremes(
  { reading, measure, main, about }: Topic,
  isIntroduced: boolean,
): readonly Sentence[] {
  const { language, dimensions, top } = reading;
  const words = phrases[language];
  const highestFirst = ranked(main, columnIndex(main, measure));
  const order = top?.lowest === true ? highestFirst.toReversed() : highestFirst;
  const [first, ...rest] = order;
  if (first === undefined) return [];
  const column = columnIndex(main, measure);
  const isSure = (row: number, lowest: boolean) => isBeyondDoubt(main, { column, row, lowest });
  if (!isSure(first, top?.lowest === true)) return [plain(words.undecided)];
  const named = (name: string, row: number) => namedRow(main, { name, row, dimensions, measure });
  const lead = named(`${measure}_first`, first);
  const opening =
    top?.lowest === true
      ? words.lowestOfList(about, lead.label, lead.value)
      : isIntroduced
        ? words.leader(lead.label, lead.value)
        : words.best(about, lead.label, lead.value);

  if (top?.count != null) {
    const items = rest
      .slice(0, 2)
      .map((row, index) => named(`${measure}_${['second', 'third'][index] ?? ''}`, row));
    const tail =
      items.length === 0 ? '' : words.followed(items.map(({ label, value }) => [label, value]));
    return [
      {
        text: `${opening}${tail}${fullStop(language)}`,
        figures: [lead, ...items].flatMap(({ figures }) => figures),
      },
    ];
  }
  const lastRow = rest.at(-1);
  const hasLast = lastRow !== undefined && isWhole(main) && isSure(lastRow, true);
  if (!hasLast || top?.lowest === true) {
    return [{ text: `${opening}${fullStop(language)}`, figures: lead.figures }];
  }
  const last = named(`${measure}_last`, lastRow);
  return [
    {
      text: `${opening}${words.worst(last.label, last.value)}${fullStop(language)}`,
      figures: [...lead.figures, ...last.figures],
    },
  ];
}

/** Which group rose and which fell the most, in percent, where both periods have it. */
function movers({ reading, measure, main, base, basePeriod }: Topic): readonly Sentence[] {
  const { language, dimensions } = reading;
  const [dimension, ...more] = dimensions;
  if (base === undefined || dimension === undefined || more.length > 0 || isEmpty(base, measure))
    return [];
  // Whose change is the greatest, estimates seldom tell.
  if (main.intervals !== null || base.intervals !== null) return [];
  const [mainColumn, baseColumn] = [columnIndex(main, measure), columnIndex(base, measure)];
  const [mainLabel, baseLabel] = [columnIndex(main, dimension), columnIndex(base, dimension)];
  const moves = ranked(main, mainColumn)
    .flatMap((row) => {
      const label = main.rows[row]?.[mainLabel];
      const baseRow = base.rows.findIndex((cells) => cells[baseLabel] === label);
      const before = numberAt(base, baseRow, baseColumn);
      const now = numberAt(main, row, mainColumn);
      return before === null || before <= 0 || now === null
        ? []
        : [{ row, baseRow, change: now / before - 1 }];
    })
    .toSorted((a, b) => b.change - a.change);

  const words = phrases[language];
  const tell = (
    name: string,
    move: (typeof moves)[number],
    say: (period: string, label: string, figure: string) => string,
  ): Sentence => {
    const label = cell(name, main.step, dimension, move.row);
    const now = cell(`${name}_now`, main.step, measure, move.row);
    const before = cell(`${name}_before`, base.step, measure, move.baseRow);
    const moved = change(`${name}_change`, 'pct_change', { from: before.name, to: now.name });
    return {
      text: say(basePeriod, mention(label), mention(moved)),
      figures: [label, now, before, moved],
    };
  };
  const [most, least] = [moves[0], moves.at(-1)];
  return [
    ...(most !== undefined && most.change > 0
      ? [tell(`${measure}_riser`, most, words.gained)]
      : []),
    ...(least !== undefined && least.change < 0
      ? [tell(`${measure}_faller`, least, words.lost)]
      : []),
  ];
}

function isEmpty(data: Data, measure: string): boolean {
  const column = columnIndex(data, measure);
  return data.rows.every((_, row) => numberAt(data, row, column) === null);
}
