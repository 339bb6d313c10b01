import type { ToolError } from '../../domain/failure.js';
import type { AnswerStep } from '../../domain/answer.js';
import { toMinute } from '../../domain/shown/minute.js';
import { runName } from '../../domain/shown/run-name.js';
import type { Ticket } from '../../ports.js';
import { labelled } from './labelled.js';
import { listed } from './listed.js';
import type { Look } from './look.js';
import { oneLine } from './text.js';

const columns = ['ticket', 'priority', 'status', 'opened', 'run', 'about', 'question'];

/** Tickets as a table, a line each. What `surefoot tickets show` says as well gives way to the questions. */
export function renderTickets(tickets: readonly Ticket[], look: Look): string[] {
  if (tickets.length === 0) return ['There are no such tickets.'];
  const rows = tickets.map((ticket) => [
    ticket.ticketId,
    ticket.priority,
    ticket.status,
    toMinute(ticket.openedAt),
    runName(ticket),
    ticket.cause,
    textOf(ticket.body['question']),
  ]);
  return listed(columns, rows, {
    ...look,
    whole: ['ticket', 'run'],
    dispensable: ['about', 'opened', 'priority'],
  });
}

const labelWidth = 10;

/** One ticket whole, a labelled line for each thing that is known. */
export function renderTicket(ticket: Ticket, look: Look): string[] {
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
    look.style.bold(`Ticket ${oneLine(ticketId)}: ${status}, priority ${priority}`),
    ...labelled(facts, look, labelWidth),
  ];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
