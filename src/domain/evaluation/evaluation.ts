import type { Answer, Status } from '../answer.js';

/** What one asking of a question came to. */
export interface Outcome {
  readonly runId: string;
  readonly status: Status;
  readonly correct: boolean;
  /** Null where it is right. */
  readonly why: string | null;
  /** The first plan passed every check and was carried out as it stood. */
  readonly firstTry: boolean;
  /** The plan is a verified question's, for which nobody was asked: it says nothing of the model. */
  readonly verifiedPlan: boolean;
  readonly planRepairs: number;
  readonly replans: number;
  readonly answerRepairs: number;
  readonly totalMs: number;
  readonly claudeCalls: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** The model that planned, or `offline`. */
  readonly planner: string;
}

/** All askings of one question. */
export interface CaseScore {
  readonly id: string;
  readonly question: string;
  readonly runs: number;
  readonly correct: number;
  readonly firstTry: number;
  readonly repairs: number;
  readonly medianMs: number;
  readonly costUsd: number;
}

export interface Totals {
  readonly runs: number;
  readonly correct: number;
  /** Of 1; 0 where nothing was asked. */
  readonly accuracy: number;
  readonly firstTry: number;
  readonly repairs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly claudeCalls: number;
  readonly tokens: number;
  readonly costUsd: number;
}

/** A suite, asked: what `--json` prints. A baseline is the same without the outcomes. */
export interface Evaluation {
  readonly suite: string;
  /** ISO. */
  readonly evaluatedAt: string;
  /** The models that planned, `offline` for the offline planner. */
  readonly planners: readonly string[];
  readonly totals: Totals;
  readonly cases: readonly CaseScore[];
}

export function outcomeOf(answer: Answer, why: string | undefined): Outcome {
  const { verification, usage, steps, status } = answer;
  const { planRepairs, replans, answerRepairs } = verification;
  const planned = steps.length > 0 || status === 'needs_clarification';
  return {
    runId: answer.runId,
    status,
    correct: why === undefined,
    why: why ?? null,
    firstTry: planned && planRepairs + replans === 0,
    verifiedPlan: verification.verifiedPlan !== undefined,
    ...{ planRepairs, replans, answerRepairs },
    totalMs: answer.timing.totalMs,
    claudeCalls: usage.claudeCalls,
    tokens: usage.inputTokens + usage.cacheReadTokens + usage.outputTokens,
    costUsd: usage.costUsd,
    planner: answer.planner,
  };
}

export function scoreOf(
  { id, question }: { readonly id: string; readonly question: string },
  outcomes: readonly Outcome[],
): CaseScore {
  const { runs, correct, firstTry, repairs, p50Ms, costUsd } = totalsOf(outcomes);
  return { id, question, runs, correct, firstTry, repairs, medianMs: p50Ms, costUsd };
}

export function totalsOf(outcomes: readonly Outcome[]): Totals {
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const correct = sum((outcome) => Number(outcome.correct));
  const times = outcomes.map(({ totalMs }) => totalMs).toSorted((a, b) => a - b);
  return {
    runs: outcomes.length,
    correct,
    accuracy: outcomes.length === 0 ? 0 : correct / outcomes.length,
    firstTry: sum((outcome) => Number(outcome.firstTry)),
    repairs: sum(
      ({ planRepairs, replans, answerRepairs }) => planRepairs + replans + answerRepairs,
    ),
    p50Ms: nearestRank(times, 0.5),
    p95Ms: nearestRank(times, 0.95),
    claudeCalls: sum(({ claudeCalls }) => claudeCalls),
    tokens: sum(({ tokens }) => tokens),
    costUsd: Number(sum(({ costUsd }) => costUsd).toFixed(8)),
  };
}

function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
}
