import { createHash } from 'node:crypto';
import { runInput } from '../client/run-input.js';
import type { RunRef } from '../domain/question.js';
import type { HttpDeps } from './api.js';
import type { Caller } from './caller.js';
import { HttpProblem } from './problem.js';
import { askOptions, type AskBody } from './schemas/ask-body.js';

/** What a run is let in by. */
export type AdmissionDeps = Pick<HttpDeps, 'admissions' | 'runsAtOnce' | 'metrics'>;

/** As long as Temporal keeps a run going beyond its budget. */
const afterBudgetMs = 60_000;

/**
 * Lets a run be started, or joined where it was asked for before. @throws HttpProblem where its key was used with
 * another body, or too many run; InvalidQuestion
 */
export async function admit(
  run: RunRef,
  body: AskBody,
  { caller, deps }: { readonly caller: Caller; readonly deps: AdmissionDeps },
): Promise<'new' | 'same'> {
  const { budgetMs } = runInput(body.question, askOptions(body));
  const runsAtOnce = caller.runsAtOnce ?? deps.runsAtOnce;
  const admitted = await deps.admissions.admit({
    ...run,
    keyId: caller.keyId ?? '',
    bodyHash: createHash('sha256').update(canonical(body)).digest('hex'),
    busyMs: budgetMs + afterBudgetMs,
    runsAtOnce,
  });
  deps.metrics?.asked(admitted);
  if (admitted === 'another') {
    throw new HttpProblem(
      'another-question',
      'Another body was sent with this Idempotency-Key: take another key, or send the same body.',
    );
  }
  if (admitted === 'full') {
    throw new HttpProblem(
      'too-many-runs',
      `${runsAtOnce} of your runs are under way, as many as may be: wait until one has ended.`,
      { headers: { 'retry-after': '5' } },
    );
  }
  return admitted;
}

/** The same text for the same body, in whatever order its fields were sent. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
