import type { Warning } from '../domain/answer.js';
import { isOutOfReach, sourceWarnings, type ModelSource } from '../domain/claude-ladder.js';
import { callsFor, callsForFallback, spentBudget, withCalls } from '../domain/spend.js';
import type { ToolError } from '../domain/failure.js';
import type { Paid } from '../domain/tasks.js';
import { failureOf, type Failure } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** One question to Claude, to be asked of one model or the other, each in an activity of its own. */
export interface Asking<Outcome> {
  readonly what: 'plan' | 'text';
  /** `plan.1.1`: the fallback model's activity is `plan.1.1-fallback`. */
  readonly activityId: string;
  /** The round before this one. */
  readonly before: Answered;
  readonly ask: (share: Share) => Promise<Outcome>;
  readonly isTimeForFallback: () => boolean;
  /** Whether that would still be so after the own model's whole time. */
  readonly isTimeForBoth: () => boolean;
}

/** Who answered a round, and what the answer says of that. */
export interface Answered {
  readonly source: ModelSource;
  /** Why the own model did not; null where it did. */
  readonly ownFailure: ToolError | null;
  readonly warnings: readonly Warning[];
}

export const nobodyYet: Answered = { source: 'own_model', ownFailure: null, warnings: [] };

/** What one activity may do: whom it asks, and how often in all its attempts. */
export interface Share {
  readonly source: ModelSource;
  readonly activityId: string;
  readonly calls: number;
}

export type Asked<Outcome> =
  | { readonly kind: 'had'; readonly outcome: Outcome; readonly by: Answered }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'over_budget'; readonly budget: 'claudeCalls' | 'tokens' | 'usd' };

type Replied = Paid | { readonly kind: 'recorded' };

/**
 * Asks the role's own model, and the fallback model once the own one has used up its attempts; each round anew, since
 * the own model's breaker tells at once whether it is still away. Where neither answers, the first failure is the one
 * that counts. Cancellation passes through.
 */
export async function askModels<Outcome extends Replied>(
  tracker: RunTracker,
  asking: Asking<Outcome>,
): Promise<Asked<Outcome>> {
  const { before, isTimeForFallback, isTimeForBoth } = asking;
  const source = firstToAsk(before, isTimeForBoth);
  const ownFailure = source === 'own_model' ? null : before.ownFailure;
  const first = await askOne(tracker, asking, source, ownFailure);
  if (first.kind !== 'failed' || source === 'fallback_model') return first;
  if (!isOutOfReach(first.failure.error) || !isTimeForFallback()) return first;

  const second = await askOne(tracker, asking, 'fallback_model', first.failure.error);
  return second.kind === 'had' ? second : first;
}

/** Without time for both, or where the API does not know the own model, it stays with the one that stood in. */
function firstToAsk({ source, ownFailure }: Answered, isTimeForBoth: () => boolean): ModelSource {
  const isGone = ownFailure?.error === 'claude_model_not_found';
  return source === 'own_model' || (!isGone && isTimeForBoth()) ? 'own_model' : 'fallback_model';
}

/** Makes the call where the run can afford it. */
async function askOne<Outcome extends Replied>(
  tracker: RunTracker,
  { what, ask, activityId: id, before }: Asking<Outcome>,
  source: ModelSource,
  ownFailure: ToolError | null,
): Promise<Asked<Outcome>> {
  const activityId = source === 'own_model' ? id : `${id}-fallback`;
  const { limits } = tracker.run.input;
  const budget = spentBudget(tracker.run, limits);
  if (budget !== null) return { kind: 'over_budget', budget };
  const kept = source === 'own_model' ? callsForFallback : 0;
  const calls = callsFor(tracker.run, limits, kept);
  tracker.update((run) => withCalls(run, activityId, calls));
  const stopClock = tracker.clock(what === 'plan' ? 'plan' : 'interpret');
  try {
    const outcome = await ask({ source, activityId, calls });
    const warnings = 'source' in outcome ? sourceWarnings(outcome, what, ownFailure) : [];
    // What was said of the round before is said of this one, or not at all.
    const isOver = (warning: Warning) => before.warnings.includes(warning);
    tracker.update((run) => ({
      ...run,
      warnings: [...run.warnings.filter((each) => !isOver(each)), ...warnings],
    }));
    return { kind: 'had', outcome, by: { source, ownFailure, warnings } };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error, activityOf(activityId)) };
  } finally {
    stopClock();
  }
}

/** An activity's id begins with its name. */
function activityOf(activityId: string): string {
  return activityId.replace(/\..*/, '');
}
