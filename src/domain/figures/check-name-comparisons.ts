import { compare, parseDecimal } from '../decimal.js';
import type { Finding } from '../finding.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { isSample } from './sampled.js';
import type { MaskedText } from './masked-text.js';
import { namedRowsIn, type NamedRows } from './named-rows.js';
import { sentencesOf } from './sentences.js';
import { columnsMeant } from './superlative-support.js';
import { unitOf } from './unit.js';
import type { Value } from './value.js';

/** "EMEA sold more than APAC", "EMEA beat APAC": English comparisons of rows must be so in a column that may be meant. */
export function checkNameComparisons(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  return sentencesOf(masked).flatMap((sentence) => {
    const names = namedRowsIn(sentence, values, evidence);
    return names.flatMap((first, at) => {
      const second = names.slice(at + 1).find(({ start }) => start >= first.end);
      if (second === undefined) return [];
      const word = between.exec(sentence.text.slice(first.end, second.start))?.[1]?.toLowerCase();
      if (word === undefined || mayBe(word, [first, second], sentence.text)) return [];
      return [
        {
          code: 'comparison_contradicts',
          where: 'answer',
          what: `"${word}" does not fit ${first.shown} and ${second.shown}: it is the other way round.`,
          fix: 'Use the word that fits, or leave the comparison out.',
        },
      ];
    });
  });
}

/** True where any result that has both rows bears it out, or none can tell. */
function mayBe(
  word: string,
  [first, second]: readonly [NamedRows, NamedRows],
  sentence: string,
): boolean {
  const told = first.rows.flatMap(({ result, row }) =>
    second.rows.flatMap((other) =>
      other.result === result && other.row !== row
        ? columnsMeant({ word, sentence }, result).flatMap((column) =>
            isSo(word, result, { column, row, other: other.row }),
          )
        : [],
    ),
  );
  return told.length === 0 || told.includes(true);
}

function isSo(
  word: string,
  result: EvidenceResult,
  { column, row, other }: { readonly column: string; readonly row: number; readonly other: number },
): boolean[] {
  const at = result.columns.findIndex(({ name }) => name === column);
  const [a, b] = [row, other].map((each) => parseDecimal(cellText(result.rows[each]?.[at])));
  if (a === undefined || b === undefined || isSample(result)) return [];
  const ofTime = /^(?:fast|quick|slow)/.test(word);
  const isTime = unitOf(result, column).kind === 'duration';
  // Better of a rate or a time may be either way.
  if (ofTime !== isTime && (ofTime || vague.test(word))) return [];
  const wantsMore = ofTime ? word.startsWith('slow') : !lesser.test(word);
  const order = compare(a, b);
  return [wantsMore ? order > 0 : order < 0];
}

const words =
  'ahead of|behind|above|below|beats?|outsold|outperform(?:s|ed)|surpass(?:es|ed)|overtook|trail(?:s|ed)|(?:more|less|fewer|(?:high|low|larg|bigg|small|great|strong|weak|fast|slow|quick)er)(?: \\p{L}+){0,2} than';
/** Nothing else is said in between: "EMEA ({{emea}}) sold more than". */
const between = new RegExp(
  `^(?:,? (?:with|at) \uE000,?|,? \\(\uE000\\))?(?: (?!not|no|never|and|or|but|than|if|when)\\p{L}+){0,3}(?: \uE000)? (${words}) (?:the |in |that of |those of )?$`,
  'iu',
);
const vague = /^(?:beat|outperform|ahead|behind|above|below|strong|weak|trail|surpass|overtook)/;
const lesser = /^(?:behind|below|trail|less|fewer|low|small|weak)/;
