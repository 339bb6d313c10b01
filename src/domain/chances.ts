import { isTimeForReplan, isTimeForSteps, waitableMs } from './budget.js';
import type { Chances } from './decide.js';
import type { Step } from './plan.js';
import type { LowerRung } from './result.js';
import { remainingMs, type Run } from './run.js';

/** How far a step has come on its way to a result. */
export interface Trial {
  readonly step: Pick<Step, 'onFailure'>;
  readonly rungsLeft: readonly LowerRung[];
  /** How often it was waited for. */
  readonly waits: number;
  /**
   * When an open breaker lets the next attempt through, or the other side asked to be tried again, epoch milliseconds;
   * null where nobody knows.
   */
  readonly nextTryMs: number | null;
}

/** What may still be done about a step, by what the run has left. */
export function chancesOf(run: Run, trial: Trial, nowMs: number): Chances {
  const { input, replans } = run;
  const { bounds, mode, critical } = input;
  const left = remainingMs(run, nowMs);
  return {
    mode,
    critical,
    rungsLeft: trial.rungsLeft,
    timeForRung: isTimeForSteps(bounds, left),
    replansLeft: bounds.replans - replans,
    timeForReplan: isTimeForReplan(bounds, left),
    wakeAtMs: wakeAtMs(run, trial, nowMs),
  };
}

const firstRestMs = 5_000;
const longestRestMs = 30 * 60_000;
/** Of a step that the answer can do without, or that a person may take over. */
const fewWaits = 3;

/** Not before the breaker says so; and at ever longer intervals, since each wait adds to the run's history. */
function wakeAtMs(run: Run, { step, waits, nextTryMs }: Trial, nowMs: number): number | null {
  const { bounds, critical } = run.input;
  if (waits >= fewWaits && (critical || step.onFailure === 'skip')) return null;
  const restMs = Math.min(firstRestMs * 2 ** waits, longestRestMs);
  const wakeMs = Math.max(nextTryMs ?? 0, nowMs + restMs);
  return wakeMs - nowMs <= waitableMs(bounds, remainingMs(run, nowMs)) ? wakeMs : null;
}
