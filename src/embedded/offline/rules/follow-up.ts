import { readBlocks } from '../../../domain/blocks.js';
import { objectsIn } from '../json.js';
import { createScanner } from './scanner.js';
import { readQuestion, type KnownValues, type Reading } from './read-question.js';
import { isTurn, readQuestionBlock, type AskedQuestion } from './read-prompt.js';

/** The question of a prompt, read with the turns before it where it builds on them; undefined where there is none. */
export function readInTurn(
  user: string,
  known: KnownValues,
): { readonly question: AskedQuestion; readonly reading: Reading } | undefined {
  const question = readQuestionBlock(user);
  if (question === undefined) return undefined;
  const turns = objectsIn(readBlocks(user, 'turns')[0]?.value).filter(isTurn);
  let before: Before | undefined;
  for (const turn of turns) {
    const reading = readAfter({ text: turn.question, asOf: turn.asOf }, before, known);
    before = { reading, askedBack: turn.status === 'needs_clarification' };
  }
  return { question, reading: readAfter(question, before, known) };
}

interface Before {
  readonly reading: Reading;
  /** It was answered with a question: what comes next is the reply. */
  readonly askedBack: boolean;
}

function readAfter(
  question: Pick<AskedQuestion, 'text' | 'asOf'>,
  before: Before | undefined,
  known: KnownValues,
): Reading {
  const alone = readQuestion(question, known);
  if (before === undefined || !buildsOn(question.text, alone, before)) return alone;
  return merged(before.reading, readQuestion(question, known, before.reading));
}

function buildsOn(text: string, { measures, period, dimensions }: Reading, before: Before) {
  if (measures.length === 0 || createScanner(text).take(opening).length > 0) return true;
  return before.askedBack && period === null && dimensions.length === 0;
}

/** How a question begins that goes on with the one before. */
const opening =
  /^\s*(?:(?:and|also|but|now|only|just|then|same|what about|how about|und|nur|jetzt|auch|aber|was ist mit|wie sieht es)(?![\p{L}])|では|じゃあ|それでは|次に)/gu;

/** What the new question leaves unsaid is as it was. What was not understood before has been answered without. */
function merged(old: Reading, next: Reading): Reading {
  const filters = [
    ...old.filters.filter(({ dimension }) =>
      next.filters.every((filter) => filter.dimension !== dimension),
    ),
    ...next.filters,
  ];
  const single = filters.flatMap(({ dimension, values }) =>
    values.length === 1 ? [dimension] : [],
  );
  // "Only EMEA and APAC" names what to tell apart beside what was told apart before.
  const isNamed = next.dimensions.some((dimension) =>
    next.filters.every((filter) => filter.dimension !== dimension),
  );
  const dimensions = isNamed ? next.dimensions : [...old.dimensions, ...next.dimensions];
  const saysWhen = next.period !== null;
  return {
    language: next.language === 'en' ? old.language : next.language,
    measures: next.measures.length > 0 ? next.measures : old.measures,
    dimensions: [...new Set(dimensions)].filter((dimension) => !single.includes(dimension)),
    period: saysWhen ? next.period : old.period,
    base: saysWhen ? next.base : old.base,
    top: next.top ?? (isNamed ? null : old.top),
    filters,
    notUnderstood: next.notUnderstood,
  };
}
