import type { Evidence } from './evidence.js';
import { matchesOf } from './matches.js';
import { lengthsIn, type KnownPeriods } from './supported-periods.js';

/** "Yesterday", "last week" in English, where neither a step covers as much nor question or columns speak of such. */
export function unknownRelative(
  text: string,
  { question, intent, results }: Evidence,
  known: KnownPeriods,
): string[] {
  if (results.size === 0) return [];
  const columns = [...results.values()].flatMap((result) => result.columns.map(({ name }) => name));
  const spoken = [question, intent, ...columns].join(' ').toLowerCase();
  return matchesOf(text, relative).flatMap(({ 0: word, groups }) => {
    const unit = groups?.['unit']?.toLowerCase() ?? 'day';
    const isKnown = spoken.includes(unit) || lengthsIn(unit, known).has(1);
    return isKnown || (unit === 'day' && spoken.includes('yesterday')) ? [] : [word];
  });
}

const relative =
  /\b(?:yesterday|(?:last|past|previous) (?<unit>week|month|quarter|year|decade))\b(?! of\b)/gi;
