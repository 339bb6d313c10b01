import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import type { Evidence } from './evidence.js';
import { isExtreme } from './extremes.js';
import type { MaskedText } from './masked-text.js';
import { nearest } from './nearest-word.js';
import type { Value } from './value.js';

/** An English superlative must go with a figure that is the greatest or the least of its column. */
export function checkSuperlatives(
  { searched, mentions }: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  return mentions.flatMap(({ name, at }, index) => {
    const value = values.get(name);
    if (value === undefined) return [];
    const [start, end] = [
      mentions[index - 1]?.at ?? -1,
      mentions[index + 1]?.at ?? searched.length,
    ];
    const word = nearest({ text: searched, at, start: start + 1, end }, superlatives);
    const said = word === null ? null : whatIsSaid(word, value);
    if (word === null || said === null) return [];
    const really = extremeOf(specs.get(name), value, said, evidence);
    return really === null || really === said ? [] : [unsupported(name, word, really)];
  });
}

type Extreme = 'highest' | 'lowest';

/** Good and bad mean high and low of what one wants much of; fast and slow mean few and many units of time. */
function whatIsSaid(word: string, { content }: Value): Extreme | null {
  const unit = content.kind === 'number' ? content.unit.kind : null;
  if (always.highest.test(word)) return 'highest';
  if (always.lowest.test(word)) return 'lowest';
  if (/^(?:fast|slow)/.test(word)) {
    return unit === 'duration' ? (word === 'slowest' ? 'highest' : 'lowest') : null;
  }
  if (unit !== null && unit !== 'currency' && unit !== 'count') return null;
  return /^(?:best|strongest)/.test(word) ? 'highest' : 'lowest';
}

/** What the figure is; 'neither' where it is one of the others, null where that cannot be told. */
function extremeOf(
  spec: FigureSpec | undefined,
  { content, from }: Value,
  said: Extreme,
  { results }: Evidence,
): Extreme | 'neither' | null {
  const computed = byCalc[spec?.calc ?? 'none'];
  if (computed !== undefined) return computed;
  const [source, second] = from;
  const result = source && results.get(source.step);
  if (content.kind !== 'number' || source?.row == null || second || result === undefined)
    return null;
  const { row, column } = source;
  const isSo = isExtreme(result, { row, column }, said);
  return isSo === null ? null : isSo ? said : 'neither';
}

function unsupported(name: string, word: string, really: Extreme | 'neither'): Finding {
  const what = really === 'neither' ? 'not that of its column' : `the ${really} value`;
  return {
    code: 'superlative_unsupported',
    where: `figure ${name}`,
    what: `"${word}" goes with {{${name}}}, which is ${what}.`,
    fix: 'Use calc argmax, argmin, max or min for it, or leave the superlative out.',
  };
}

const byCalc: Readonly<Record<string, Extreme>> = {
  argmax: 'highest',
  max: 'highest',
  argmin: 'lowest',
  min: 'lowest',
};
const always = {
  highest:
    /^(?:highest|largest|biggest|greatest|most|maximum|peak|peaked|record|led|leads|leading|topped|tops)$/,
  lowest: /^(?:lowest|smallest|least|fewest|minimum|trough)$/,
};
/** "Second-largest", "one of the largest", "the largest regions were", "at most", "most recent" say something else. */
const superlatives =
  /(?<!(?:second|third|fourth|fifth|next|one of the|among the|of the|at)[- ])(?<![\p{L}-])(?:highest|largest|biggest|greatest|most(?! (?:recent|likely|of|common))|maximum|peak(?:ed)?|led|leads|leading|topped|tops|strongest|best|lowest|smallest|least|fewest|minimum|trough|weakest|worst|fastest|slowest)(?![\p{L}])(?!(?: \p{L}+)? \p{L}+s (?:are|were)\b)/giu;
