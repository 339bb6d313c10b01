import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import { personWaitMs, ticketLimits } from '../domain/budget.js';
import { answerSteps, type Ending } from '../domain/ending.js';
import type { ToolError } from '../domain/failure.js';
import { answeredByPerson, escalatedEnding, notEscalatedEnding } from '../domain/people-endings.js';
import { isResolution, type Resolution } from '../domain/resolution.js';
import type { TicketOutcome, TicketTask } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';
import { waitedFor } from './waited-for.js';

/** Something failed that only a person can help with. */
export interface Escalation {
  readonly kind: 'escalate';
  readonly error: ToolError;
  /** Null where it was not a step, but Claude. */
  readonly step: string | null;
}

/** Tells a run what a person answered. What comes before the run listens is kept for it. */
export const ticketResolved = defineSignal<[Resolution]>('ticketResolved');

/**
 * Opens a ticket, once per run and cause. An interactive run ends with it; in background it waits for the person's
 * answer, as long as its time lasts. Where no ticket can be opened, the run says so.
 */
export async function escalate(
  tracker: RunTracker,
  { error, step }: Omit<Escalation, 'kind'>,
): Promise<Ending> {
  const opened = await openInTime(tracker, taskOf(tracker, { error, step }));
  if (opened.kind === 'failed') return notEscalatedEnding(error, opened.why);
  const { ticket } = opened;
  const { ticketId } = ticket;
  tracker.update((run) => ({ ...run, ticket: ticketId }));
  const resolution = ticket.resolution ?? (await awaitResolution(tracker, ticketId));
  return resolution === undefined ? escalatedEnding(error, ticketId) : answeredByPerson(resolution);
}

function taskOf({ run }: RunTracker, { error, step }: Omit<Escalation, 'kind'>): TicketTask {
  const { input, plan } = run;
  return {
    input,
    planVersion: plan?.version ?? 0,
    cause: `${step ?? 'plan'}: ${error.error}`,
    stepId: step,
    error,
    intent: plan?.intent ?? '',
    steps: answerSteps(run),
    notify: true,
  };
}

type Opened =
  | { readonly kind: 'opened'; readonly ticket: TicketOutcome }
  | { readonly kind: 'failed'; readonly why: ToolError };

/** In background a store that is away is waited for, critical or not: nobody takes over where nobody can be told. */
async function openInTime(tracker: RunTracker, task: TicketTask): Promise<Opened> {
  for (let waits = 0; ; waits += 1) {
    try {
      return { kind: 'opened', ticket: await openTicket(tracker, task, waits) };
    } catch (thrown) {
      const failure = failureOf(thrown, 'openTicket');
      const { run } = tracker;
      const patient = { ...run, input: { ...run.input, critical: false } };
      const word = await waitedFor(tracker, 'ticket', failure, waits, patient);
      if (word !== 'waited') return { kind: 'failed', why: failure.error };
    }
  }
}

/** A webhook that stays down costs its warning, not the ticket: that one is in the store by then. */
async function openTicket(
  tracker: RunTracker,
  task: TicketTask,
  waits: number,
): Promise<TicketOutcome> {
  const round = `ticket.${task.planVersion}.${waits + 1}`;
  try {
    return await tryToOpen(tracker, task, round);
  } catch (failure) {
    const { error } = failureOf(failure, 'openTicket');
    if (!error.error.startsWith('webhook_')) throw failure;
    const warning = { code: 'ticket_not_delivered', message: error.message };
    tracker.update((run) => ({ ...run, warnings: [...run.warnings, warning] }));
    return await tryToOpen(tracker, { ...task, notify: false }, `${round}-untold`);
  }
}

async function tryToOpen(
  tracker: RunTracker,
  task: TicketTask,
  activityId: string,
): Promise<TicketOutcome> {
  const { bounds } = task.input;
  const activities = runActivities(tracker, {
    ...ticketLimits(bounds, tracker.remainingMs()),
    activityId,
    summary: task.cause,
  });
  return await activities.openTicket(task);
}

async function awaitResolution(
  tracker: RunTracker,
  ticketId: string,
): Promise<Resolution | undefined> {
  const { mode, bounds } = tracker.run.input;
  if (mode === 'interactive') return undefined;
  tracker.update((run) => ({ ...run, phase: 'waiting_for_person' }));
  const heard: Resolution[] = [];
  setHandler(ticketResolved, (told: unknown) => {
    if (isResolution(told) && told.ticketId === ticketId) heard.push(told);
  });
  const waitMs = personWaitMs(bounds, tracker.remainingMs());
  const summary = `waits for a person, ticket ${ticketId}`;
  await condition(() => heard.length > 0, waitMs, { summary });
  return heard[0];
}
