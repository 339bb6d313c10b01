import { compare, parseDecimal } from '../decimal.js';
import type { Finding } from '../finding.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import type { MaskedText } from './masked-text.js';
import { matchesOf } from './matches.js';
import { namedRowsIn, type NamedRows } from './named-rows.js';
import { isNamed } from './row-keys.js';
import { isSample } from './sampled.js';
import { sentencesOf } from './sentences.js';
import { columnsMeant } from './superlative-support.js';
import { unitOf } from './unit.js';
import type { Value } from './value.js';

/** "EMEA is the second-largest region", "APAC came third" in English: so it must be in a column that may be meant. */
export function checkRanks(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  evidence: Evidence,
): Finding[] {
  if (!candidate.test(masked.searched)) return [];
  return sentencesOf(masked).flatMap((sentence) => {
    const found = matchesOf(sentence.text, ranks);
    if (found.length === 0) return [];
    const names = namedRowsIn(sentence, values, evidence);
    return found.flatMap((match) => {
      const [said] = match;
      const word = Object.values(match.groups ?? {}).find((each) => each !== undefined) ?? '';
      const place = placeNamed(word);
      const name = meantBy(match.index, match.index + said.length, names, sentence.text);
      if (name === null || place === 0) return [];
      const claim = { said, place, sentence: sentence.text };
      if (mayBe(claim, name)) return [];
      return [
        {
          code: 'rank_contradicts',
          where: 'answer',
          what: `"${said.trim()}" is said of ${name.shown}, which has another place.`,
          fix: 'Say the place that it has, or leave it out.',
        },
      ];
    });
  });
}

interface Claim {
  readonly said: string;
  readonly place: number;
  readonly sentence: string;
}

/** The name right before the words, or right behind them where it turns out to be that. */
function meantBy(
  start: number,
  end: number,
  names: readonly NamedRows[],
  text: string,
): NamedRows | null {
  const before = names.findLast((name) => name.end <= start);
  if (before !== undefined && subjectGap.test(text.slice(before.end, start))) return before;
  const after = names.find((name) => name.start >= end);
  return after !== undefined && predicateGap.test(text.slice(end, after.start)) ? after : null;
}

/** True where it is so in any result, by any column that may be meant, or where none can tell. */
function mayBe(claim: Claim, { rows }: NamedRows): boolean {
  const told = rows.flatMap(({ result, row }) => {
    if (isSample(result)) return [true];
    const isByOrder = (result.order ?? '') !== '' && row === claim.place - 1;
    const columns = columnsMeant({ word: claim.said, sentence: claim.sentence }, result);
    return [isByOrder, ...columns.flatMap((column) => isSo(claim, result, { row, column }))];
  });
  return told.length === 0 || told.includes(true);
}

function isSo(
  { said, place }: Claim,
  result: EvidenceResult,
  { row, column }: { readonly row: number; readonly column: string },
): boolean[] {
  const at = result.columns.findIndex(({ name }) => name === column);
  const cells = result.rows.map((each) => parseDecimal(cellText(each[at])));
  const own = cells[row];
  if (own === undefined) return [];
  const { kind } = unitOf(result, column);
  const isPlain = kind === 'currency' || kind === 'count';
  const ways = least.test(said) ? [-1] : most.test(said) || isPlain ? [1] : [1, -1];
  // From the bottom of a list that was cut short nobody can count.
  if (ways[0] === -1 && (result.limit !== null || result.truncated)) return [true];
  return ways.flatMap((way) =>
    [true, false].map((all) => {
      const beyond = cells.filter(
        (cell, other) =>
          cell !== undefined && compare(cell, own) === way && (all || isNamed(result, other)),
      );
      return beyond.length === place - 1;
    }),
  );
}

function placeNamed(word: string): number {
  const lower = word.toLowerCase();
  if (lower === 'runner-up') return 2;
  const at = places.findIndex((names) => names.includes(lower));
  return at < 0 ? 0 : at + 2;
}

const places = [
  ['second', '2nd'],
  ['third', '3rd'],
  ['fourth', '4th'],
  ['fifth', '5th'],
];
const ordinal = '(?:second|third|fourth|fifth|2nd|3rd|4th|5th)';
const candidate = new RegExp(`${ordinal}|runner-up`, 'iu');
const ranks = new RegExp(
  [
    `(?<a>${ordinal})[- ](?:largest|biggest|highest|greatest|best|strongest|busiest|smallest|lowest|weakest|fewest|worst)\\b(?!-)`,
    `\\b(?:came|comes|ranks|ranked|finished|places|placed)(?: in)?(?: an?| the)? (?:close |distant )?(?<b>${ordinal})\\b(?! (?:in|by) (?!revenue))`,
    `\\b(?:is|was) (?:in (?<c>${ordinal}) place|an? (?:close|distant) (?<d>${ordinal}))`,
    '(?<e>runner-up)',
  ].join('|'),
  'giu',
);
const subjectGap =
  /^(?:,? (?:with|at) \uE000| \(\uE000\))?,? ?(?:(?:is|was|are|remains?|remained|again|still|our|the|its|now|which)(?: |,)*){0,4}$/iu;
const predicateGap =
  /^(?: \p{L}+){0,2}(?: in [^.,;]{1,20})?(?: (?:is|was|came|comes)(?: from| in)?|:) (?:the )?$/iu;
const most = /largest|biggest|highest|greatest|busiest/i;
const least = /smallest|lowest|weakest|fewest|worst/i;
