import type { DataSet } from '../texts/data-set.js';

/** Texts over one data set that say what is not so. */
export interface Lies {
  readonly data: DataSet;
  readonly question: string;
  readonly locale: string;
  readonly texts: readonly string[];
}

export interface LieClass {
  readonly name: string;
  /** The share that may reach the user; null where rules promise nothing. */
  readonly aim: number | null;
  readonly lies: readonly Lies[];
}

export function over(
  data: DataSet,
  question: string,
  texts: readonly string[],
  locale = 'en-US',
): Lies {
  return { data, question, locale, texts };
}
