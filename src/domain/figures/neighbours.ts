import { figureMark, type MaskedText, type Mention } from './masked-text.js';
import { startOfSentence } from './nearest-word.js';

/** Two figures of which one follows the other. */
export interface Neighbours {
  readonly first: Mention;
  readonly second: Mention;
  /** The first one's sentence up to it. */
  readonly before: string;
  readonly between: string;
}

/** Each figure of a text with the next one, in order. */
export function neighboursIn({ searched, mentions }: MaskedText): readonly Neighbours[] {
  return mentions.flatMap((first, index) => {
    const second = mentions[index + 1];
    if (second === undefined) return [];
    const before = searched.slice(startOfSentence(searched, first.at), first.at);
    const between = searched.slice(first.at + figureMark.length, second.at);
    return [{ first, second, before, between }];
  });
}
