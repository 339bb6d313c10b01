import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import type { Evidence, EvidenceResult } from './evidence.js';
import { areExtreme, countAbove, holdsForAll, isExtreme } from './extremes.js';
import type { MaskedText } from './masked-text.js';
import { nearest, startOfSentence } from './nearest-word.js';
import { fallSaid, isOfList, saidOf } from './superlative-support.js';
import { extremeSaid, superlativesIn, type Extreme } from './superlatives.js';
import type { Unit } from './unit.js';
import type { Value } from './value.js';

/** An English superlative must go with a figure that is the greatest or the least of its column. */
export function checkSuperlatives(
  { searched, mentions }: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  return mentions.flatMap(({ name, at }, index) => {
    const value = values.get(name);
    if (value?.content.kind !== 'number') return [];
    const [start, end] = [
      mentions[index - 1]?.at ?? -1,
      mentions[index + 1]?.at ?? searched.length,
    ];
    const sentence = searched.slice(startOfSentence(searched, at), end);
    const word = nearest({ text: searched, at, start: start + 1, end }, superlativesIn);
    const result = evidence.results.get(value.from[0]?.step ?? '');
    if (word === null) return [];
    const column = value.from[0]?.column ?? '';
    const claim = { word, sentence };
    const said =
      result === undefined
        ? extremeSaid(word, unitIn(value))
        : (fallSaid(claim, result, column) ??
          extremeSaid(word, unitIn(value)) ??
          saidOf(claim, result, column));
    if (said === null) return [];
    if (word.endsWith(' first') && isInPlace(value, placeBehind(searched, at), result)) return [];
    const really = extremeOf(
      specs.get(name),
      value,
      { said, isOfList: isOfList(sentence) },
      evidence,
    );
    if (really === null || really === said) return [];
    const all = { searched, mentions, values };
    if (really === 'neither' && isAmongMost({ word, said, at }, value, all, evidence)) return [];
    return [unsupported(name, word, really)];
  });
}

/** "A ranks first, B ({{b}}) second": 2; 1 where no place is said behind the figure. */
function placeBehind(searched: string, at: number): number {
  const [, word = ''] = /^\)? (\p{L}+|\d\p{L}+)/u.exec(searched.slice(at + 1, at + 12)) ?? [];
  return places.findIndex((words) => words.includes(word.toLowerCase())) + 2;
}

function isInPlace({ from }: Value, place: number, result: EvidenceResult | undefined): boolean {
  const [source] = from;
  if (place < 2 || result === undefined || source?.row == null) return false;
  return countAbove(result, { row: source.row, column: source.column }) === place - 1;
}

const places = [
  ['second', '2nd'],
  ['third', '3rd'],
  ['fourth', '4th'],
  ['fifth', '5th'],
];

/** "A and B were the strongest months, at {{a}} and {{b}}": no other row has more than any of them. */
function isAmongMost(
  { word, said, at }: { readonly word: string; readonly said: Extreme; readonly at: number },
  { from: [source] }: Value,
  { searched, mentions, values }: Text,
  { results }: Evidence,
): boolean {
  const start = startOfSentence(searched, at);
  const [sentence = ''] = /^[^.!?;\n]*/.exec(searched.slice(start)) ?? [];
  const result = source && results.get(source.step);
  if (result === undefined || !isSaidOfSeveral(word, sentence)) return false;
  const rows = mentions
    .filter((mention) => mention.at >= start && mention.at < start + sentence.length)
    .flatMap(({ name }) => values.get(name)?.from ?? [])
    .flatMap(({ step, column, row }) =>
      step === source?.step && column === source.column && row !== null ? [row] : [],
    );
  return areExtreme(result, { rows: new Set(rows), column: source?.column ?? '' }, said);
}

function isSaidOfSeveral(word: string, sentence: string): boolean {
  const at = sentence.toLowerCase().indexOf(word);
  const isOfThem = /\b(?:are|were) (?:by far |again )?the $/i.test(sentence.slice(0, at));
  return isOfThem && /^(?: \p{L}+)? \p{Ll}{2,}(?<!s)s\b/u.test(sentence.slice(at + word.length));
}

interface Text extends Pick<MaskedText, 'searched' | 'mentions'> {
  readonly values: ReadonlyMap<string, Value>;
}

/** What the figure is; 'neither' where it is one of the others, null where that cannot be told. */
function extremeOf(
  spec: FigureSpec | undefined,
  { content, from }: Value,
  { said, isOfList }: { readonly said: Extreme; readonly isOfList: boolean },
  { results }: Evidence,
): Extreme | 'neither' | null {
  const computed = byCalc[spec?.calc ?? 'none'];
  if (computed !== undefined) return computed;
  const [source, second] = from;
  const result = source && results.get(source.step);
  if (content.kind !== 'number' || source?.row == null || second || result === undefined)
    return null;
  const { row, column } = source;
  const isSo = isExtreme(result, { row, column }, said);
  if (isSo === null) return null;
  return isSo && (isOfList || holdsForAll(result, column, said)) ? said : 'neither';
}

function unsupported(name: string, word: string, really: Extreme | 'neither'): Finding {
  const what = really === 'neither' ? 'not that of its column' : `the ${really} value`;
  return {
    code: 'superlative_unsupported',
    where: `figure ${name}`,
    what: `"${word}" goes with {{${name}}}, which is ${what}.`,
    fix: 'Use calc argmax, argmin, max or min for it, or leave the superlative out.',
  };
}

function unitIn({ content }: Value): Unit | null {
  return content.kind === 'number' ? content.unit : null;
}

const byCalc: Readonly<Record<string, Extreme>> = {
  argmax: 'highest',
  max: 'highest',
  argmin: 'lowest',
  min: 'lowest',
};
