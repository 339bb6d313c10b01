import type { TextSet } from './data-set.js';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { heldOut } from './held-out.js';
import { japanese } from './japanese.js';
import { later } from './later.js';
import { spanish } from './spanish.js';
import { thirdSearch } from './third-search.js';

/** 200 texts that an honest interpreter may write, by language. */
export const honest: Readonly<Record<string, readonly TextSet[]>> = {
  English: english,
  German: german,
  French: french,
  Spanish: spanish,
  Japanese: japanese,
};

/** With the words that the rules of later searches look for. */
export const laterSearches: Readonly<Record<string, readonly TextSet[]>> = {
  'second search, before its rules': later,
  'second search, after them': heldOut,
  'third search': thirdSearch,
};
