import { TicketRefused, type Surefoot, type Ticket } from '../client.js';
import type { Caller } from './caller.js';
import { HttpProblem } from './problem.js';

/** @throws HttpProblem where it is not this tenant’s */
export async function findTicket(
  surefoot: Surefoot,
  ticketId: string,
  { tenant }: Caller,
): Promise<Ticket> {
  try {
    return await surefoot.tickets.get(ticketId, { tenant });
  } catch (cause) {
    if (!(cause instanceof TicketRefused)) throw cause;
    throw new HttpProblem('not-found', `There is no ticket ${ticketId}.`, { cause });
  }
}
