/** Values near to one that does not exist, nearest first: by the share of common trigrams, as pg_trgm has it. */
export function nearestValues(value: string, candidates: Iterable<string>, most = 3): string[] {
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, score: similarity(value, candidate) }))
    .filter(({ score }) => score >= leastAlike)
    .toSorted((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** From 0, nothing in common, to 1, the same words whatever their case and order. */
export function similarity(a: string, b: string): number {
  const [left, right] = [trigrams(a), trigrams(b)];
  const shared = [...left].filter((trigram) => right.has(trigram)).length;
  const all = left.size + right.size - shared;
  return all === 0 ? 0 : shared / all;
}

function trigrams(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.flatMap((word) => {
      const padded = [...`  ${word} `];
      return padded.slice(2).map((_, i) => padded.slice(i, i + 3).join(''));
    }),
  );
}

/** Below pg_trgm's 0.3: of short names two letters may be wrong. */
const leastAlike = 0.2;
