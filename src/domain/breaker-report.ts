import type { CallResult } from './breaker.js';
import type { ToolError } from './failure.js';

/** The name of the failure of a call that an open breaker refused. */
export const breakerOpen = 'breaker_open';

/** The store's failures reach a tool that reads earlier results; they say nothing about the tool's own engine. */
export function isOfTheStore({ error }: Pick<ToolError, 'error'>): boolean {
  return /^(?:store_|run_not_begun$)/.test(error);
}

/**
 * What a failed call says about the tool that made it. Only what shows it unwell counts; `statement` tells one slow
 * query from many.
 */
export function callResultOf(
  failure: Pick<ToolError, 'error' | 'class'>,
  statement: string,
): CallResult {
  if (isOfTheStore(failure)) return { kind: 'neither' };
  switch (failure.class) {
    case 'transient':
    case 'unknown':
      return { kind: 'unwell' };
    case 'timeout':
      return { kind: 'timed_out', statement };
    case 'permanent':
    case 'user_error':
      return { kind: 'neither' };
  }
}
