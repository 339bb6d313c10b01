import { matchesOf } from './matches.js';
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
  if (/^(?:fast|quick|slow|long|short)/.test(word)) {
    if (kind !== 'duration') return null;
    return /^(?:slow|long)/.test(word) ? 'highest' : 'lowest';
  }
  if (kind !== null && kind !== 'currency' && kind !== 'count') return null;
  return /^(?:weak|worst|bottom|poor|laggard|trails|(?:came|comes|ranks|ranked|finished) last)/.test(
    word,
  )
    ? 'lowest'
    : 'highest';
}

/**
 * The English superlatives of a text. "Second-largest", "one of the largest", "the largest regions were", "at most",
 * "most recent", "the top 5" and "from highest to lowest:" say something else.
 */
export function superlativesIn(text: string): RegExpExecArray[] {
  if (!candidate.test(text)) return [];
  return matchesOf(
    text.replace(sorting, (found) => ' '.repeat(found.length)),
    superlatives,
  );
}

const highest =
  /^(?:highest|largest|biggest|greatest|busiest|most|maximum|peak|peaked|record|led|leads|leading|topped|tops|topped out|richest|number[- ]one|no\. 1|#1|front-?runner|leader|second to none|came out on top|comes out on top|(?:hit|hits|reached|set) (?:a|its) (?:new )?high|(?:more|larger|bigger|higher) than any(?: other)?|(?:beat|beats|outsold|tops|ahead of|above) (?:all|any|every)(?: of)?(?: the)? others?|(?:ranks|ranked) (?:1st|#1|no\. 1)|in (?:first place|the lead))$/;
const lowest =
  /^(?:lowest|smallest|least|fewest|minimum|trough|quietest|bottomed out|(?:hit|hits|reached|set) (?:a|its) (?:new )?low|brings up the rear|(?:less|fewer|smaller|lower) than any(?: other)?|(?:trails|behind) (?:all|every)(?: of)?(?: the)? others?)$/;

const ends = 'highest|lowest|largest|smallest|biggest|best|worst|most|least|fastest|slowest';
const sorting = new RegExp(`\\b(?:${ends}) to (?:${ends})(?=(?: \\p{Ll}+)?[:,)])`, 'giu');
const several = '(?:two|three|four|five|six|seven|eight|nine|ten|few|and|of|line|end|level)\\b';
const singular = `(?= (?!${several})\\p{Ll}+(?<!s)\\b)`;
const words = `second to none|(?:came|comes) out on top|brings up the rear|(?:hit|hits|reached|set) (?:a|its) (?:new )?(?:high|low)|(?:more|less|fewer|larger|bigger|smaller|higher|lower) than any(?: other)?|(?:beat|beats|outsold|tops|ahead of|above|trails|behind) (?:all|any|every)(?: of)?(?: the)? others?|(?:ranks|ranked) (?:1st|#1|no\\. 1)|in (?:first place|the lead)|topped out|bottomed out|laggard|front-?runner|number[- ]one|leader(?= (?:with|at|is|was)\\b|[.:])|quietest|richest|poorest|quickest|highest|largest|biggest|greatest|busiest|most(?! (?:recent|likely|of|common))|maximum|peak(?:ed)?|led|leads(?! (?:were|are|from|generated|created|converted))|leading|topped|tops|top(?:-\\p{L}+)?${singular}|(?:came|comes|ranks|ranked|finished) (?:first|last)|strongest|best|lowest|smallest|least|fewest|minimum|trough|weakest|worst|bottom${singular}|fastest|slowest|longest|shortest`;
const superlatives = new RegExp(
  `(?<!(?:second|third|fourth|fifth|next|(?:one|two|three|four|five|some) of the|among the|of the|at)[- ])(?<![\\p{L}-])(?:${words})(?![\\p{L}])(?!(?: \\p{L}+)? \\p{L}+s (?:are|were)\\b)`,
  'giu',
);
/** The words without the classes of letters, which take milliseconds to compile: most sentences have none of them. */
const candidate = new RegExp(words.replaceAll(singular, '').replaceAll('(?:-\\p{L}+)?', ''), 'iu');
