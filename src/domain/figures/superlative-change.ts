import type { FigureSpec } from '../interpretation.js';
import type { Evidence } from './evidence.js';
import { isExtremeChange } from './extreme-changes.js';
import type { Sentence } from './sentences.js';
import type { Extreme } from './superlatives.js';
import type { Value } from './value.js';

/** A superlative in a sentence, in lower case. */
export interface Word {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** What the figures of a text are. */
export interface Known {
  readonly values: ReadonlyMap<string, Value>;
  readonly specs: ReadonlyMap<string, FigureSpec>;
  readonly evidence: Evidence;
}

/**
 * "Grew the most" is said of a change, which its row's own numbers do not tell: the change nearest to the word, and
 * whether it may be so. Null where the word is not said of one.
 */
export function changeMeantBy(
  word: Word,
  { text, start, mentions }: Sentence,
  { values, specs, evidence }: Known,
): { readonly name: string; readonly mayBe: boolean } | null {
  const before = text.slice(0, word.at);
  const verb =
    changed.exec(before)?.[1] ??
    subject.exec(before)?.[1] ??
    change.exec(text.slice(word.end))?.[1];
  if (verb === undefined) return null;
  const changes = mentions.flatMap(({ name, at }) => {
    const value = values.get(name);
    const isChange = value?.content.kind === 'number' && value.content.signed;
    return isChange ? [{ name, value, behind: at - start > word.at }] : [];
  });
  const meant = changes.find(({ behind }) => behind) ?? changes.at(-1);
  if (meant === undefined) return null;
  const which = extremeOf(word.text, verb);
  const calc = specs.get(meant.name)?.calc ?? 'none';
  const isSo = which === null || isExtremeChange(meant.value, calc, which, evidence);
  return { name: meant.name, mayBe: isSo !== false };
}

/** The most of a fall is the least of the changes; what fell least or changed most may be at either end. */
function extremeOf(word: string, verb: string): Extreme | null {
  if (!most.test(word) || /^chang/i.test(verb)) return null;
  return falls.test(verb) ? 'lowest' : 'highest';
}

const most = /^(?:most|fastest|highest|largest|biggest|greatest|strongest|best)$/;
const falls = /^(?:fell|fall|drop|declin|decreas|lost)/i;
const change =
  /^ (?:\p{L}+ )?(growth|increase|rise|gain|jump|decline|drop|fall|decrease|change|improvement)\b/iu;
const subject =
  /\b(growth|increase|rise|gain|decline|drop|decrease|improvement)(?: rate)? (?:was|is) (?:by far )?(?:the )?$/i;
const changed =
  /\b(grew|grows?|rose|rises?|increased|climbed|gained|jumped|fell|falls?|declined|dropped|decreased|lost|improved|changed|growing|rising|falling|declining)(?: by)?(?: the)? $/i;
