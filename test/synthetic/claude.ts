import type { Random } from '../../src/embedded/sample/random.js';
import { latency } from './chance.js';

export type ClaudeRole = 'plan' | 'review' | 'interpret';

/** What one reply says of itself in the log. */
export interface SyntheticReply {
  readonly model: string;
  readonly promptVersion: string;
  readonly claudeCalls: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

/** Dollars per million tokens. */
const prices = {
  'claude-sonnet-5': { input: 2, cacheRead: 0.2, output: 10 },
  'claude-sonnet-5-5': { input: 2, cacheRead: 0.1, output: 10 },
  'claude-opus-5-5': { input: 4, cacheRead: 0.2, output: 20 },
  'claude-haiku-5-5': { input: 0.1, cacheRead: 0.01, output: 0.5 },
} as const;

const sizes = {
  plan: { input: 700, cacheRead: 6_400, output: 620, medianMs: 4_200 },
  review: { input: 900, cacheRead: 2_100, output: 160, medianMs: 1_400 },
  interpret: { input: 1_300, cacheRead: 1_800, output: 260, medianMs: 2_600 },
} as const;

/** Whose prompt and model it is: a third of the way through, the planner's model changes; halfway, the writer's prompt. */
export function roleAt(role: ClaudeRole, gone: number, fallback: boolean) {
  const sonnet = gone < 1 / 3 ? 'claude-sonnet-5' : 'claude-sonnet-5-5';
  const own = role === 'review' ? 'claude-haiku-5-5' : sonnet;
  const versions = {
    plan: 'planner-1',
    review: 'reviewer-2',
    interpret: gone < 1 / 2 ? 'interpreter-2' : 'interpreter-3',
  };
  return { model: fallback ? 'claude-opus-5-5' : own, promptVersion: versions[role] } as const;
}

/** `factor` multiplies the tokens. */
export function replyOf(
  random: Random,
  role: ClaudeRole,
  { model, promptVersion }: ReturnType<typeof roleAt>,
  factor: number,
): SyntheticReply {
  const size = sizes[role];
  const about = (tokens: number) => Math.round((tokens * factor * random.between(75, 135)) / 100);
  const [inputTokens, outputTokens] = [about(size.input), about(size.output)];
  // One in twelve comes after the cache has run cold.
  const isCold = random.below(12) === 0;
  const cacheReadTokens = isCold ? 0 : size.cacheRead * factor;
  const cold = isCold ? size.cacheRead * factor : 0;
  const price = prices[model];
  const dollars =
    (inputTokens + cold * 1.25) * price.input +
    cacheReadTokens * price.cacheRead +
    outputTokens * price.output;
  return {
    ...{ model, promptVersion, claudeCalls: 1, inputTokens: inputTokens + cold },
    ...{ cacheReadTokens, outputTokens, costUsd: Math.round(dollars) / 1_000_000 },
  };
}

export function claudeLatency(random: Random, role: ClaudeRole): number {
  return latency(random, sizes[role].medianMs, 0.35);
}
