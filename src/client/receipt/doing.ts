import type { RunEvent } from '../../ports.js';
import { listIn, textIn } from './event-data.js';

/** What a run that has not ended does now, as far as its events tell. */
export function doingOf(events: readonly RunEvent[]): string {
  const ticket = events.findLast(({ kind }) => kind === 'ticket.opened');
  if (ticket !== undefined)
    return `waiting for a person, ticket ${textIn(ticket.data['ticketId'])}`;
  const at = events.findLastIndex(({ kind }) => kind === 'plan.made');
  const plan = events[at];
  if (plan === undefined) return 'planning';
  const since = events.slice(at + 1);
  const begun = since.filter(({ kind }) => kind === 'step.started');
  const needed = since.find(({ kind }) => kind === 'approval.needed');
  if (needed !== undefined && begun.length === 0) {
    return `waiting for approval: ${textIn(needed.data['reason'])}`;
  }
  if (since.some(({ kind }) => kind === 'verified')) return 'putting the results into words';
  const running = listIn(plan.data['steps'])
    .map(({ id }) => textIn(id))
    .filter((id) => isUnderWay(since, id));
  return running.length === 0 ? 'running the plan' : `running ${running.join(' and ')}`;
}

function isUnderWay(events: readonly RunEvent[], id: string): boolean {
  const last = events.findLast(
    ({ kind, data }) =>
      (kind === 'step.started' || kind === 'step.finished') && data['step'] === id,
  );
  return last?.kind === 'step.started';
}
