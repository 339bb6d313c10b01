import type { Status } from '../answer.js';

/** The status in words, above every answer that is not simply an answer. */
export const statusWords: Readonly<Record<Status, string>> = {
  answered: 'Answered',
  degraded: 'Answered, with reservations',
  needs_clarification: 'This needs to be clearer',
  escalated: 'Handed to a human',
  unavailable: 'No answer for now',
  failed: 'This cannot be answered',
  cancelled: 'Cancelled',
};
