import type { Unit } from './unit.js';

export type Extreme = 'highest' | 'lowest';

/**
 * Which end of a column an English superlative, in lower case, means. Good and bad mean high and low of what one wants
 * much of; fast and short mean few units of time. Null where the word does not tell.
 */
export function extremeSaid(word: string, unit: Unit | null): Extreme | null {
  if (highest.test(word)) return 'highest';
  if (lowest.test(word)) return 'lowest';
  const kind = unit?.kind ?? null;
  if (/^(?:fast|slow|long|short)/.test(word)) {
    if (kind !== 'duration') return null;
    return /^(?:slow|long)/.test(word) ? 'highest' : 'lowest';
  }
  if (kind !== null && kind !== 'currency' && kind !== 'count') return null;
  return /^(?:weak|worst|bottom|(?:came|comes|ranks|ranked|finished) last)/.test(word)
    ? 'lowest'
    : 'highest';
}

const highest =
  /^(?:highest|largest|biggest|greatest|busiest|most|maximum|peak|peaked|record|led|leads|leading|topped|tops)$/;
const lowest = /^(?:lowest|smallest|least|fewest|minimum|trough)$/;

const several = '(?:two|three|four|five|six|seven|eight|nine|ten|few|and|of|line|end|level)\\b';
const words = `highest|largest|biggest|greatest|busiest|most(?! (?:recent|likely|of|common))|maximum|peak(?:ed)?|led|leads(?! (?:were|are|from|generated|created|converted))|leading|topped|tops|top(?:-\\p{L}+)?(?= (?!${several})\\p{Ll}+(?<!s)\\b)|number one|(?:came|comes|ranks|ranked|finished) (?:first|last)|strongest|best|lowest|smallest|least|fewest|minimum|trough|weakest|worst|bottom(?= (?!${several})\\p{Ll}+(?<!s)\\b)|fastest|slowest|longest|shortest`;

/**
 * "Second-largest", "one of the largest", "the largest regions were", "at most", "most recent" and "the top 5" say
 * something else.
 */
export const superlatives = new RegExp(
  `(?<!(?:second|third|fourth|fifth|next|(?:one|two|three|four|five|some) of the|among the|of the|at)[- ])(?<![\\p{L}-])(?:${words})(?![\\p{L}])(?!(?: \\p{L}+)? \\p{L}+s (?:are|were)\\b)`,
  'giu',
);
