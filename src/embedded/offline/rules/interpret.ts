import { readBlocks } from '../../../domain/blocks.js';
import type { Interpretation } from '../../../domain/interpretation.js';
import type { Asked } from '../asked.js';
import { isObject, objectsIn, stringsIn } from '../json.js';
import { readData } from './data.js';
import { readInTurn } from './follow-up.js';
import { phrases } from './phrases.js';
import { readQuestion } from './read-question.js';
import { listInLastBlock } from './read-prompt.js';
import { valuesIn } from './review.js';
import { plain, type Sentence } from './sentence.js';
import { tellAnything } from './tell-anything.js';
import { tellMeasures } from './tell-measures.js';

/** Puts results into words. A repair leaves out the sentences that were held against the earlier reply. */
export function interpretByRules({ user }: Asked): Interpretation {
  const known = valuesIn(filtersIn(user));
  const { question, reading } = readInTurn(user, known) ?? {
    question: nothingAsked,
    reading: readQuestion(nothingAsked, known),
  };
  const all = readData(user);
  const data = all.filter(({ look }) => !look);
  const understood =
    reading.notUnderstood.length === 0 ? tellMeasures(reading, data, question) : [];
  const told = understood.length > 0 ? understood : tellAnything(data, reading.language);

  const blamed = new Set(
    (listInLastBlock(user, 'findings') ?? []).map(({ where }) => figureNamedIn(where)),
  );
  const left = blamed.size === 0 ? told : told.filter((sentence) => !mayBeBlamed(sentence, blamed));
  const words = phrases[reading.language];
  const isEmpty = all.length > 0 && all.every(({ rowCount }) => rowCount === 0);
  const said = [
    ...(left.length > 0 ? left : [plain(isEmpty ? words.nothingFound : words.seeTable)]),
    ...(data.some(({ intervals }) => intervals !== null) ? [plain(words.estimated)] : []),
    ...(all.some(({ look }) => look) ? [plain(words.look)] : []),
  ];
  return {
    text: said.map(({ text }) => text).join(reading.language === 'ja' ? '' : ' '),
    figures: said.flatMap(({ figures }) => figures),
  };
}

const nothingAsked = { text: '', asOf: '1970-01-01', locale: 'en' };

/** A finding about no figure may be about any sentence that has one. */
function mayBeBlamed({ figures }: Sentence, blamed: ReadonlySet<string>): boolean {
  if (blamed.has('')) return figures.length > 0;
  return figures.some(({ name }) => blamed.has(name));
}

function figureNamedIn(where: unknown): string {
  return /^figure (\S+)/.exec(String(where))?.[1] ?? '';
}

/** What the plan's steps declare as filters, for the values in them. */
function filtersIn(user: string): readonly string[] {
  const plan = readBlocks(user, 'plan')[0]?.value;
  return objectsIn(isObject(plan) ? plan['steps'] : []).flatMap(({ filters }) =>
    stringsIn(filters),
  );
}
