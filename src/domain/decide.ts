import type { ToolError } from './failure.js';
import type { Step } from './plan.js';

/** What becomes of a run after a step has failed for good. */
export type Decision = 'skip' | 'replan' | 'abort';

/** The part of a run that the decision looks at. */
export interface Chances {
  readonly replansLeft: number;
  /** Whether what is left of the budget holds another plan, its steps and the interpretation. */
  readonly timeForReplan: boolean;
}

/**
 * What to do once a step's attempts are used up. A plan that says the answer stands without the step is taken at its
 * word; a replan is for failures that another query could avoid, so not for an engine that is unwell.
 */
export function decide(
  step: Pick<Step, 'onFailure'>,
  failure: Pick<ToolError, 'class'>,
  chances: Chances,
): Decision {
  if (step.onFailure === 'skip') return 'skip';
  const another = step.onFailure === 'replan' && chances.replansLeft > 0 && chances.timeForReplan;
  switch (failure.class) {
    case 'permanent':
    case 'timeout':
      return another ? 'replan' : 'abort';
    case 'transient':
    case 'user_error':
    case 'unknown':
      return 'abort';
  }
}
