import { createHash } from 'node:crypto';
import type { Resolution } from '../domain/resolution.js';
import { runLink } from '../domain/run-link.js';
import type { TicketOutcome, TicketTask } from '../domain/tasks.js';
import type { NewTicket, Ticket } from '../ports.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { onceBegun } from './once-begun.js';

/**
 * Hands a question to a person, once per run and cause: whoever opens it again gets the ticket that stands. Then tells
 * the webhook; where that fails the ticket stands, and the attempt is repeated.
 */
export async function openTicket(
  task: TicketTask,
  deps: Pick<Deps, 'store' | 'webUi' | 'webhook'>,
  attempt: Pick<Attempt, 'signal' | 'deadlineMs' | 'temporalRunId'>,
): Promise<TicketOutcome> {
  const { tickets } = deps.store;
  const ticket = await onceBegun(
    () => tickets.open(ticketOf(task, deps)),
    task.input,
    deps,
    attempt.temporalRunId,
  );
  if (task.notify && ticket.status === 'open') {
    // Below the attempt's own limit, so that the failure is the webhook's.
    const timeoutMs = webhookShare * Math.max(attempt.deadlineMs - Date.now(), 0);
    await deps.webhook?.deliver(ticket, { signal: attempt.signal, timeoutMs });
  }
  return { ticketId: ticket.ticketId, resolution: resolutionOf(ticket) };
}

const webhookShare = 0.7;

function resolutionOf({ ticketId, resolution, resolvedBy }: Ticket): Resolution | null {
  return resolution === null ? null : { ticketId, answer: resolution, by: resolvedBy ?? '' };
}

function ticketOf(task: TicketTask, { webUi }: Pick<Deps, 'webUi'>): NewTicket {
  const { input, cause, intent, steps, stepId, error, planVersion } = task;
  const { text, tenant, user, session, asOf, timeZone } = input.question;
  const run = { tenant, runId: input.runId };
  const failed = steps.find(({ id }) => id === stepId);
  return {
    ...run,
    ticketId: ticketIdOf([tenant, run.runId, cause]),
    cause,
    priority: input.critical ? 'high' : 'normal',
    body: {
      ...{ question: text, user, session, asOf, timeZone, mode: input.mode },
      ...{ step: stepId, sql: failed?.sql ?? error.query, attempts: failed?.attempts ?? null },
      error,
      plan: { version: planVersion, intent, steps },
      link: webUi === null ? null : runLink(run, webUi),
    },
  };
}

/** Short enough to be read out, and the same on every attempt. */
function ticketIdOf(parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `T-${hash.slice(0, 12)}`;
}
