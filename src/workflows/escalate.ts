import { ticketLimits } from '../domain/budget.js';
import { answerSteps, escalatedEnding, notEscalatedEnding, type Ending } from '../domain/ending.js';
import type { ToolError } from '../domain/failure.js';
import type { TicketOutcome, TicketTask } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/** Something failed that only a person can help with. */
export interface Escalation {
  readonly kind: 'escalate';
  readonly error: ToolError;
  /** Null where it was not a step, but Claude. */
  readonly step: string | null;
}

/** Opens a ticket, once per run and cause, and ends with it. Where no ticket can be opened, the run says so. */
export async function escalate(
  tracker: RunTracker,
  { error, step }: Omit<Escalation, 'kind'>,
): Promise<Ending> {
  const { input, plan } = tracker.run;
  const task: TicketTask = {
    input,
    planVersion: plan?.version ?? 0,
    cause: `${step ?? 'plan'}: ${error.error}`,
    stepId: step,
    error,
    intent: plan?.intent ?? '',
    steps: answerSteps(tracker.run),
  };
  try {
    const { ticketId } = await openTicket(tracker, task);
    return escalatedEnding(error, ticketId);
  } catch (failure) {
    return notEscalatedEnding(error, failureOf(failure, 'openTicket').error);
  }
}

async function openTicket(tracker: RunTracker, task: TicketTask): Promise<TicketOutcome> {
  const { bounds } = task.input;
  const activities = runActivities({
    ...ticketLimits(bounds, tracker.remainingMs()),
    activityId: `ticket.${task.planVersion}`,
    summary: `ticket: ${task.cause}`,
  });
  return await activities.openTicket(task);
}
