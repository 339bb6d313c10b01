import type { Plan } from '../domain/plan.js';
import type { VerifiedQuestion } from '../ports.js';

/** A verified question for programs: its plan is an object, not the text that Claude sent. */
export interface ShownExample extends Omit<VerifiedQuestion, 'plan'> {
  readonly plan: Plan;
}

export function shownExample({ plan, ...example }: VerifiedQuestion): ShownExample {
  return { ...example, plan: JSON.parse(plan) as Plan };
}
