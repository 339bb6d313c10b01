/** Tokens of one call, by how they are paid for. */
export interface TokenCounts {
  readonly input: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** US dollars per million tokens. */
interface Price {
  readonly input: number;
  readonly output: number;
  /** What reading from the prompt cache costs, as a share of `input`. */
  readonly cacheRead: number;
  /** Prices of the whole call once its prompt is longer than that many tokens. */
  readonly long?: { readonly above: number; readonly input: number; readonly output: number };
}

/** List prices of Claude's API, November 2026: platform.claude.com/docs/en/about-claude/pricing. */
const prices: Readonly<Record<string, Price>> = {
  'claude-haiku-5-5': {
    input: 0.1,
    output: 0.5,
    cacheRead: 0.1,
    long: { above: 100_000, input: 0.5, output: 2.5 },
  },
  'claude-sonnet-5-5': { input: 2, output: 10, cacheRead: 0.05 },
  'claude-opus-5-5': { input: 4, output: 20, cacheRead: 0.05 },
  'claude-fable-5-1': { input: 10, output: 50, cacheRead: 0.025 },
  'claude-mythos-5-1': { input: 10, output: 50, cacheRead: 0.025 },
  'claude-fable-5': { input: 10, output: 50, cacheRead: 0.1 },
  'claude-mythos-5': { input: 10, output: 50, cacheRead: 0.1 },
  'claude-sonnet-5': { input: 2, output: 10, cacheRead: 0.1 },
  'claude-opus-5': { input: 5, output: 25, cacheRead: 0.1 },
  'claude-opus-4-8': { input: 5, output: 25, cacheRead: 0.1 },
  'claude-opus-4-7': { input: 5, output: 25, cacheRead: 0.1 },
  'claude-opus-4-6': { input: 5, output: 25, cacheRead: 0.1 },
  'claude-opus-4-5': { input: 5, output: 25, cacheRead: 0.1 },
  'claude-sonnet-4-6': { input: 3, output: 15, cacheRead: 0.1 },
  'claude-sonnet-4-5': { input: 3, output: 15, cacheRead: 0.1 },
  'claude-haiku-4-5': { input: 1, output: 5, cacheRead: 0.1 },
};

const cacheWrite = { fiveMinutes: 1.25, oneHour: 2 } as const;

/**
 * What a call costs at list price, without discounts or surcharges of region and tier. A model that the table does not
 * know costs 0, as the offline planner does: a wrong price would be believed, a missing one is seen.
 */
export function costUsd(model: string, tokens: TokenCounts): number {
  const price = prices[model.replace(/-\d{8}$/, '')];
  if (price === undefined) return 0;
  const prompt = tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.cacheRead;
  const rate = price.long !== undefined && prompt > price.long.above ? price.long : price;
  const input =
    tokens.input +
    tokens.cacheWrite5m * cacheWrite.fiveMinutes +
    tokens.cacheWrite1h * cacheWrite.oneHour +
    tokens.cacheRead * price.cacheRead;
  const dollars = (input * rate.input + tokens.output * rate.output) / 1_000_000;
  return Number(dollars.toFixed(8));
}
