/** A stream of whole numbers that depends on its seed alone: no platform, clock or floating-point library in it. */
export interface Random {
  /** A whole number from 0 up to, but not including, `limit` (at most 2^21, so that the scaling stays exact). */
  below(limit: number): number;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** True `perMille` times in a thousand. */
  chance(perMille: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** An index into `weights`, each as likely as its weight says. */
  weighted(weights: readonly number[]): number;
}

/** sfc32 seeded by a name, so that each table has a stream of its own and a change to one leaves the others alone. */
export function createRandom(name: string): Random {
  const next = sfc32(hash(name));
  const below = (limit: number) => Math.floor((next() * limit) / 2 ** 32);

  return {
    below,
    between: (min, max) => min + below(max - min + 1),
    chance: (perMille) => below(1000) < perMille,
    pick: (items) => itemAt(items, below(items.length)),
    weighted(weights) {
      let rest = below(weights.reduce((sum, weight) => sum + weight, 0));
      return weights.findIndex((weight) => (rest -= weight) < 0);
    },
  };
}

/** The item at `index`; an index outside the list is a defect, not an undefined. */
export function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} in a list of ${items.length}`);
  return item;
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = () => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}
