import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import type { Evidence } from './evidence.js';
import { figureMark, type MaskedText } from './masked-text.js';
import { matchesOf } from './matches.js';
import { keyColumns, lowered, namesInText, rowsNamed } from './row-keys.js';
import { sentencesOf, type Sentence } from './sentences.js';
import { changeMeantBy, type Known, type Word } from './superlative-change.js';
import { figureMayBe, rowMayBe } from './superlative-support.js';
import { superlativesIn } from './superlatives.js';
import type { Value } from './value.js';

/**
 * What an English superlative says of a name ("EMEA was the best", "the strongest region was {{who}}") must be so of
 * its row; so must "no region sold more than EMEA"; and a sentence with a superlative needs a figure or a row's name
 * for it to be held against.
 */
export function checkNamedSuperlatives(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  const known = { values, specs, evidence };
  return withLeads(masked).flatMap((sentence) => {
    const [claimed, worded] = [unsurpassedIn(sentence.text), superlativesIn(sentence.text)];
    if (claimed.length + worded.length === 0) return [];
    const names = namesOf(sentence, known);
    const surpassed = claimed.flatMap(({ index, 0: found }) => {
      const name = names.find(({ at }) => at === index + found.length);
      const word = lesser.test(found) ? 'least' : 'most';
      return name === undefined || name.is(word, sentence.text)
        ? []
        : [unsupported(found.trim(), name)];
    });
    const superlative = worded.flatMap(({ index, 0: found }) => {
      const word = { text: lowered(found), at: index, end: index + found.length };
      if (isOfNone(word, sentence.text)) return [];
      const change = changeMeantBy(word, sentence, known);
      if (change !== null) {
        return change.mayBe ? [] : [unsupported(found, { shown: `{{${change.name}}}` })];
      }
      if (names.length === 0 && sentence.mentions.length === 0) return [untouched(found)];
      const name = meantBy(word, names, sentence.text);
      return name === null || name.is(word.text, sentence.text) ? [] : [unsupported(found, name)];
    });
    return [...surpassed, ...superlative];
  });
}

/** A figure that is a text, or a row's name as typed. */
interface Name {
  readonly at: number;
  readonly end: number;
  readonly shown: string;
  /** Whether its row may be what the word says. */
  readonly is: (word: string, sentence: string) => boolean;
}

function unsurpassedIn(text: string): RegExpExecArray[] {
  return / than /i.test(text) ? matchesOf(text, unsurpassed) : [];
}

/** "The best region:" belongs to what comes next. */
function withLeads(masked: MaskedText): Sentence[] {
  const joined: Sentence[] = [];
  for (const sentence of sentencesOf(masked)) {
    const last = joined.at(-1);
    if (last !== undefined && last.text.trimEnd().endsWith(':') && last.mentions.length === 0) {
      joined.splice(-1, 1, {
        text: masked.searched.slice(last.start, sentence.start + sentence.text.length),
        start: last.start,
        mentions: sentence.mentions,
      });
    } else joined.push(sentence);
  }
  return joined;
}

function namesOf(sentence: Sentence, { values, specs, evidence }: Known): Name[] {
  const figures = sentence.mentions.flatMap(({ name, at }): Name[] => {
    const value = values.get(name);
    if (value?.content.kind !== 'text') return [];
    const is = (word: string, text: string) =>
      figureMayBe({ word, sentence: text }, value, specs.get(name), evidence);
    const place = at - sentence.start;
    return [{ at: place, end: place + figureMark.length, shown: `{{${name}}}`, is }];
  });
  const columns = new Set(
    [...evidence.results.values()].flatMap((result) =>
      keyColumns(result).map(({ column }) => column),
    ),
  );
  const typed = [...columns].flatMap((column) => {
    const rows = rowsNamed(column, evidence);
    return namesInText(lowered(sentence.text), new Set(rows.keys())).map(({ at, name }): Name => {
      const is = (word: string, text: string) =>
        (rows.get(name) ?? []).some(({ result, row }) =>
          rowMayBe({ word, sentence: text }, result, row),
        );
      return { at, end: at + name.length, shown: `"${name}"`, is };
    });
  });
  return [...figures, ...typed].toSorted((a, b) => a.at - b.at);
}

/** The name that the word is said of: before it as its subject, or behind it as what it turns out to be. */
function meantBy(word: Word, names: readonly Name[], sentence: string): Name | null {
  const isPassive = /^ (?:the list )?by\b/.test(sentence.slice(word.end));
  if (!isPassive) {
    const subject = names.findLast(
      ({ end }) => end <= word.at && isSubjectGap(sentence.slice(end, word.at), word.text),
    );
    if (subject !== undefined) {
      const gap = sentence.slice(subject.end, word.at);
      if (negation.test(gap)) return null;
      const isOneOfTwo = names.some(
        ({ end }) => end < subject.at && /^,? (?:and|or) $/.test(sentence.slice(end, subject.at)),
      );
      return isOneOfTwo && !hasBreak.test(gap) && pluralVerb.test(gap) ? null : subject;
    }
  }
  if (negation.test(sentence.slice(Math.max(0, word.at - 20), word.at))) return null;
  return (
    names.find(({ at }) => at >= word.end && isPredicateGap(sentence.slice(word.end, at))) ?? null
  );
}

/** Between a name and what is said of it, nothing else is named. */
function isSubjectGap(gap: string, word: string): boolean {
  const plain = withoutMarks(gap)
    .replaceAll(/ ?\([^()]*\)/g, '')
    .replace(/^, (?:which|who|that) /, ' ');
  if (ofTime.test(word)) return /^ (?:was|is|marks|marked) (?:the|a) $/.test(plain);
  if (/^, (?:the|our|its|a) $/.test(plain)) return true;
  return plain.length <= 40 && !plain.includes(figureMark) && !hasBreak.test(plain);
}

function isPredicateGap(marked: string): boolean {
  const gap = withoutMarks(marked);
  if (gap.length > 80 || clauseEnd.test(gap)) return false;
  if (/^(?: \p{L}+)?(?:,| \(| (?:in|for|at|on|with|by|among))? ?$/iu.test(gap)) return true;
  return /(?:\b(?:is|was|are|were|be|been|remains|remained|became|namely|(?:that|those) of|(?:came|comes|come) (?:from|in)|(?:goes|went|belongs|belonged) to)|[:–—])(?: (?:again|still|clearly|also|by far|the|in|that of|once more))*:?\s*(?:[-+]|\d+\.)? ?$/i.test(
    gap,
  );
}

/** Without the signs of emphasis and code. */
function withoutMarks(gap: string): string {
  return gap.replaceAll(/[*_`]/g, '');
}

/** "The five best products are", "most regions grew", "which was the best": said of no single row. */
function isOfNone({ text, at, end }: Word, sentence: string): boolean {
  const [before, after] = [sentence.slice(0, at), sentence.slice(end)];
  if (asked.test(before)) return true;
  return /^(?:most|fewest|least)$/.test(text) ? !amount.test(before) : plural.test(after);
}

function unsupported(word: string, { shown }: Pick<Name, 'shown'>): Finding {
  return {
    code: 'superlative_unsupported',
    where: 'answer',
    what: `"${word}" is said of ${shown}, which is not that of its column.`,
    fix: 'Take the name by calc argmax or argmin of the column that is meant, or leave the superlative out.',
  };
}

function untouched(word: string): Finding {
  return {
    code: 'superlative_unsupported',
    where: 'answer',
    what: `The sentence with "${word}" has no figure that supports it.`,
    fix: 'Name the row by a figure with calc argmax or argmin beside the word, or leave the superlative out.',
  };
}

/** "Nobody sold more than", "no region had lower revenue than": a superlative of the name that comes next. */
const unsurpassed =
  /(?<!\p{L})(?:nobody|no[- ]one|nothing|none|no (?:other )?\p{L}+)(?: (?!than\b|but\b|more\b)\p{L}+){1,4} (?:more|less|fewer|higher|lower|larger|smaller|bigger)(?: (?!than\b)\p{L}+){0,3} than (?:(?:that|those) of |in |the )?/giu;
const lesser = /\b(?:less|fewer|lower|smaller)\b/i;
/** Their subject is what went up and down, not when. */
const ofTime = /^(?:peak|peaked|trough|maximum|minimum|record)$/;
const negation = /\b(?:not|no|never|neither|nor|without|hardly)\b|n['’]t\b/i;
const pluralVerb = /\b(?:are|were|have|had|led|lead)\b/i;
const clauseEnd = /;|\b(?:but|while|whereas|although|though|than|after|before|behind)\b/i;
const hasBreak =
  /[,;:]|\b(?:and(?! (?:is|was|has|had)\b)|of|behind|ahead|but|while|whereas|although|though|than|after|before|by|from|to|over|above|below|against|trail\w*|follow\w*|lag\w*|beat\w*|miss\w*|reach\w*|approach\w*|match\w*|overt\w*)\b/i;
const asked =
  /(?:\b(?:if|whether|to find|to determine)|(?:^\s*|\b(?:tell|tells|show|shows|see|say|says|know|ask|asked|asks) )(?:which|what|who|where))\b[^,;]{0,40}$/i;
const amount =
  /\b(?:the|made|makes|sold|sells|placed|bought|had|has|took|earned|earns|contributed|contributes) $/i;
const plural =
  /^(?:-\p{L}+)?(?: \p{L}+)? (?!(?:was|is|has|its|this|as|sales|revenues|series|belongs|goes|comes|remains|lies|stands)\b)\p{Ll}{2,}(?<!s)s\b(?! (?:was|is|has)\b)/u;
