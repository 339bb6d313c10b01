import type { RunRef } from '../domain/question.js';
import type { Delivery } from './webhooks.js';

export interface NewTicket extends RunRef {
  /** The same for the same run and cause: opening it again changes nothing. */
  readonly ticketId: string;
  readonly cause: string;
  readonly priority: 'normal' | 'high';
  /** What a person needs: question, plan, SQL, error, attempts, link. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Ticket extends NewTicket {
  readonly status: 'open' | 'resolved';
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
}

/** Questions handed to a person. */
export interface Tickets {
  /** Once per run and cause, with its `ticket.opened` event; returns the one that stands. */
  open(ticket: NewTicket): Promise<Ticket>;
  /** With a tenant, no other tenant's is found. */
  find(ticketId: string, tenant?: string): Promise<Ticket | undefined>;
  /** The newest 200. */
  list(filter: {
    readonly tenant?: string;
    readonly status?: Ticket['status'];
  }): Promise<readonly Ticket[]>;
  /** @throws ToolFailure user_error where it is not open, or another tenant's than the one named */
  resolve(
    ticketId: string,
    resolution: { readonly resolution: string; readonly by: string; readonly tenant?: string },
  ): Promise<Ticket>;
}

/** Tells another system of a ticket. */
export interface TicketWebhook {
  /**
   * Once; safe to repeat, since every delivery of a ticket has the same message id.
   * @throws ToolFailure `webhook_failed` or `webhook_refused`
   */
  deliver(ticket: Ticket, delivery: Delivery): Promise<void>;
}
