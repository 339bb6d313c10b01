import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { TemporalUnreachable } from '../adapters/temporal/connect.js';
import { ToolFailure } from '../domain/failure.js';
import { workflowIdOf } from '../domain/question.js';
import type { Resolution } from '../domain/resolution.js';
import type { Ticket, Tickets } from '../ports.js';

/** No such ticket, one that somebody else has answered, or an answer that is none. */
export class TicketRefused extends Error {
  override readonly name = 'TicketRefused';
}

export interface Resolved {
  readonly ticket: Ticket;
  /** Whether its run was still there to answer with it. */
  readonly told: boolean;
}

/** The questions that wait for a person. */
export interface TicketDesk {
  /** The newest 200. */
  list(filter?: Parameters<Tickets['list']>[0]): Promise<readonly Ticket[]>;
  /** With a tenant, another tenant's ticket is not there. @throws TicketRefused where nobody knows it */
  get(ticketId: string, whose?: { readonly tenant?: string }): Promise<Ticket>;
  /**
   * Keeps the answer and tells the run, if it waits. The same answer again tells the run again, so that a caller who
   * was interrupted may repeat it. @throws TicketRefused; TemporalUnreachable where the run could not be told
   */
  resolve(
    ticketId: string,
    answer: { readonly answer: string; readonly by: string; readonly tenant?: string },
  ): Promise<Resolved>;
}

const longestAnswer = 10_000;

export function ticketDesk(temporal: Client, tickets: Tickets): TicketDesk {
  const get: TicketDesk['get'] = async (ticketId, { tenant } = {}) => {
    const ticket = await tickets.find(ticketId, tenant);
    if (ticket !== undefined) return ticket;
    throw new TicketRefused(`There is no ticket ${ticketId}: \`surefoot tickets list\` has them.`);
  };
  return {
    get,
    list: (filter = {}) => tickets.list(filter),
    async resolve(ticketId, { answer, by, tenant }) {
      const whose = tenant !== undefined && { tenant };
      if (answer.trim() === '' || answer.length > longestAnswer) {
        throw new TicketRefused(
          `Answer with 1 to ${longestAnswer.toLocaleString('en-US')} characters.`,
        );
      }
      const ticket = await tickets
        .resolve(ticketId, { resolution: answer, by, ...whose })
        .catch((error: unknown) => {
          if (error instanceof ToolFailure && error.toolError.error === 'ticket_not_open') {
            return get(ticketId, { ...whose });
          }
          throw error;
        });
      const told = await tellRun(temporal, ticket);
      if (ticket.resolution === answer) return { ticket, told };
      throw new TicketRefused(
        `${ticket.resolvedBy ?? ''} has answered ticket ${ticketId} already, and that answer stands: see \`surefoot tickets show ${ticketId}\`.`,
      );
    },
  };
}

/** Whether the run was still there. A signal waits for a worker, so none need be up. */
async function tellRun(temporal: Client, ticket: Ticket): Promise<boolean> {
  const { ticketId, resolution, resolvedBy } = ticket;
  const told = { ticketId, answer: resolution ?? '', by: resolvedBy ?? '' };
  try {
    const run = temporal.workflow.getHandle(workflowIdOf(ticket));
    await run.signal<[Resolution]>('ticketResolved', told);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    const message = `The answer is kept with ticket ${ticketId}, but its run could not be told: resolve it again with the same answer.`;
    throw new TemporalUnreachable(message, { cause: error });
  }
}
