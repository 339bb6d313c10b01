/** Names near to one that does not exist, nearest first, at most three: by spelling, and by the words they are made of. */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  const scored = [...new Set(candidates)]
    .map((candidate) => ({ candidate, score: farFrom(wanted, candidate.toLowerCase()) }))
    .filter(({ score }) => score < tooFar);
  return scored
    .toSorted((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The first names of a list that may be long, and how many more there are. */
export function listed(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, mostListed), names.length - mostListed];
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** 0 for the same, 1 for nothing in common: the share of edits, or of words that are not shared, whichever is less. */
function farFrom(a: string, b: string): number {
  const edits = distance(a, b) / Math.max(a.length, b.length);
  const [left, right] = [tokens(a), tokens(b)];
  const shared = [...left].filter((token) => right.has(token)).length;
  const apart = shared === 0 ? 1 : 1 - (2 * shared) / (left.size + right.size);
  return Math.min(edits, apart + slightlyWorse);
}

function tokens(name: string): Set<string> {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 1);
  return new Set(parts.map((part) => part.replace(/(?<=..)(?:es|s)$/, '')));
}

/** Damerau–Levenshtein, optimal string alignment: a swap of neighbours is one edit. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

const mostListed = 20;
const tooFar = 0.5;
const slightlyWorse = 0.1;
