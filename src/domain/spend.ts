import { addUsage, noUsage, type Usage } from './answer.js';
import { defaultPolicy } from './policy.js';
import type { RunLimits } from './question.js';

/** What a run has spent on Claude, and what is set aside. Kept by the workflow, so that no retry counts twice. */
export interface Spend {
  readonly usage: Usage;
  /** The activities that ask Claude now, each with the calls that its attempts may make together. */
  readonly underWay: readonly { readonly id: string; readonly calls: number }[];
  /** Ids of the replies that are charged: one that is found in the store again costs nothing more. */
  readonly charged: readonly string[];
  /** The dearest call so far: what one under way is taken to cost. */
  readonly dearest: { readonly tokens: number; readonly usd: number };
}

export const nothingSpent: Spend = {
  usage: noUsage,
  underWay: [],
  charged: [],
  dearest: { tokens: 0, usd: 0 },
};

/** What an activity cost, all its attempts together. */
export interface Cost {
  readonly usage: Usage;
  /** The reply that it includes; null where there is none, or it was not kept. */
  readonly replyId: string | null;
}

export const nothing: Cost = { usage: noUsage, replyId: null };

/** The last call that a run may make is for its answer: reviews and simpler queries leave it alone. */
export const callsForWords = 1;

/** So that a model that keeps failing does not use up the call of the one that stands in for it. */
export const callsForFallback = 1;

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
  if (isOver(callsTaken({ usage, underWay }) + keptCalls, limits.claudeCalls)) return 'claudeCalls';
  if (isOver(tokensOf(usage) + under * dearest.tokens, limits.tokens)) return 'tokens';
  return isOver(usage.costUsd + under * dearest.usd, limits.usd) ? 'usd' : null;
}

/** 0 is no limit. */
function isOver(spent: number, limit: number): boolean {
  return limit > 0 && spent >= limit;
}

/** Made or set aside. */
function callsTaken({ usage, underWay }: Pick<Spend, 'usage' | 'underWay'>): number {
  return underWay.reduce((sum, { calls }) => sum + calls, usage.claudeCalls);
}

/**
 * How many calls an activity may make, each of its attempts one: as many as are left, `keptCalls` of them for others.
 * One in any case: whether that may be made is what `spentBudget` says.
 */
export function callsFor(spend: Spend, limits: RunLimits, keptCalls = 0): number {
  const most = defaultPolicy.retry.attempts;
  if (limits.claudeCalls === 0) return most;
  return Math.max(1, Math.min(most, limits.claudeCalls - callsTaken(spend) - keptCalls));
}

/** Sets an activity's calls aside before the first is made. */
export function withCalls<Part extends Spend>(spend: Part, id: string, calls: number): Part {
  if (spend.underWay.some((each) => each.id === id)) return spend;
  return { ...spend, underWay: [...spend.underWay, { id, calls }] };
}

/**
 * Puts what an activity really cost in the place of its share, once; failed calls count as calls. Where nobody knows
 * how many it made, since its worker never spoke again, all that were set aside count.
 */
export function settled<Part extends Spend>(spend: Part, activityId: string, cost?: Cost): Part {
  const share = spend.underWay.find(({ id }) => id === activityId);
  if (share === undefined) return spend;
  const { usage, replyId } = cost ?? { usage: unheard(share.calls), replyId: null };
  const { tokens, usd } = spend.dearest;
  const isCharged = replyId !== null && spend.charged.includes(replyId);
  return {
    ...spend,
    usage: isCharged ? spend.usage : addUsage(spend.usage, usage),
    underWay: spend.underWay.filter((each) => each !== share),
    charged: replyId === null || isCharged ? spend.charged : [...spend.charged, replyId],
    dearest: {
      tokens: Math.max(tokens, tokensOf(usage)),
      usd: Math.max(usd, usage.costUsd),
    },
  };
}

/** As an answer tells it: of what is still under way when a run ends, such as a late review, one call has been made. */
export function usageAtEnd({ usage, underWay }: Spend): Usage {
  return addUsage(usage, unheard(underWay.length));
}

/** What it cost nobody knows. */
function unheard(claudeCalls: number): Usage {
  return { ...noUsage, claudeCalls };
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
    tokens: {
      words: `${amount} ${limits.tokens === 1 ? 'token' : 'tokens'}`,
      option: '--max-tokens',
    },
    usd: { words: `$${amount}`, option: '--max-usd' },
    rows: { words: `${amount} ${limits.rows === 1 ? 'row' : 'rows'}`, option: '--max-rows' },
  }[name];
  return {
    budget: `this run’s budget of ${words}`,
    suggestion: `Ask again with a higher ${option}.`,
  };
}
