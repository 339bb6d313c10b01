import { isOutOfReach, sourceWarnings, type ModelSource } from '../domain/claude-ladder.js';
import {
  callsFor,
  callsForFallback,
  nothing,
  settled,
  spentBudget,
  withCalls,
  type Cost,
} from '../domain/spend.js';
import type { Paid } from '../domain/tasks.js';
import { costOf, failureOf, type Failure } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** One question to Claude, to be asked of one model or the other, each in an activity of its own. */
export interface Asking<Outcome> {
  readonly what: 'plan' | 'text';
  /** `plan.1.1`: the fallback model's activity is `plan.1.1-fallback`. */
  readonly activityId: string;
  /** Stays with the model that answered last: what failed a moment ago is not waited for again. */
  readonly source: ModelSource;
  readonly ask: (share: Share) => Promise<Outcome>;
  readonly isTimeForFallback: () => boolean;
}

/** What one activity may do: whom it asks, and how often in all its attempts. */
export interface Share {
  readonly source: ModelSource;
  readonly activityId: string;
  readonly calls: number;
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
  const { limits } = tracker.run.input;
  const budget = spentBudget(tracker.run, limits);
  if (budget !== null) return { kind: 'over_budget', budget };
  const kept = source === 'own_model' ? callsForFallback : 0;
  const calls = callsFor(tracker.run, limits, kept);
  tracker.update((run) => withCalls(run, activityId, calls));
  try {
    const outcome = await ask({ source, activityId, calls });
    tracker.update((run) => settled(run, activityId, costIn(outcome)));
    return { kind: 'had', outcome, source };
  } catch (error) {
    tracker.update((run) => settled(run, activityId, costOf(error)));
    return { kind: 'failed', failure: failureOf(error, activityOf(activityId)) };
  }
}

function costIn(outcome: Replied): Cost {
  return 'usage' in outcome ? outcome : nothing;
}

/** An activity's id begins with its name. */
function activityOf(activityId: string): string {
  return activityId.replace(/\..*/, '');
}
