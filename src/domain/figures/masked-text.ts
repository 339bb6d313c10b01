import { latinDigits } from './digits.js';
import { withoutInvisible } from './evidence.js';
import { withoutLookAlikes } from './look-alikes.js';

/** Longer texts are refused unread: an answer is a few sentences, and searching takes time. */
export const longestText = 5_000;

/** Stands for a figure in a masked text. */
export const figureMark = '\uE000';
/** Stands for each code unit of what may stand as it is. */
export const allowedMark = '\uE001';

/** A `{{name}}` in a text. */
export interface Mention {
  readonly name: string;
  /** Where its mark stands in the masked text. */
  readonly at: number;
}

/** A text of Claude's in the two forms that matter: how it is shown, and how it is searched for numbers. */
export interface MaskedText {
  /** What stands between the mentions, as shown; one more than there are mentions. */
  readonly pieces: readonly string[];
  readonly mentions: readonly Mention[];
  /** Compatibility forms and look-alikes folded, digits of all scripts as 0 to 9, no emphasis, mentions as marks. */
  readonly searched: string;
}

/** Nothing that cannot be seen survives, so nothing invisible can hide a digit or split a word. */
export function maskText(text: string): MaskedText {
  const parts = withoutInvisible(text).split(/\{\{\s*([^{}]*?)\s*\}\}/);
  const pieces = parts.filter((_, at) => at % 2 === 0);
  const names = parts.filter((_, at) => at % 2 === 1);
  const mentions: Mention[] = [];
  let searched = '';
  for (const [at, piece] of pieces.entries()) {
    searched += searchable(foldable(piece)).replaceAll(/\u200c|\u200d/g, '');
    const name = names[at];
    if (name === undefined) continue;
    mentions.push({ name, at: searched.length });
    searched += figureMark;
  }
  return { pieces, mentions, searched };
}

/** The same text with a stretch of it marked as allowed. */
export function allow(searched: string, start: number, end: number): string {
  return searched.slice(0, start) + allowedMark.repeat(end - start) + searched.slice(end);
}

/** Folds like the searched text, for what is looked up in it. */
export function folded(text: string): string {
  if (/^[ -)+-^a-}]*$/.test(text)) return text;
  return searchable(withoutInvisible(text));
}

function searchable(text: string): string {
  return withoutLookAlikes(latinDigits(inOneForm(withoutEmphasis(text))));
}

/** Signs of emphasis and code are not read: "fi**ve**" is five. A list's stars stay. */
function withoutEmphasis(text: string): string {
  return text.replaceAll(
    /(?<!^[ \t>]*)\*|\*(?!\s)|`|~~|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gmu,
    '',
  );
}

/** Compatibility forms folded, save letters that are numerals: Ⅻ must not pass for the letters XII. */
function inOneForm(text: string): string {
  return text.replaceAll(/\P{Nl}+/gu, (part) => part.normalize('NFKC'));
}

/** "m²" is a unit, not a number. */
function foldable(piece: string): string {
  return piece.replaceAll(/(?<=\p{L})[²³]/gu, '');
}
