import type { ToolError } from '../../domain/failure.js';
import type { AnswerStep } from '../../domain/answer.js';
import type { Ticket } from '../../ports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { oneLine, wrap } from './text.js';

interface Look {
  readonly style: Style;
  readonly width: number;
}

/** Tickets as a table, a line each. */
export function renderTickets(tickets: readonly Ticket[], { style, width }: Look): string[] {
  if (tickets.length === 0) return ['There are no such tickets.'];
  const columns = ['ticket', 'priority', 'status', 'opened', 'run', 'about', 'question'];
  return renderTable(
    {
      step: '',
      columns: columns.map((name) => ({ name, type: 'text' })),
      rows: tickets.map((ticket) => [
        ticket.ticketId,
        ticket.priority,
        ticket.status,
        ticket.openedAt.slice(0, 16).replace('T', ' '),
        ticket.tenant === 'default' ? ticket.runId : `${ticket.tenant}/${ticket.runId}`,
        ticket.cause,
        textOf(ticket.body['question']),
      ]),
      rowCount: tickets.length,
      truncated: false,
    },
    { width, maxRows: tickets.length, style, whole: ['ticket'] },
  );
}

const labelWidth = 10;

/** One ticket whole, a labelled line for each thing that is known. */
export function renderTicket(ticket: Ticket, { style, width }: Look): string[] {
  const { ticketId, status, priority, tenant, runId, cause, openedAt, body } = ticket;
  const error = body['error'] as Partial<ToolError> | undefined;
  const plan = body['plan'] as { intent?: string; steps?: readonly AnswerStep[] } | undefined;
  const steps = (plan?.steps ?? []).map((step) => `${step.id}: ${step.tool}, ${step.status}`);
  const facts: readonly (readonly [string, string])[] = [
    ['Question', textOf(body['question'])],
    ['As of', `${textOf(body['asOf'])} (${textOf(body['timeZone'])})`],
    ['About', cause],
    ['Error', [error?.message, error?.suggestion].filter(Boolean).join(' ')],
    ['Attempts', typeof body['attempts'] === 'number' ? String(body['attempts']) : ''],
    ['SQL', textOf(body['sql'])],
    ['Plan', textOf(plan?.intent)],
    ...steps.map((step) => ['', step] as const),
    ['Opened', openedAt],
    ['Run', `${tenant}/${runId}`],
    ['', textOf(body['link'])],
    ['Answer', textOf(ticket.resolution)],
    ['By', [ticket.resolvedBy, ticket.resolvedAt].filter(Boolean).join(', ')],
  ];
  return [
    style.bold(`Ticket ${oneLine(ticketId)}: ${status}, priority ${priority}`),
    ...facts.flatMap(([label, words]) =>
      words === ''
        ? []
        : wrap(words, width - labelWidth).map(
            (line, index) => style.dim((index === 0 ? label : '').padEnd(labelWidth)) + line,
          ),
    ),
  ];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
