import type { Difference } from './compare.js';
import type { Datum, Sentence } from './report.js';

export const tooFew = 'too few to tell';

/** What a difference means for what goes up or down. */
export function againstBefore(difference: Difference, higher: string, lower: string): string {
  switch (difference) {
    case 'too_few':
      return tooFew;
    case 'alike':
      return 'no clear difference';
    case 'higher':
      return `${higher} than before`;
    case 'lower':
      return `${lower} than before`;
  }
}

/** A word from the data. */
export function datum(name: string): Datum {
  return { name };
}

/** ` of sales`, where there is more than one to tell apart. */
export function ofWarehouse({ warehouse }: { readonly warehouse: string | null }): Sentence {
  return warehouse === null ? [] : [' of ', datum(warehouse)];
}

/** `1 run`, `2 runs`: the word alone. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** Parts joined with commas and, before the last, `and`. */
export function listed(parts: readonly Sentence[]): Sentence {
  return parts.flatMap((part, index) =>
    index === 0 ? part : [index === parts.length - 1 ? ' and ' : ', ', ...part],
  );
}
