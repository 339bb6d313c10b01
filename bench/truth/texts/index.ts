import type { TextSet } from './data-set.js';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { japanese } from './japanese.js';
import { spanish } from './spanish.js';

/** 200 texts that an honest interpreter may write, by language. */
export const honest: Readonly<Record<string, readonly TextSet[]>> = {
  English: english,
  German: german,
  French: french,
  Spanish: spanish,
  Japanese: japanese,
};
