import { within } from './size-of-select.js';
import { sizeOfValue } from './size-of-value.js';

/** Of any number that an expression or a query makes; columns of no query in it are those of tables. */
export function mostDigits(value: unknown): number {
  const longest = { digits: 0 };
  const around = { ctes: new Map(), outer: null, uses: new Map(), counts: false, longest };
  sizeOfValue(value, within({ sources: [], outer: null }, around));
  return longest.digits;
}
