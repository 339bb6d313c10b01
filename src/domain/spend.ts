import { addUsage, noUsage, type Usage } from './answer.js';
import type { RunLimits } from './question.js';

/** What a run has spent on Claude, and the calls that are under way. Kept by the workflow, so that no retry counts twice. */
export interface Spend {
  readonly usage: Usage;
  /** Ids of the activities that ask Claude now. */
  readonly underWay: readonly string[];
  /** The dearest call so far: what one under way is taken to cost. */
  readonly dearest: { readonly tokens: number; readonly usd: number };
}

export const nothingSpent: Spend = {
  usage: noUsage,
  underWay: [],
  dearest: { tokens: 0, usd: 0 },
};

/** The last call that a run may make is for its answer: reviews and simpler queries leave it alone. */
export const callsForWords = 1;

/**
 * The budget that has no room for another call, or null. Calls are counted exactly. What a call costs is known when it
 * is back: none starts once tokens or dollars are spent or spoken for, so that a run is over by what was under way at
 * most. `keptCalls` are left for others.
 */
export function spentBudget(
  { usage, underWay, dearest }: Spend,
  limits: RunLimits,
  keptCalls = 0,
): 'claudeCalls' | 'tokens' | 'usd' | null {
  const under = underWay.length;
  if (isOver(usage.claudeCalls + under + keptCalls, limits.claudeCalls)) return 'claudeCalls';
  if (isOver(tokensOf(usage) + under * dearest.tokens, limits.tokens)) return 'tokens';
  return isOver(usage.costUsd + under * dearest.usd, limits.usd) ? 'usd' : null;
}

/** 0 is no limit. */
function isOver(spent: number, limit: number): boolean {
  return limit > 0 && spent >= limit;
}

/** Sets a call's share aside before it is made. */
export function withCall<Part extends Spend>(spend: Part, activityId: string): Part {
  if (spend.underWay.includes(activityId)) return spend;
  return { ...spend, underWay: [...spend.underWay, activityId] };
}

/** Puts what the call really cost in the place of its share, once; a call that failed is not charged. */
export function settled<Part extends Spend>(
  spend: Part,
  activityId: string,
  usage: Usage = noUsage,
): Part {
  if (!spend.underWay.includes(activityId)) return spend;
  const { tokens, usd } = spend.dearest;
  return {
    ...spend,
    usage: addUsage(spend.usage, usage),
    underWay: spend.underWay.filter((id) => id !== activityId),
    dearest: {
      tokens: Math.max(tokens, tokensOf(usage)),
      usd: Math.max(usd, usage.costUsd),
    },
  };
}

/** In, out and from Claude's cache. */
function tokensOf({ inputTokens, cacheReadTokens, outputTokens }: Usage): number {
  return inputTokens + cacheReadTokens + outputTokens;
}

/** Whether the run's steps have read all the rows that they may. One under way may read more by itself. */
export function areRowsSpent(rowCounts: readonly number[], limits: RunLimits): boolean {
  return isOver(
    rowCounts.reduce((sum, count) => sum + count, 0),
    limits.rows,
  );
}

/** `this run’s budget of 12 calls to Claude`, and how to ask for more. */
export function budgetWords(
  name: keyof RunLimits,
  limits: RunLimits,
): { readonly budget: string; readonly suggestion: string } {
  const amount = limits[name].toLocaleString('en-US', { maximumFractionDigits: 6 });
  const { words, option } = {
    claudeCalls: {
      words: `${amount} ${limits.claudeCalls === 1 ? 'call' : 'calls'} to Claude`,
      option: '--max-calls',
    },
    tokens: { words: `${amount} tokens`, option: '--max-tokens' },
    usd: { words: `$${amount}`, option: '--max-usd' },
    rows: { words: `${amount} rows`, option: '--max-rows' },
  }[name];
  return {
    budget: `this run’s budget of ${words}`,
    suggestion: `Ask again with a higher ${option}.`,
  };
}
