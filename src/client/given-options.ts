import type { AskOptions } from './run-input.js';

/** Options without what is undefined or null, within bounds, limits and approval too: there the defaults hold. */
export function givenOptions(options: AskOptions): AskOptions {
  return given(options) as AskOptions;
}

function given(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      each === undefined || each === null ? [] : [[name, given(each)] as const],
    ),
  );
}
