import type { Status } from '../../domain/answer.js';

/** What a script learns from `ask`; 2 is a usage error, 1 a broken installation or an unreachable server. */
export const exitCodes: Readonly<Record<Status, number>> = {
  answered: 0,
  degraded: 0,
  needs_clarification: 3,
  escalated: 4,
  unavailable: 5,
  failed: 6,
  cancelled: 7,
};
