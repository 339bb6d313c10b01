import { isOutOfReach, sourceWarnings, type ModelSource } from '../domain/claude-ladder.js';
import type { Paid } from '../domain/tasks.js';
import { failureOf, type Failure } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** One question to Claude, to be asked of one model or the other, each in an activity of its own. */
export interface Asking<Outcome> {
  readonly what: 'plan' | 'text';
  readonly activity: 'plan' | 'interpret';
  /** Stays with the model that answered last: what failed a moment ago is not waited for again. */
  readonly source: ModelSource;
  readonly ask: (source: ModelSource) => Promise<Outcome>;
  readonly isTimeForFallback: () => boolean;
}

export type Asked<Outcome> =
  | { readonly kind: 'had'; readonly outcome: Outcome; readonly source: ModelSource }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Asks the role's own model, and the fallback model once the own one has used up its attempts. Where neither answers,
 * the first failure is the one that counts. Cancellation passes through.
 */
export async function askModels<Outcome extends Paid | { readonly kind: 'recorded' }>(
  tracker: RunTracker,
  { what, activity, source, ask, isTimeForFallback }: Asking<Outcome>,
): Promise<Asked<Outcome>> {
  let failure: Failure;
  try {
    return { kind: 'had', outcome: await ask(source), source };
  } catch (error) {
    failure = failureOf(error, activity);
  }
  if (source === 'fallback_model' || !isOutOfReach(failure.error) || !isTimeForFallback()) {
    return { kind: 'failed', failure };
  }
  try {
    const outcome = await ask('fallback_model');
    const warnings = 'source' in outcome ? sourceWarnings(outcome, what, failure.error) : [];
    tracker.update((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
    return { kind: 'had', outcome, source: 'fallback_model' };
  } catch (error) {
    failureOf(error, activity);
    return { kind: 'failed', failure };
  }
}

/** Tells the activities of one question apart: `plan.1.1`, `plan.1.1-fallback`. */
export function idSuffix(source: ModelSource): '' | '-fallback' {
  return source === 'own_model' ? '' : '-fallback';
}
