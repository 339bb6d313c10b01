/** A part of the question that a rule has understood. */
export interface Match {
  readonly at: number;
  readonly end: number;
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
}

/** Reads a question part by part. What one rule has taken no other rule sees; what is left was not understood. */
export interface Scanner {
  /** Takes every match out of the text. Longer phrases must be taken before the words in them. */
  take(pattern: RegExp): readonly Match[];
  /** Takes what stands right before or after a part, such as "since". */
  takeBefore(at: number, pattern: RegExp): Match | undefined;
  takeAfter(end: number, pattern: RegExp): Match | undefined;
  /** The text between two places, without what was taken. */
  between(from: number, to: number): string;
  rest(): string;
}

/** Stands for every character that was taken: neither a letter nor a space, so that words end there. */
const taken = '·';

export function createScanner(text: string): Scanner {
  let rest = normalize(text);

  function mask(at: number, end: number): void {
    rest = rest.slice(0, at) + taken.repeat(end - at) + rest.slice(end);
  }

  function toMatch(found: RegExpMatchArray, offset = 0): Match {
    const at = offset + (found.index ?? 0);
    return { at, end: at + found[0].length, text: found[0], groups: found.slice(1) };
  }

  function takeFirst(part: string, offset: number, pattern: RegExp): Match | undefined {
    const found = pattern.exec(part);
    if (found === null) return undefined;
    const match = toMatch(found, offset);
    mask(match.at, match.end);
    return match;
  }

  return {
    take(pattern) {
      const matches = [...rest.matchAll(pattern)].map((found) => toMatch(found));
      for (const { at, end } of matches) mask(at, end);
      return matches;
    },
    takeBefore: (at, pattern) => takeFirst(rest.slice(0, at), 0, pattern),
    takeAfter: (end, pattern) => takeFirst(rest.slice(end), end, pattern),
    between: (from, to) => rest.slice(from, to).replaceAll(taken, ''),
    rest: () => rest.replaceAll(taken, ' '),
  };
}

/** One spelling for one thing: full-width digits and capitals become plain ones. */
export function normalize(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[’‘]/g, "'").replaceAll(taken, ' ');
}

/** Matches whole words or phrases; a space in the source stands for any white space or hyphen. */
export function words(source: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${source.replaceAll(' ', '[\\s-]+')})(?![\\p{L}\\p{N}])`,
    'gu',
  );
}

/** Matches anywhere: for Japanese, which has no spaces. */
export function anywhere(source: string): RegExp {
  return new RegExp(source, 'gu');
}
