/** Where a figure stands, and how far its neighbours reach. */
export interface Reach {
  readonly text: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Where such words stand in a text, in order. */
type WordsIn = (text: string) => readonly RegExpExecArray[];

/** The last such word before the figure in its sentence, or else the first right after it in its clause; lower case. */
export function nearest({ text, at, start, end }: Reach, wordsIn: WordsIn): string | null {
  const before = text.slice(Math.max(start, startOfSentence(text, at)), at);
  // What comes before "but" or "while" is said of something else.
  const clause = before.split(contrast).at(-1) ?? before;
  const found = wordsIn(clause).at(-1);
  const [after = ''] = text.slice(at + 1, end).split(endOfClause);
  const following = wordsIn(after)[0];
  if (found === undefined) return following?.[0].toLowerCase() ?? null;
  // "A the highest, B the lowest": a comma after the word sets it apart from the figure.
  const isApart = clause.indexOf(',', found.index) >= 0;
  if (following !== undefined && isApart) return following[0].toLowerCase();
  return isNegated(clause.slice(0, found.index)) ? null : found[0].toLowerCase();
}

/** The last such word before the figure in its sentence, where a verb denies it: "it did not fall, by …". */
export function nearestDenied({ text, at, start }: Reach, wordsIn: WordsIn): string | null {
  const before = text.slice(Math.max(start, startOfSentence(text, at)), at);
  const found = wordsIn(before).at(-1);
  if (found === undefined) return null;
  const isDenied = denial.test(before.slice(0, found.index));
  return isDenied ? found[0].toLowerCase() : null;
}

export function startOfSentence(text: string, at: number): number {
  return (
    Math.max(
      ...['. ', '! ', '? ', '\n', '; ', '。'].map((mark) => text.lastIndexOf(mark, at - 1)),
    ) + 1
  );
}

function isNegated(before: string): boolean {
  return negation.test(before);
}

const contrast = /\b(?:but|while|whereas|although|though|and)\b/i;
const endOfClause = /[,;:.!?()\n]|\b(?:but|while|whereas|and)\b/i;
const negation = /\b(?:not|no|never|without|neither|nor|didn['’]t|from its|up to)\s+(?:\w+\s+)?$/i;
/** "No region but …" and "not only" deny nothing. */
const denial =
  /\b(?:did|does|do|has|have|had|is|are|was|were)(?: not|n['’]t)(?: (?!only\b|just\b|merely\b)\w+)? $/i;
