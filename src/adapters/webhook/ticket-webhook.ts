import type { Ticket, TicketWebhook } from '../../ports.js';
import { signedWebhook, type WebhookOptions } from './signed-webhook.js';

/** Posts tickets. A ticket's id is the message's id. */
export function ticketWebhook(options: Omit<WebhookOptions, 'about'>): TicketWebhook {
  const webhook = signedWebhook({ ...options, about: 'ticket' });
  return { deliver: (ticket, delivery) => webhook.send(messageOf(ticket), delivery) };
}

function messageOf({ ticketId, tenant, runId, cause, priority, openedAt, body }: Ticket) {
  const data = { ticketId, tenant, runId, cause, priority, ...body };
  return { id: ticketId, type: 'ticket.opened', timestamp: openedAt, data };
}
