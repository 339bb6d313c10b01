import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunHandle, Surefoot } from '../../client.js';
import type { Answer } from '../../domain/answer.js';
import { outcomeOf, type Outcome } from '../../domain/evaluation/evaluation.js';
import { whyWrong } from '../../domain/evaluation/judge-answer.js';
import type { ResultSet } from '../../domain/result.js';
import type { Results } from '../../ports.js';
import { goldRows, type ReadyCase } from './gold.js';

export interface AskingParts {
  readonly surefoot: Surefoot;
  readonly results: Pick<Results, 'all'>;
  /** Ends it: what runs is cancelled. */
  readonly signal: AbortSignal;
}

export interface AskingOptions {
  /** Marks the runs, and begins their ids. */
  readonly session: string;
  readonly user: string;
  /** Today in the suite, where a case names no day; undefined for the real one. */
  readonly asOf: string | undefined;
  readonly repeat: number;
  readonly concurrency: number;
  /** No question is begun once the runs have cost that much; what runs may end. */
  readonly maxCostUsd: number;
  onOutcome(asked: ReadyCase, outcome: Outcome): void;
}

export interface Asked {
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  /** Askings that the cost left no room for. */
  readonly notAsked: number;
}

/** Asks every question as often as wanted, some at once, and judges each answer. @throws what the first failure was */
export async function askSuite(
  cases: readonly ReadyCase[],
  options: AskingOptions,
  parts: AskingParts,
): Promise<Asked> {
  const { repeat, concurrency, maxCostUsd } = options;
  const jobs = Array.from({ length: repeat }, (_, round) =>
    cases.map((each) => ({ each, round: round + 1 })),
  ).flat();
  const outcomes = new Map<string, Outcome[]>();
  let spent = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (!failed && spent < maxCostUsd) {
      const job = jobs.shift();
      if (job === undefined) return;
      try {
        const outcome = await askOne(job.each, job.round, options, parts);
        spent += outcome.costUsd;
        const { id } = job.each.wanted;
        outcomes.set(id, [...(outcomes.get(id) ?? []), outcome]);
        options.onOutcome(job.each, outcome);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  // All are waited for: the connections are closed only once nobody uses them.
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  return { outcomes, notAsked: jobs.length };
}

/** Gold is read next to its question, so that both see the same data where that changes. */
async function askOne(
  ready: ReadyCase,
  round: number,
  { session, user, asOf }: AskingOptions,
  { surefoot, results, signal }: AskingParts,
): Promise<Outcome> {
  const { id, question, timeZone, locale, tenant } = ready.wanted;
  const day = ready.wanted.asOf ?? asOf;
  const gold = await goldRows(ready, signal);
  const run = await surefoot.ask(question, {
    ...{ session, user, timeZone, locale, tenant },
    id: `${session}.${round}.${id}`.slice(0, longestRunId),
    ...(day !== undefined && { asOf: day }),
    // What is measured is the whole way to live data.
    fresh: true,
  });
  const answer = await answerOf(run, signal);
  const ids = answer.steps.flatMap(({ resultId }) => (resultId === null ? [] : [resultId]));
  const stored = await results.all(run, ids);
  const rows = new Map<string, ResultSet>();
  for (const { id: step, resultId, tool } of answer.steps) {
    const found = stored.find((each) => each.resultId === resultId);
    if (found !== undefined && tool !== 'format_results') rows.set(step, found);
  }
  return outcomeOf(answer, whyWrong(ready.wanted, { gold, answer, results: rows }));
}

const longestRunId = 128;

/** Whoever leaves takes the run along: nobody comes back to it. */
async function answerOf(run: RunHandle, signal: AbortSignal): Promise<Answer> {
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      const cancelled = Promise.race([run.cancel(), sleep(longestCancelMs, undefined, unref)]);
      void cancelled.catch(() => undefined).then(() => reject(signal.reason as Error));
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([run.result(), left]);
  } finally {
    signal.removeEventListener('abort', leave);
    left.catch(() => undefined);
  }
}

const longestCancelMs = 2_000;
const unref = { ref: false };

/** Names the runs of one evaluation, and the queue of its worker: `eval-20260930-1432-a1b2`. */
export function newSession(now: Date): string {
  const [day = '', time = ''] = now.toISOString().split('T');
  const minute = time.slice(0, 5).replace(':', '');
  return `eval-${day.replaceAll('-', '')}-${minute}-${randomBytes(2).toString('hex')}`;
}
