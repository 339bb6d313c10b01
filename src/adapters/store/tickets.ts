import type { Ticket, Tickets } from '../../ports.js';
import { ToolFailure } from '../../domain/failure.js';
import type { Db, NamedStatement } from './db.js';
import { runWithEvent, statementWithEvent } from './run-events.js';
import { settled } from './settled.js';
import { isoTime, storableJson } from './storable.js';

/** Questions handed to a person: one per run and cause, however often it is opened. */
export function storedTickets(db: Db): Tickets {
  return {
    open: async (ticket) => {
      const { ticketId, tenant, runId, cause, priority, body } = ticket;
      const event = {
        kind: 'ticket.opened',
        key: `ticket.opened:${ticketId}`,
        data: { ticketId, cause, priority },
      } as const;
      const values = [ticketId, cause, priority, storableJson(body)];
      await runWithEvent(db, insert, { tenant, runId }, event, values);
      return await settled(() => db.run<Ticket>(byCause, [tenant, runId, cause]));
    },
    find: async (ticketId, tenant) => (await db.run<Ticket>(byId, [ticketId, tenant ?? null]))[0],
    list: async ({ tenant, status }) => [
      ...(await db.run<Ticket>(list, [tenant ?? null, status ?? null])),
    ],
    resolve: async (ticketId, { resolution, by, tenant }) => {
      const values = [ticketId, resolution, by, tenant ?? null];
      const [resolved] = await db.run<Ticket>(resolve, values);
      if (resolved !== undefined) return resolved;
      throw new ToolFailure({
        error: 'ticket_not_open',
        class: 'user_error',
        message: `There is no open ticket ${ticketId}.`,
        suggestion: 'List the open ones with `surefoot tickets list`.',
      });
    },
  };
}

const columns = `
  ticket_id as "ticketId", tenant, run_id as "runId", cause, priority, status, body, resolution,
  resolved_by as "resolvedBy", ${isoTime('opened_at')} as "openedAt", ${isoTime('resolved_at')} as "resolvedAt"`;

const insert: NamedStatement = statementWithEvent(
  'open_ticket',
  `ticket as (
     insert into surefoot.tickets (tenant, run_id, ticket_id, cause, priority, body)
     values ($1, $2, $6, $7, $8, $9::json)
     on conflict do nothing
   )`,
);

const byCause: NamedStatement = {
  name: 'ticket_by_cause',
  text: `select ${columns} from surefoot.tickets where tenant = $1 and run_id = $2 and cause = $3`,
};

const byId: NamedStatement = {
  name: 'ticket_by_id',
  text: `
    select ${columns} from surefoot.tickets
    where ticket_id = $1 and ($2::text is null or tenant = $2)`,
};

const list: NamedStatement = {
  name: 'list_tickets',
  text: `
    select ${columns} from surefoot.tickets
    where ($1::text is null or tenant = $1) and ($2::text is null or status = $2)
    order by opened_at desc limit 200`,
};

const resolve: NamedStatement = {
  name: 'resolve_ticket',
  text: `
    update surefoot.tickets set status = 'resolved', resolution = $2, resolved_by = $3, resolved_at = now()
    where ticket_id = $1 and status = 'open' and ($4::text is null or tenant = $4)
    returning ${columns}`,
};
