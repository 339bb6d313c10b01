import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import { columnKind } from '../column-kind.js';
import { cellText, type Evidence } from './evidence.js';
import type { MaskedText } from './masked-text.js';
import { keysOf, lowered } from './row-keys.js';
import { sentencesOf } from './sentences.js';
import type { Value } from './value.js';

/** "The latest order was on {{day}}" in English: the day must be the last of its column, unless its row is named. */
export function checkDates(
  masked: MaskedText,
  values: ReadonlyMap<string, Value>,
  specs: ReadonlyMap<string, FigureSpec>,
  evidence: Evidence,
): Finding[] {
  return sentencesOf(masked).flatMap(({ text, start, mentions }) => {
    const found = extreme.exec(text);
    const word = found?.[1]?.toLowerCase();
    if (found === null || word === undefined || ofOne.test(text.slice(0, found.index))) return [];
    const figure = mentions.find(({ at }) => at - start > found.index);
    const value = figure && values.get(figure.name);
    if (figure === undefined || value === undefined) return [];
    if (specs.get(figure.name)?.calc !== 'none') return [];
    if (isNamed(value, lowered(text), evidence)) return [];
    const days = daysBeside(value, evidence);
    const own = days?.own ?? '';
    if (days === null || own === '') return [];
    const isSo = /^(?:earliest|oldest)/.test(word)
      ? days.all.every((day) => day >= own)
      : days.all.every((day) => day <= own);
    if (isSo) return [];
    return [
      {
        code: 'superlative_unsupported',
        where: `figure ${figure.name}`,
        what: `"${word}" goes with {{${figure.name}}}, which is not that of its column.`,
        fix: 'Use calc max or min for it, or name its row.',
      },
    ];
  });
}

function isNamed(value: Value, text: string, evidence: Evidence): boolean {
  const names = [...keysOf(value, evidence).values()].flatMap((keys) => [...keys]);
  return names.some((name) => name !== '' && text.includes(name));
}

function daysBeside({ from }: Value, { results }: Evidence) {
  const [source] = from;
  const result = source && results.get(source.step);
  if (source?.row == null || result === undefined || result.rows.length < 2) return null;
  const at = result.columns.findIndex(({ name }) => name === source.column);
  const kind = columnKind(result.columns[at]?.type ?? '');
  if (kind !== 'date' && kind !== 'timestamp') return null;
  const all = result.rows.map((cells) => cellText(cells[at])).filter((day) => day !== '');
  return { own: cellText(result.rows[source.row]?.[at]), all };
}

const extreme = /\b(latest|newest|most recent|earliest|oldest)\b/i;
const ofOne = /(?:['’]s?|\b(?:its|their|his|her|whose|each|every)) $/i;
