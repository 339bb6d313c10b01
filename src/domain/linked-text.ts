/** A part of an answer's text: plain, or the first mention of a figure. */
export interface TextPart {
  readonly text: string;
  readonly figure: string | null;
}

/**
 * Where the text shows each figure first. Figures come in the order of their first mention, so each is looked for behind
 * the one before it; one that is not found there stays unlinked rather than be linked to another's number.
 */
export function linkedText(
  text: string,
  figures: readonly { readonly name: string; readonly display: string }[],
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { name, display } of figures) {
    const found = indexOfWord(text, display, at);
    if (found === -1) continue;
    if (found > at) parts.push({ text: text.slice(at, found), figure: null });
    parts.push({ text: display, figure: name });
    at = found + display.length;
  }
  return at < text.length ? [...parts, { text: text.slice(at), figure: null }] : parts;
}

const partOfWord = /[\p{L}\p{N}]/u;

/** As a whole word: 5 is not in 15, in Q5 or in 5.2. */
function indexOfWord(text: string, word: string, from: number): number {
  if (word === '') return -1;
  for (let at = text.indexOf(word, from); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + word.length);
    const begins = !partOfWord.test(word.charAt(0)) || !/[\p{L}\p{N}]$|\p{N}[.,]$/u.test(before);
    const ends = !partOfWord.test(word.at(-1) ?? '') || !/^[\p{L}\p{N}]|^[.,]\p{N}/u.test(after);
    if (begins && ends) return at;
  }
  return -1;
}
