import { chancesOf } from '../domain/chances.js';
import { decide } from '../domain/decide.js';
import type { ToolError } from '../domain/failure.js';
import type { Run } from '../domain/run.js';
import type { Failure } from './failures.js';
import { waitUntil } from './run-step.js';
import type { RunTracker } from './run-tracker.js';

interface Passing extends Pick<Failure, 'nextTryMs'> {
  readonly error: Pick<ToolError, 'class' | 'error'>;
}

/** No answer goes without it, and nothing stands in for it. */
const needed = { step: { onFailure: 'abort' }, rungsLeft: [] } as const;

/**
 * What a run does without what it needs itself: the store, the warehouse, Claude. As a step does, it waits in
 * background for what passes; `waited` means that it is worth another try.
 */
export async function waitedFor(
  tracker: RunTracker,
  what: string,
  { error, nextTryMs }: Passing,
  waits: number,
  run: Run = tracker.run,
): Promise<'waited' | 'escalate' | 'abort'> {
  const trial = { ...needed, waits, nextTryMs };
  const decision = decide(needed.step, error, chancesOf(run, trial, Date.now()));
  if (decision.kind !== 'wait') return decision.kind === 'escalate' ? 'escalate' : 'abort';
  await waitUntil(decision.untilMs, `${what}: waits after ${error.error}`);
  return 'waited';
}
