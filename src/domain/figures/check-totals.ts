import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import type { Evidence } from './evidence.js';
import type { MaskedText } from './masked-text.js';
import { keysOf, lowered } from './row-keys.js';
import { sentencesOf } from './sentences.js';
import type { Value } from './value.js';

/** "Total revenue was …" needs more than one row of several, unless the sentence names that row. */
export function checkTotals(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  const calcs = new Map([...specs.values()].map(({ name, calc }) => [name, calc]));
  return sentencesOf(masked).flatMap(({ text, start, mentions: [first] }) => {
    const value = first && values.get(first.name);
    if (first === undefined || value === undefined) return [];
    const before = lowered(text.slice(0, first.at - start));
    const isExtreme = calcs.get(first.name) === 'max' || calcs.get(first.name) === 'min';
    if (!totalWords.test(before) || !(isExtreme || isOneOfMany(value, evidence))) return [];
    // One row of a running total is all of it until then.
    if (running.test(before) && running.test(value.from[0]?.column ?? '')) return [];
    const names = [...keysOf(value, evidence).values()].flatMap((keys) => [...keys]);
    if (names.some((name) => name !== '' && lowered(text).includes(name))) return [];
    return [
      {
        code: 'part_as_total',
        where: `figure ${first.name}`,
        what: `The sentence speaks of a total, and {{${first.name}}} is one row of several.`,
        fix: 'Use the sum of the column, or say which row it is.',
      },
    ];
  });
}

function isOneOfMany({ content, from }: Value, { results }: Evidence): boolean {
  const [source, second] = from;
  if (content.kind !== 'number' || source?.row == null || second !== undefined) return false;
  const result = results.get(source.step);
  return result !== undefined && (result.rowCount > 1 || result.truncated);
}

const running = /(?<!\p{L})(?:running|cumulative|rolling|kumuliert\p{L}*|cumulée?s?)(?!\p{L})/iu;
const totalWords =
  /(?<!\p{L})(?:total|overall|altogether|in all|all told|gesamt\p{L}*|insgesamt|au total|en total|totales?)(?!\p{L})|合計|総/u;
