import type { ShownBreaker } from '../../../../client/shown-breaker.js';
import { formatDuration } from '../../../../domain/shown/duration.js';
import { counted } from '../../../../domain/shown/run-view.js';
import { momentWords } from './moments.js';

/** In words for somebody who has never heard of a circuit breaker. */
export function breakerWords(
  { state, failures, since, nextTry, reason }: ShownBreaker,
  now: Date,
): { readonly title: string; readonly detail: string } {
  const from = momentWords(since, now);
  switch (state) {
    case 'closed':
      return {
        title: 'Works',
        detail:
          (failures ?? 0) === 0
            ? 'No failures.'
            : `${counted(failures ?? 0, 'failure')} in a row so far.`,
      };
    case 'open':
      return {
        title: 'Left alone',
        detail: `Since ${from}: it failed too often. ${nextWords(nextTry, now)}`,
      };
    case 'half_open':
      return {
        title: 'Being tried',
        detail: `One attempt finds out whether it is well again, since ${from}.`,
      };
    case 'forced_open':
      return {
        title: 'Switched off',
        detail: `By hand, since ${from}${reason === null || reason === '' ? '' : `: ${reason}`}. It stays so until a person switches it on.`,
      };
  }
}

function nextWords(nextTry: string | null, now: Date): string {
  const ms = nextTry === null ? 0 : Date.parse(nextTry) - now.getTime();
  return ms > 0 ? `The next try is in ${formatDuration(ms)}.` : 'The next question tries it again.';
}
