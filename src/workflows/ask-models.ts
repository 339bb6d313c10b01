import { isOutOfReach, sourceWarnings, type ModelSource } from '../domain/claude-ladder.js';
import { settled, spentBudget, withCall } from '../domain/spend.js';
import type { Paid } from '../domain/tasks.js';
import { failureOf, type Failure } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** One question to Claude, to be asked of one model or the other, each in an activity of its own. */
export interface Asking<Outcome> {
  readonly what: 'plan' | 'text';
  /** `plan.1.1`: the fallback model's activity is `plan.1.1-fallback`. */
  readonly activityId: string;
  /** Stays with the model that answered last: what failed a moment ago is not waited for again. */
  readonly source: ModelSource;
  readonly ask: (source: ModelSource, activityId: string) => Promise<Outcome>;
  readonly isTimeForFallback: () => boolean;
}

export type Asked<Outcome> =
  | { readonly kind: 'had'; readonly outcome: Outcome; readonly source: ModelSource }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'over_budget'; readonly budget: 'claudeCalls' | 'tokens' | 'usd' };

type Replied = Paid | { readonly kind: 'recorded' };

/**
 * Asks the role's own model, and the fallback model once the own one has used up its attempts. Where neither answers,
 * the first failure is the one that counts. Cancellation passes through.
 */
export async function askModels<Outcome extends Replied>(
  tracker: RunTracker,
  { what, activityId, source, ask, isTimeForFallback }: Asking<Outcome>,
): Promise<Asked<Outcome>> {
  const first = await askOne(tracker, ask, source, activityId);
  if (first.kind !== 'failed' || source === 'fallback_model') return first;
  if (!isOutOfReach(first.failure.error) || !isTimeForFallback()) return first;

  const second = await askOne(tracker, ask, 'fallback_model', activityId);
  if (second.kind !== 'had') return first;
  const { outcome } = second;
  const warnings = 'source' in outcome ? sourceWarnings(outcome, what, first.failure.error) : [];
  tracker.update((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
  return second;
}

/** Makes the call where the run can afford it. */
async function askOne<Outcome extends Replied>(
  tracker: RunTracker,
  ask: Asking<Outcome>['ask'],
  source: ModelSource,
  id: string,
): Promise<Asked<Outcome>> {
  const activityId = source === 'own_model' ? id : `${id}-fallback`;
  const budget = spentBudget(tracker.run, tracker.run.input.limits);
  if (budget !== null) return { kind: 'over_budget', budget };
  tracker.update((run) => withCall(run, activityId));
  try {
    const outcome = await ask(source, activityId);
    const usage = 'usage' in outcome ? outcome.usage : undefined;
    tracker.update((run) => settled(run, activityId, usage));
    return { kind: 'had', outcome, source };
  } catch (error) {
    tracker.update((run) => settled(run, activityId));
    return { kind: 'failed', failure: failureOf(error, activityOf(activityId)) };
  }
}

/** An activity's id begins with its name. */
function activityOf(activityId: string): string {
  return activityId.replace(/\..*/, '');
}
