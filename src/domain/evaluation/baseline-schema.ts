import { z } from 'zod';
import type { Evaluation } from './evaluation.js';

const count = z.number().min(0);

/** What is needed of an earlier evaluation; whatever else its file has is left. */
const Baseline = z.object({
  suite: z.string(),
  evaluatedAt: z.string(),
  planners: z.array(z.string()),
  totals: z.object({
    ...{ runs: count, correct: count, accuracy: count, firstTry: count, repairs: count },
    ...{ p50Ms: count, p95Ms: count, claudeCalls: count, tokens: count, costUsd: count },
  }),
  cases: z.array(
    z.object({
      ...{ id: z.string(), question: z.string(), runs: count, correct: count, firstTry: count },
      ...{ repairs: count, medianMs: count, costUsd: count },
    }),
  ),
});

/** Undefined where the content is no evaluation. */
export function readBaseline(content: unknown): Evaluation | undefined {
  return Baseline.safeParse(content).data;
}
