import type { MaskedText, Mention } from './masked-text.js';
import { matchesOf } from './matches.js';

/** A stretch of a searched text that says one thing, with the figures in it. */
export interface Sentence {
  readonly text: string;
  /** Where it begins in the searched text. */
  readonly start: number;
  readonly mentions: readonly Mention[];
}

/** Sentences, list items and what semicolons part. */
export function sentencesOf({ searched, mentions }: MaskedText): Sentence[] {
  const ends = matchesOf(searched, ending).map(({ index, 0: mark }) => index + mark.length);
  let start = 0;
  return [...ends, searched.length].flatMap((end) => {
    const sentence = {
      text: searched.slice(start, end),
      start,
      mentions: mentions.filter(({ at }) => at >= start && at < end),
    };
    start = end;
    return sentence.text.trim() === '' ? [] : [sentence];
  });
}

/** A point ends a sentence, save behind a number ("1. FC") or an abbreviation ("vs. Q3"). */
const ending =
  /(?<!(?:^|[\s(])(?:\d+|vs|no|nr|ca|approx|st|sept?|oct|nov|dec|jan|feb|mar|apr|aug))\.(?=\s)|[!?](?=\s)|[\n;。！？]/giu;
