import { failureEnding, type Ending } from './ending.js';
import type { ToolError } from './failure.js';
import type { Resolution } from './resolution.js';

/** What failed was handed to a person, and nobody has answered yet. */
export function escalatedEnding(error: ToolError, ticket: string): Ending {
  return {
    status: 'escalated',
    text: `${error.message} The question was handed to a person as ticket ${ticket}.`,
    suggestions: [
      `Look at ticket ${ticket} later: the person’s answer stands there.`,
      ...failureEnding(error).suggestions,
    ],
  };
}

/** A person's answer in their own words: nothing of it comes from a query, and the warning says so. */
export function answeredByPerson({ ticketId, answer, by }: Resolution): Ending {
  const message = `${by} answered this as ticket ${ticketId}; its figures are theirs, and no query stands behind them.`;
  return {
    status: 'degraded',
    text: answer,
    warnings: [{ code: 'answered_by_person', message }],
  };
}

/** Neither an answer nor a person: what failed, and why nobody could be told. */
export function notEscalatedEnding(error: ToolError, why: ToolError): Ending {
  return {
    ...failureEnding(error),
    status: 'unavailable',
    text: `${error.message} No ticket could be opened: ${why.message}`,
  };
}

/** An interactive run does not wait for a person: it says how one that does is asked. */
export function needsApproval(reason: string): Ending {
  return {
    status: 'failed',
    text: `This plan has to be approved before it runs. ${reason}`,
    suggestions: [
      'Ask in background: the run then waits until the plan is approved.',
      'Ask for a shorter period or fewer groups.',
    ],
  };
}

export function rejected(by: string, reason: string): Ending {
  return {
    status: 'cancelled',
    text: reason === '' ? `${by} rejected the plan.` : `${by} rejected the plan: ${reason}`,
  };
}

export const unapproved: Ending = {
  status: 'cancelled',
  text: 'Nobody approved the plan in time, so it was not run.',
  suggestions: ['Ask again, and have the plan approved.'],
};
