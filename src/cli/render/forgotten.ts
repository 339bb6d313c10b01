import type { Forgotten } from '../../client/forget.js';
import type { Who } from '../../ports.js';

/** What was erased, and what is left and for how long. */
export function renderForgotten(
  { tenant, user }: Who,
  { erased, historiesDeleted, historiesLeft, running }: Forgotten,
): string[] {
  const { runs, events, attempts, replies, results, tickets, ratings } = erased;
  const kinds = [
    count(events, 'event'),
    count(attempts, 'attempt'),
    count(replies, 'reply', 'replies'),
    count(results, 'result'),
    count(tickets, 'ticket'),
    count(ratings, 'rating'),
  ];
  return [
    `Forgotten: ${user} of tenant ${tenant}. ${count(runs, 'run')} erased, with ${kinds.join(', ')}.`,
    `Temporal: ${count(historiesDeleted, 'history', 'histories')} deleted; the server takes up to a minute for it.`,
    ...(historiesLeft.length > 0
      ? [
          `Left in Temporal, with question and answer, until its retention ends or \`temporal workflow delete\`:`,
          ...historiesLeft.map((id) => `  ${id}`),
        ]
      : []),
    ...(running.length > 0
      ? [
          'Left, because they go on; cancel them, then forget again:',
          ...running.map((id) => `  ${id}`),
        ]
      : []),
  ];
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
