import { breakerOpen, isOfTheStore } from './breaker-report.js';
import type { ToolError } from './failure.js';
import type { Step } from './plan.js';
import type { RunInput } from './question.js';
import type { LowerRung } from './result.js';

/** What becomes of a step, and with it of its run, once the attempts of its last try are used up. */
export type Decision =
  | { readonly kind: 'rung'; readonly rung: LowerRung }
  /** Until then nothing is tried; then the tool itself again. */
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'skip' | 'replan' | 'abort' | 'escalate' };

/** The part of a run that the decision looks at. */
export interface Chances {
  readonly mode: RunInput['mode'];
  readonly critical: boolean;
  /** What the step's ladder still has, next first. */
  readonly rungsLeft: readonly LowerRung[];
  readonly timeForRung: boolean;
  readonly replansLeft: number;
  readonly timeForReplan: boolean;
  /** When a wait would end; null where the step has been waited for long enough, or no time is left after it. */
  readonly wakeAtMs: number | null;
}

/**
 * The table "What becomes of a failed step" in docs/architecture.md, which a test holds this to. A replan is for what
 * another query could avoid, a rung and a wait for an engine that is unwell.
 */
export function decide(
  step: Pick<Step, 'onFailure'>,
  failure: Pick<ToolError, 'class' | 'error'>,
  chances: Chances,
): Decision {
  switch (failure.class) {
    case 'user_error':
      return { kind: step.onFailure === 'skip' ? 'skip' : 'abort' };
    case 'permanent':
      return { kind: withoutResult(step, failure, chances) };
    case 'transient':
    case 'timeout':
    case 'unknown':
      return unwell(step, failure, chances);
  }
}

function unwell(
  step: Pick<Step, 'onFailure'>,
  failure: Pick<ToolError, 'class' | 'error'>,
  chances: Chances,
): Decision {
  const { mode, wakeAtMs, rungsLeft, timeForRung } = chances;
  const wait: Decision | undefined =
    mode === 'background' && failure.class === 'transient' && wakeAtMs !== null
      ? { kind: 'wait', untilMs: wakeAtMs }
      : undefined;
  if (wait !== undefined && failure.error === breakerOpen) return wait;
  const [rung] = rungsLeft;
  // No rung's result could be kept without the store.
  if (rung !== undefined && timeForRung && !isOfTheStore(failure)) return { kind: 'rung', rung };
  return wait ?? { kind: withoutResult(step, failure, chances) };
}

/** Nothing gives this step a result any more. */
function withoutResult(
  { onFailure }: Pick<Step, 'onFailure'>,
  { class: errorClass }: Pick<ToolError, 'class'>,
  { replansLeft, timeForReplan, critical }: Chances,
): 'skip' | 'replan' | 'abort' | 'escalate' {
  if (onFailure === 'skip') return 'skip';
  const avoidable = errorClass === 'permanent' || errorClass === 'timeout';
  if (avoidable && onFailure === 'replan' && replansLeft > 0 && timeForReplan) return 'replan';
  if (errorClass === 'permanent') return 'abort';
  return critical || errorClass === 'unknown' ? 'escalate' : 'abort';
}
